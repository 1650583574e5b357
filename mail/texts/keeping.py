"""The verbs on the texts of mails: writing one's own, and going back to the shipped one."""

import re
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.permissions import Permission
from accounts.setting_changes import note_setting
from helpdesk.kept_words import to_keep
from helpdesk.revisions import DESK, count_up
from mail.models import MailText
from mail.texts.defaults import shipped
from mail.texts.kinds_staff import BY_CODE
from mail.texts.rendering import preview
from mail.texts.values import TextKind
from tickets.access import require
from tickets.content import storable
from tickets.errors import Invalid
from tickets.placeholders import require_liquid

MAIL_TEXT = "mail_text"
LONGEST_SUBJECT, LONGEST_BODY = 250, 20_000
_WHOLE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_LOOSE = re.compile(r"\{\{|\}\}|\{%|%\}")


@transaction.atomic
def set_mail_text(
    code: str, language: str, *, actor: Actor, subject: str | None = None, body: str | None = None
) -> MailText | None:
    """What this mail says from now on; None leaves a part, "" or the shipped words bring the shipped ones back.

    None if nothing changes. Raises NotAllowed but for admins, Invalid for what cannot be filled in.
    """
    require(actor, Permission.SETTINGS)
    text = text_now(code, language)
    before = mail_text_described(text)
    kind, own = BY_CODE[code], shipped(code, language)
    if subject is not None:
        text.subject = _unless_shipped(checked_subject(kind, subject), own[0])
    if body is not None:
        text.body = _unless_shipped(checked_body(kind, body), own[1])
    if before == mail_text_described(text):
        return None
    preview(kind, text.subject, text.body, language)
    text.problem = ""
    text.save()
    count_up(DESK)
    name = f"{to_keep(kind.name)} ({to_keep(kind.languages[language])})"
    note_setting(MAIL_TEXT, text.pk, name, actor=actor, before=before, after=mail_text_described(text))
    return text


def reset_mail_text(code: str, language: str, *, actor: Actor) -> MailText | None:
    """The shipped text again; what was written stays in the history."""
    return set_mail_text(code, language, actor=actor, subject="", body="")


def text_now(code: str, language: str) -> MailText:
    """As it is kept; empty where the shipped one holds. Raises Invalid for a mail or a language that there is none of."""
    if code not in BY_CODE:
        raise Invalid(_("There is no mail “%(code)s”. It is one of: %(list)s.") % _choice(code, BY_CODE))
    if language not in BY_CODE[code].languages:
        raise Invalid(
            _("This mail does not go out in “%(code)s”, but in: %(list)s.") % _choice(language, BY_CODE[code].languages)
        )
    found = MailText.objects.filter(kind=code, language=language).first()
    return found or MailText(kind=code, language=language)


def checked_subject(kind: TextKind, subject: str) -> str:
    """As it is kept. Raises Invalid."""
    kept = " ".join(storable(subject).split())
    if kept and not kind.has_subject:
        raise Invalid(
            _("The subject of this mail is that of the conversation, so that mail programs keep it together.")
        )
    if len(kept) > LONGEST_SUBJECT:
        raise Invalid(_("A subject can have at most %(most)s characters.") % {"most": LONGEST_SUBJECT})
    named = _named(kind, kept)
    if secret := next((path for path in kind.not_in_subject if path in named), ""):
        raise Invalid(
            _("{{ %(name)s }} must not stand in the subject, which is shown to people of ours.") % {"name": secret}
        )
    return kept


def checked_body(kind: TextKind, body: str) -> str:
    """As it is kept. Raises Invalid."""
    kept = storable(body).replace("\r\n", "\n").strip()
    if len(kept) > LONGEST_BODY:
        raise Invalid(_("A text can have at most %(most)s characters.") % {"most": LONGEST_BODY})
    named = _named(kind, kept)
    if kept and (missing := next((path for path in kind.needed if path not in named), "")):
        raise Invalid(
            _("Without {{ %(name)s }} this mail is of no use: it is %(label)s.")
            % {"name": missing, "label": kind.placeholders[missing]}
        )
    return kept


def mail_text_described(text: MailText) -> dict[str, Any]:
    """As history and file know it."""
    return {"text": str(text), "subject": text.subject, "body": text.body}


def _named(kind: TextKind, text: str) -> set[str]:
    if loose := _LOOSE.search(_WHOLE.sub("", text)):
        raise Invalid(
            _("“%(brace)s” stands alone. A placeholder begins with {{ and ends with }}, such as %(example)s.")
            % {"brace": loose[0], "example": "{{ " + next(iter(kind.placeholders)) + " }}"}
        )
    return require_liquid(text, kind.placeholders)


def _unless_shipped(text: str, own: str) -> str:
    return "" if text == own else text


def _choice(code: str, known: Any) -> dict[str, str]:
    return {"code": code, "list": ", ".join(known)}
