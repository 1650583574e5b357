from django.urls import path

from mail.api import signing, suppressed, undelivered

urlpatterns = [
    path("undelivered-emails/", undelivered.UndeliveredEmails.as_view(), name="undelivered_emails"),
    path("undelivered-emails/resend/", undelivered.ResendEmails.as_view(), name="resend_undelivered"),
    path("undelivered-emails/discard/", undelivered.DiscardEmails.as_view(), name="discard_undelivered"),
    path("undelivered-emails/bring-back/", undelivered.BringEmailsBack.as_view(), name="bring_undelivered_back"),
    path("suppressed-addresses/", suppressed.SuppressedAddresses.as_view(), name="suppressed_addresses"),
    path("suppressed-addresses/write-again/", suppressed.WriteAgain.as_view(), name="write_again"),
    path("mailboxes/<int:pk>/signing/", signing.Signing.as_view(), name="mail_signing"),
]
