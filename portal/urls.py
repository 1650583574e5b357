"""The customer side."""

urlpatterns: list = []
