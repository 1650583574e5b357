"""The whole address space, one include per app."""

urlpatterns: list = []
