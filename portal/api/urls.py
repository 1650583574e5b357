from django.urls import path

from portal.api import drafts, mail_choices

urlpatterns = [
    path("mail-choices/", mail_choices.MailChoices.as_view(), name="mail_choices"),
    path("request-draft/", drafts.NewRequestDraft.as_view(), name="request_draft"),
    path("tickets/<int:number>/request-draft/", drafts.AnswerRequestDraft.as_view(), name="answer_request_draft"),
]
