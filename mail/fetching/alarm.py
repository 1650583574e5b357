"""Telling admins that mail is not fetched, or that its server keeps some back: once when it is so, and once when it is over."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from accounts.languages import by_language
from accounts.models import Role, User
from helpdesk import clock
from mail.imap_models import ImapAccount, ImapFolder
from mail.models import Mailbox
from mail.outgoing import from_header
from mail.texts.drawing import draw
from outbox.posting import Address, post_email

MAIL_TROUBLE = "mail_trouble"


@transaction.atomic
def settle_alarm(account: ImapAccount) -> None:
    """`told_at` says that they know."""
    rows = ImapAccount.objects.filter(pk=account.pk)
    if account.is_in_trouble and rows.filter(told_at=None).update(told_at=clock.now()):
        _tell(account, is_over=False)
    elif not account.trouble and account.told_at is not None:
        rows.update(told_at=None)
        _tell(account, is_over=True)


@transaction.atomic
def settle_missing(account: ImapAccount, folder: ImapFolder, missing: int) -> None:
    """What a comparison found: mails on the server that it does not give us, which are therefore no tickets."""
    was, folder.missing, folder.compared_at = folder.missing, missing, clock.now()
    folder.save(update_fields=["missing", "compared_at"])
    if bool(was) != bool(missing):
        _tell(account, is_over=not missing, folder=folder)


def _tell(account: ImapAccount, *, is_over: bool, folder: ImapFolder | None = None) -> None:
    """`folder`: of which mails are missing, or were."""
    mailbox = Mailbox.objects.get(pk=account.mailbox_id)
    sender = Mailbox.objects.filter(is_default=True).first() or mailbox
    address = settings.SITE_URL.rstrip("/") + reverse("settings:imap", args=[mailbox.pk])
    context = {"mailbox": mailbox, "account": account, "is_over": is_over, "folder": folder, "address": address}
    for language, admins in by_language(User.objects.staff().filter(role=Role.ADMIN)).items():
        with translation.override(language):
            texts = draw(MAIL_TROUBLE, context)
        for admin in admins:
            post_email(
                kind=MAIL_TROUBLE,
                from_header=from_header(sender, None),
                envelope_from=sender.address,
                to=[Address(admin.email, admin.name)],
                subject=texts.subject,
                text=texts.text,
                html=texts.html,
                headers={"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
            )
