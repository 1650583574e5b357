"""What `mail.explaining` tells in codes, told to an admin in sentences."""

from typing import Any

from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from mail.models import InboundReason, InboundState

WARNINGS = {
    "several_senders": gettext_lazy("It names several senders; the first one counts."),
    "no_sender": gettext_lazy("Its From names nobody; the sender was looked for elsewhere."),
    "structure_unreadable": gettext_lazy("Its parts cannot be told apart; all of it is shown as text."),
    "html_unreadable": gettext_lazy("Its HTML is nested too deeply to be shown; its text is."),
    "cr_line_ends": gettext_lazy("Its lines end as on old Macs."),
    "headers_mended": gettext_lazy("Its headers were damaged and had to be mended."),
    "too_many_parts": gettext_lazy("It has more parts than anybody writes; the first ones were read."),
    "boundary_missing": gettext_lazy("The mark that divides its parts is missing or wrong."),
    "charset_guessed": gettext_lazy("Its charset was not named, or named wrongly, and was guessed."),
    "body_cut": gettext_lazy("Its text is very long; the whole of it is attached."),
    "not_encoded": gettext_lazy("It says it is encoded, but is not."),
    "unknown_transfer_encoding": gettext_lazy("It is encoded in a way nobody knows."),
    "invitation": gettext_lazy("It is an invitation to an appointment."),
    "smime_signed": gettext_lazy("It is signed by S/MIME. The signature is kept, not checked."),
    "smime_encrypted": gettext_lazy("It is encrypted by S/MIME and cannot be read here. The file is attached."),
    "pgp_signed": gettext_lazy("It is signed by PGP. The signature is kept, not checked."),
    "pgp_encrypted": gettext_lazy("It is encrypted by PGP and cannot be read here. The file is attached."),
    "unreadable": gettext_lazy("It could not be read."),
}


def in_words(told: dict[str, Any]) -> dict[str, Any]:
    """What would happen, why, and what was noticed on the way."""
    reason = str(InboundReason(told["reason"]).label) if told["reason"] in InboundReason.values else ""
    return {
        "outcome": InboundState(told["outcome"]).label,
        "reason": reason,
        "who": _who(told),
        "language": _language(told["language"]),
        "warnings": [WARNINGS[code] for code in told["warnings"] if code in WARNINGS],
    }


def _language(code: str) -> str:
    try:
        return str(get_language_info(code)["name_translated"]) if code else ""
    except KeyError:
        return code


def _who(told: dict[str, Any]) -> str:
    if told["is_bounce"]:
        return _("A mail server: it returns a mail that could not be delivered.")
    if told["is_auto"]:
        return _("A machine: nobody pressed Send.")
    return _("A person.")
