"""How mail leaves, below /settings/."""

from django.urls import path

from desk.settings.views import mail_limits, signing, undelivered

urlpatterns = [
    path("undelivered/", undelivered.undelivered_mail, name="undelivered"),
    path("undelivered/resend/", undelivered.resend, name="resend_mail"),
    path("undelivered/write-again/", undelivered.write_to_again, name="write_to_again"),
    path("undelivered/discard/", undelivered.discard, name="discard_mail"),
    path("mail-limits/", mail_limits.mail_limits, name="mail_limits"),
    path("mailboxes/<int:pk>/signing/", signing.signing, name="mail_signing"),
    path("mailboxes/<int:pk>/signing/change/", signing.change, name="change_mail_signing"),
]
