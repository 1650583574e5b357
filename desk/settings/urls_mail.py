"""How mail comes and goes, below /settings/."""

from django.urls import path

from desk.settings.views import imap, mail_rules, oauth

urlpatterns = [
    path("mail-rules/", mail_rules.mail_rules, name="mail_rules"),
    path("mail-rules/new/", mail_rules.new_mail_rule, name="new_mail_rule"),
    path("mail-rules/try/", mail_rules.trial, name="try_mail_rules"),
    path("mail-rules/<int:pk>/", mail_rules.mail_rule, name="mail_rule"),
    path("mail-rules/<int:pk>/change/", mail_rules.change, name="change_mail_rule"),
    path("mail-rules/<int:pk>/archive/", mail_rules.archive, name="archive_mail_rule"),
    path("mailboxes/<int:pk>/fetching/", imap.imap, name="imap"),
    path("mailboxes/<int:pk>/fetching/now/", imap.fetch, name="fetch_now"),
    path("mailboxes/<int:pk>/sign-in/", oauth.sign_in, name="oauth_sign_in"),
    path("mailboxes/<int:pk>/sign-in/code/", oauth.device, name="oauth_device"),
    path("mailboxes/<int:pk>/sign-in/code/waiting/", oauth.device_code, name="oauth_code"),
    path("mailboxes/<int:pk>/sign-in/code/done/", oauth.device_done, name="oauth_done"),
    path("mail-sign-in/", oauth.back, name="oauth_back"),
    path("mailboxes/<int:pk>/check/", imap.check, name="check_mailbox"),
]
