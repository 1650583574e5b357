"""Telling the admins that a text of theirs does not work. Once for each failing text: until it is changed."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.languages import by_language
from accounts.models import Role, User
from helpdesk.kept_words import said_again
from mail.models import Mailbox, MailText
from mail.texts.frames import framed
from mail.texts.kinds_staff import BY_CODE
from mail.texts.links import html_with_links
from outbox.posting import Address, post_email

ALARM = "text_failed"


def tell_admins(text: MailText, problem: str) -> None:
    """A mail to them, in the transaction of the mail that it failed on."""
    problem = " ".join(problem.split())[:300] or gettext_noop("It cannot be filled in.")
    if not MailText.objects.filter(pk=text.pk, problem="").update(problem=problem):
        return
    mailbox = Mailbox.objects.order_by("-is_default", "pk").first()
    admins = User.objects.staff().filter(role=Role.ADMIN).order_by("pk")
    for language, readers in by_language(admin for admin in admins if admin.email).items():
        with translation.override(language):
            _tell(readers, text, said_again(problem), mailbox)


def _tell(admins: list[User], text: MailText, problem: str, mailbox: Mailbox | None) -> None:
    """In the active language."""
    name = BY_CODE[text.kind].name
    link = settings.SITE_URL + reverse("settings:mail_text", args=[text.kind, text.language])
    words = _(
        "The text “%(name)s” (%(language)s) could not be filled in, so the shipped one is sent instead. "
        "What is wrong: %(problem)s\n\nMend it here: %(link)s\n\nAs long as it does not work, no other mail tells you."
    )
    subject = _("A mail's text does not work: %(name)s") % {"name": name}
    told = words % {"name": name, "language": text.language, "problem": problem, "link": link}
    post_email(
        kind=ALARM,
        from_header=f"<{mailbox.address}>" if mailbox else f"no-reply@{settings.SITE_HOST}",
        to=[Address(admin.email, admin.name) for admin in admins],
        subject=subject,
        text=told,
        html=framed(html_with_links(told), kind=ALARM, title=subject),
        headers={"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
    )
