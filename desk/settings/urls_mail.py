"""How mail comes and goes, below /settings/."""

from django.urls import path

from desk.settings.views import imap

urlpatterns = [
    path("mailboxes/<int:pk>/fetching/", imap.imap, name="imap"),
    path("mailboxes/<int:pk>/fetching/now/", imap.fetch, name="fetch_now"),
    path("mailboxes/<int:pk>/check/", imap.check, name="check_mailbox"),
]
