"""How mail comes and goes, below /settings/."""

from django.urls import path

from desk.settings.views import imap, oauth

urlpatterns = [
    path("mailboxes/<int:pk>/fetching/", imap.imap, name="imap"),
    path("mailboxes/<int:pk>/fetching/now/", imap.fetch, name="fetch_now"),
    path("mailboxes/<int:pk>/sign-in/", oauth.sign_in, name="oauth_sign_in"),
    path("mailboxes/<int:pk>/sign-in/code/", oauth.device, name="oauth_device"),
    path("mailboxes/<int:pk>/sign-in/code/waiting/", oauth.device_code, name="oauth_code"),
    path("mailboxes/<int:pk>/sign-in/code/done/", oauth.device_done, name="oauth_done"),
    path("mail-sign-in/", oauth.back, name="oauth_back"),
    path("mailboxes/<int:pk>/check/", imap.check, name="check_mailbox"),
]
