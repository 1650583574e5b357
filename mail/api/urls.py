from django.urls import path

from mail.api import blocking, incoming, mailboxes, proactive, providers, texts, urls_connection, urls_sending, views

urlpatterns = [
    *urls_connection.urlpatterns,
    *urls_sending.urlpatterns,
    path("tickets/<int:number>/emails/", views.Emails.as_view(), name="emails"),
    path("tickets/<int:number>/emails/<int:email>/resend/", views.Resend.as_view(), name="resend_email"),
    path("blocked-senders/", blocking.BlockedSenders.as_view(), name="blocked_senders"),
    path("blocked-senders/<int:pk>/", blocking.OneBlockedSender.as_view(), name="blocked_sender"),
    path("inbound-emails/", incoming.InboundEmails.as_view(), name="inbound_emails"),
    path("inbound-emails/recover/", incoming.RecoveringMany.as_view(), name="recover_inbound_emails"),
    path("inbound-emails/<int:pk>/", incoming.OneInboundEmail.as_view(), name="inbound_email"),
    path("inbound-emails/<int:pk>/recover/", incoming.Recovering.as_view(), name="recover_inbound_email"),
    path("trusted-senders/", incoming.TrustedSenders.as_view(), name="trusted_senders"),
    path("trusted-senders/<int:pk>/", incoming.OneTrustedSender.as_view(), name="trusted_sender"),
    path("mailboxes/", mailboxes.Mailboxes.as_view(), name="mailboxes"),
    path("mailboxes/<int:pk>/", mailboxes.OneMailbox.as_view(), name="mailbox"),
    path("mailboxes/<int:pk>/provider/", providers.OneProvider.as_view(), name="mail_provider"),
    path("mailboxes/<int:pk>/test/", mailboxes.TestMail.as_view(), name="test_mail"),
    path("proactive-messages/", proactive.ProactiveMessages.as_view(), name="proactive_messages"),
    path("proactive-messages/<int:pk>/", proactive.OneProactiveMessage.as_view(), name="proactive_message"),
    path("proactive-messages/<int:pk>/progress/", proactive.ProactiveProgress.as_view(), name="proactive_progress"),
    path(
        "proactive-messages/<int:pk>/recipients/", proactive.ProactiveRecipients.as_view(), name="proactive_recipients"
    ),
    path("proactive-messages/<int:pk>/start/", proactive.StartProactive.as_view(), name="start_proactive"),
    path("proactive-messages/<int:pk>/stop/", proactive.StopProactive.as_view(), name="stop_proactive"),
    path("mail-texts/", texts.MailTexts.as_view(), name="mail_texts"),
    path("mail-texts/<str:kind>/<str:language>/", texts.OneMailText.as_view(), name="mail_text"),
    path("mail-texts/<str:kind>/<str:language>/preview/", texts.MailTextPreview.as_view(), name="mail_text_preview"),
    path("tickets/<int:number>/messages/<int:pk>/source/", views.Source.as_view(), name="message_source"),
]
