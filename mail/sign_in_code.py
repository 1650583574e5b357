"""The mail that brings a code: to sign in, or to confirm one thing that it names.

Signing in (accounts/) stands below the outbox: SIGN_IN_CODE_MAILER names this.
"""

from datetime import timedelta

from django.conf import settings

from accounts.brands import brand_shown
from accounts.signing_in import CodeFor
from mail.outgoing import default_mailbox, from_header
from mail.texts.rendering import render_mail
from outbox.posting import Address, post_email


def post_sign_in_code(
    email: str, code: str, life: timedelta, path: str = "", code_for: CodeFor = CodeFor.SIGN_IN
) -> None:
    """Put the code into the outbox, from the mailbox of the brand whose page asked for it, in its language.

    `path`: of the link that signs in without the code; "" where only the code will do.
    """
    context = {
        "code": f"{code[:3]} {code[3:]}",
        "minutes": int(life.total_seconds()) // 60,
        "site": brand_shown().site,
        "link": f"{brand_shown().site}{path}" if path else "",
    }
    kind = "sign_in_code" if code_for == CodeFor.SIGN_IN else "confirm_code"
    mailbox = default_mailbox()
    texts = render_mail(kind, {**context, "code_for": code_for})
    post_email(
        kind=kind,
        from_header=from_header(mailbox, None) if mailbox else f"no-reply@{settings.SITE_HOST}",
        to=[Address(email)],
        subject=texts.subject,
        text=texts.text,
        html=texts.html,
        headers={"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
    )
