"""What an admin sets of the language model, and the test of its connection, which a worker does."""

from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.permissions import Permission
from accounts.setting_changes import Description, note_setting
from helpdesk import clock
from helpdesk.nudge import nudge
from knowledgebase.language_model.client import Trouble, answer_of
from knowledgebase.models import LanguageModel
from knowledgebase.models.language_model import (
    LONGEST_ADDRESS,
    LONGEST_NAME,
    LONGEST_WAIT,
    SHORTEST_WAIT,
    CheckState,
)
from outbox.reaching import refuse_wrong_address
from tickets.access import require
from tickets.content import storable
from tickets.errors import IllegalTransition, Invalid

LANGUAGE_MODEL = "language_model"
NAME = "Language model"
LONGEST_KEY = 500
_ONLY = 1
_HELLO = [{"role": "user", "content": "Say hello in one word."}]
_LONGEST_SAID = 300


def language_model_now() -> LanguageModel:
    """As it is kept, or as it would be; makes none."""
    return LanguageModel.objects.filter(pk=_ONLY).first() or LanguageModel(pk=_ONLY)


@transaction.atomic
def set_language_model(*, actor: Actor, key: str | None = None, **columns: Any) -> LanguageModel:
    """Set what is named of `is_on`, `for_visitors`, `address`, `model` and `seconds`; `key` None keeps it, "" takes it away.

    A key goes nowhere but where it was entered for: with another address it is entered anew. Raises NotAllowed, Invalid.
    """
    require(actor, Permission.SETTINGS)
    wanted = _checked(columns)
    kept = LanguageModel.objects.select_for_update().get_or_create(pk=_ONLY)[0]
    moved = "address" in wanted and wanted["address"] != kept.address
    if moved and kept.key and key is None:
        raise Invalid(_("With another address, enter the key again: it is sent nowhere that it was not entered for."))
    before, former = language_model_described(kept), kept.key
    for name, value in wanted.items():
        setattr(kept, name, value)
    if key is not None:
        kept.key = storable(key).strip()[:LONGEST_KEY]
    if (kept.is_on or kept.for_visitors) and not (kept.address and kept.model):
        raise Invalid(_("Enter address and model before you turn it on."))
    after = language_model_described(kept)
    if kept.key != former:
        after = {**after, "key_changed_at": f"{clock.now():%Y-%m-%d %H:%M} UTC"}
    if after != before:
        kept.check_state, kept.check_said, kept.checked_at = CheckState.NONE, "", None
        kept.save()
        note_setting(LANGUAGE_MODEL, _ONLY, NAME, actor=actor, before=before, after=after)
    return kept


def language_model_described(kept: LanguageModel) -> Description:
    """Without the key, which no file and no history shows."""
    return {
        "name": NAME,
        "is_on": kept.is_on,
        "for_visitors": kept.for_visitors,
        "address": kept.address,
        "model": kept.model,
        "seconds": kept.seconds,
    }


@transaction.atomic
def ask_to_check(*, actor: Actor) -> LanguageModel:
    """A worker tries it. Raises NotAllowed, IllegalTransition."""
    from knowledgebase.tasks import check_language_model

    require(actor, Permission.SETTINGS)
    kept = language_model_now()
    if not (kept.address and kept.model):
        raise IllegalTransition(_("Enter address and model first, and save them."))
    kept.check_state, kept.check_said = CheckState.WAITING, ""
    kept.save(update_fields=["check_state", "check_said"])
    transaction.on_commit(lambda: nudge(check_language_model))
    return kept


def check() -> None:
    """What waits to be tested. No transaction is open around the call; tested twice does no harm."""
    kept = language_model_now()
    if kept.check_state != CheckState.WAITING:
        return
    try:
        answer_of(kept, _HELLO)
    except Trouble as trouble:
        state, said = CheckState.FAILED, str(trouble)
    else:
        state, said = CheckState.WELL, ""
    waiting = LanguageModel.objects.filter(pk=_ONLY, check_state=CheckState.WAITING, address=kept.address)
    waiting.update(check_state=state, check_said=said[:_LONGEST_SAID], checked_at=clock.now())


def _checked(columns: dict[str, Any]) -> dict[str, Any]:
    kept = dict(columns)
    if "address" in kept:
        kept["address"] = storable(str(kept["address"])).strip().rstrip("/").removesuffix("/chat/completions")
        if kept["address"] and not _is_address(kept["address"]):
            raise Invalid(_("Write the address such as https://api.example.com/v1, without a question mark."))
        if kept["address"]:
            _refuse_inside(kept["address"])
    if "model" in kept:
        kept["model"] = " ".join(storable(str(kept["model"])).split())
        if len(kept["model"]) > LONGEST_NAME:
            raise Invalid(_("The model's name has at most %(most)s characters.") % {"most": LONGEST_NAME})
    if "seconds" in kept and not SHORTEST_WAIT <= int(kept["seconds"]) <= LONGEST_WAIT:
        raise Invalid(_("Between %(least)s and %(most)s seconds.") % {"least": SHORTEST_WAIT, "most": LONGEST_WAIT})
    return kept


def _refuse_inside(address: str) -> None:
    try:
        refuse_wrong_address(address)
    except ValueError as refusal:
        raise Invalid(str(refusal)) from None


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        is_whole = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    is_plain = not (parts.query or parts.fragment or parts.username or parts.password)
    return is_whole and is_plain and len(text) <= LONGEST_ADDRESS and not any(sign.isspace() for sign in text)
