from django.urls import path

from mail.api import imap, mail_rules, sign_in

urlpatterns = [
    path("mail-rules/", mail_rules.MailRules.as_view(), name="mail_rules"),
    path("mail-rules/try/", mail_rules.TryMailRules.as_view(), name="try_mail_rules"),
    path("mail-rules/<int:pk>/", mail_rules.OneMailRule.as_view(), name="mail_rule"),
    path("mail-rules/<int:pk>/move/", mail_rules.MoveMailRule.as_view(), name="move_mail_rule"),
    path("mail-rules/<int:pk>/archive/", mail_rules.ArchiveMailRule.as_view(), name="archive_mail_rule"),
    path("mail-rules/<int:pk>/restore/", mail_rules.RestoreMailRule.as_view(), name="restore_mail_rule"),
    path("mailboxes/<int:pk>/imap/", imap.Imap.as_view(), name="imap_account"),
    path("mailboxes/<int:pk>/imap/fetch/", imap.FetchNow.as_view(), name="fetch_mail"),
    path("mailboxes/<int:pk>/imap/sign-in/", sign_in.BrowserSignIn.as_view(), name="begin_mail_sign_in"),
    path("mailboxes/<int:pk>/imap/sign-in/code/", sign_in.CodeSignIn.as_view(), name="begin_mail_code"),
    path("mailboxes/<int:pk>/imap/sign-in/code/done/", sign_in.CodeSignInDone.as_view(), name="end_mail_code"),
    path("mailboxes/<int:pk>/check/", imap.ConnectionChecks.as_view(), name="check_mailbox"),
]
