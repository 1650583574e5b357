"""The texts of mails over the API: what each says, writing it, going back to the shipped one, and how a mail would look."""

from typing import Any, ClassVar

from django.conf import settings
from django.http import Http404
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest
from helpdesk.api.fields import RequestBody, Text
from helpdesk.api.schema import Operation
from mail.models import MailText
from mail.texts.defaults import shipped
from mail.texts.keeping import (
    LONGEST_BODY,
    LONGEST_SUBJECT,
    checked_body,
    checked_subject,
    reset_mail_text,
    set_mail_text,
    text_now,
)
from mail.texts.kinds_staff import BY_CODE, TEXT_KINDS
from mail.texts.rendering import preview
from tickets.api.settings_view import SettingsView

_LANGUAGES = dict(settings.LANGUAGES)


class MailTextOut(serializers.Serializer):
    kind = serializers.ChoiceField(list(BY_CODE))
    language = serializers.ChoiceField(list(_LANGUAGES))
    name = serializers.CharField()
    subject = serializers.CharField(help_text="With placeholders. Empty: that of the conversation.")
    body = serializers.CharField(help_text="Markdown with placeholders.")
    is_changed = serializers.BooleanField(help_text="Whether it is other than the shipped text.")
    problem = serializers.CharField(help_text="Why the shipped text was sent instead, the last time; else empty.")
    placeholders = serializers.DictField(child=serializers.CharField(), help_text="What can be filled in.")


class MailTextList(serializers.Serializer):
    results = MailTextOut(many=True)


class MailTextIn(RequestBody):
    subject = Text(max_length=LONGEST_SUBJECT, required=False, help_text="Empty: the shipped one.")
    body = Text(
        max_length=LONGEST_BODY, required=False, help_text="Markdown with placeholders. Empty: the shipped one."
    )


class MailPreviewOut(serializers.Serializer):
    subject = serializers.CharField()
    text = serializers.CharField()
    html = serializers.CharField()


class MailTexts(SettingsView):
    operations: ClassVar = {"get": Operation("list_mail_texts", gives=MailTextList)}

    def get(self, request: ApiRequest) -> Response:
        """Every mail in every language: what it says now, and which placeholders it knows."""
        own = {(text.kind, text.language): text for text in MailText.objects.all()}
        told = [
            _told(own.get((kind.code, language)) or MailText(kind=kind.code, language=language))
            for kind in TEXT_KINDS
            for language in kind.languages
        ]
        return Response(MailTextList({"results": told}).data)


class OneMailText(SettingsView):
    operations: ClassVar = {
        "get": Operation("get_mail_text", gives=MailTextOut),
        "patch": Operation("change_mail_text", takes=MailTextIn, gives=MailTextOut),
        "delete": Operation("reset_mail_text", status=204),
    }

    def get(self, request: ApiRequest, kind: str, language: str) -> Response:
        return Response(MailTextOut(_told(_known(kind, language))).data)

    def patch(self, request: ApiRequest, kind: str, language: str) -> Response:
        """What the mail says from now on; what is left out stays."""
        _known(kind, language)
        set_mail_text(kind, language, actor=request.user, **self.taken(request))
        return Response(MailTextOut(_told(text_now(kind, language))).data)

    def delete(self, request: ApiRequest, kind: str, language: str) -> Response:
        """Back to the shipped text."""
        _known(kind, language)
        reset_mail_text(kind, language, actor=request.user)
        return Response(status=204)


class MailTextPreview(SettingsView):
    operations: ClassVar = {"post": Operation("preview_mail_text", takes=MailTextIn, gives=MailPreviewOut)}

    def post(self, request: ApiRequest, kind: str, language: str) -> Response:
        """The mail with made-up values, as these words would make it; nothing is kept."""
        _known(kind, language)
        words = self.taken(request)
        chosen = BY_CODE[kind]
        subject = checked_subject(chosen, words.get("subject", ""))
        body = checked_body(chosen, words.get("body", ""))
        return Response(MailPreviewOut(preview(chosen, subject, body, language)).data)


def _known(kind: str, language: str) -> MailText:
    if kind not in BY_CODE or language not in BY_CODE[kind].languages:
        raise Http404
    return text_now(kind, language)


def _told(text: MailText) -> dict[str, Any]:
    kind = BY_CODE[text.kind]
    subject, body = shipped(text.kind, text.language)
    return {
        "kind": text.kind,
        "language": text.language,
        "name": str(kind.name),
        "subject": text.subject or subject,
        "body": text.body or body,
        "is_changed": bool(text.subject or text.body),
        "problem": text.problem,
        "placeholders": {path: str(label) for path, label in kind.placeholders.items()},
    }
