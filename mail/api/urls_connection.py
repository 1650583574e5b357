from django.urls import path

from mail.api import imap

urlpatterns = [
    path("mailboxes/<int:pk>/imap/", imap.Imap.as_view(), name="imap_account"),
    path("mailboxes/<int:pk>/imap/fetch/", imap.FetchNow.as_view(), name="fetch_mail"),
    path("mailboxes/<int:pk>/check/", imap.ConnectionChecks.as_view(), name="check_mailbox"),
]
