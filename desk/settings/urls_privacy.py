"""What customers ask of their data, below /settings/."""

from django.urls import path

from desk.settings.views import privacy

urlpatterns = [
    path("privacy/", privacy.wishes, name="privacy"),
    path("privacy/<int:pk>/", privacy.wish, name="erasure"),
    path("privacy/<int:pk>/carry-out/", privacy.carry_it_out, name="carry_out_erasure"),
    path("privacy/<int:pk>/decline/", privacy.decline_it, name="decline_erasure"),
    path("privacy/people/<int:pk>/erase/", privacy.ask_for, name="ask_erasure"),
    path("privacy/people/<int:pk>/copy/", privacy.copy_for, name="ask_copy"),
    path("privacy/copies/", privacy.copies, name="data_copies"),
]
