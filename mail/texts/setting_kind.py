"""The texts of mails, for the history of settings and the file of the whole configuration."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actors import Actor
from accounts.setting_changes import Description
from accounts.setting_kinds import Kind, Shape, row_of
from mail.models import MailText
from mail.texts.keeping import MAIL_TEXT, mail_text_described, reset_mail_text, set_mail_text
from mail.texts.kinds_staff import BY_CODE
from tickets.errors import Invalid


def _add(actor: Actor, fields: Description) -> MailText | None:
    code, dot, language = fields["text"].partition(".")
    if not dot or code not in BY_CODE:
        raise Invalid(_("A text of a mail is named like “acknowledgement.en”: the mail and the language."))
    return set_mail_text(code, language, actor=actor, **_words(fields))


def _words(fields: Description) -> dict[str, str]:
    return {name: fields[name] for name in ("subject", "body") if name in fields}


MAIL_TEXTS = Kind(
    code=MAIL_TEXT,
    name=gettext_lazy("Text of a mail"),
    section="mail_texts",
    identity="text",
    labels={"text": gettext_lazy("Mail"), "subject": gettext_lazy("Subject"), "body": gettext_lazy("Text")},
    things=lambda: MailText.objects.exclude(subject="", body="").order_by("kind", "language"),
    find=row_of(MailText),
    describe=mail_text_described,
    add=_add,
    change=lambda text, actor, fields: set_mail_text(text.kind, text.language, actor=actor, **_words(fields)),
    put_away=lambda text, actor, away: reset_mail_text(text.kind, text.language, actor=actor) if away else None,
    shapes={"text": Shape.TEXT, "subject": Shape.TEXT, "body": Shape.TEXT},
)
