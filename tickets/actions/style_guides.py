"""Keeping style guides. No change to a ticket: no event."""

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.actions.brands import key_of_brand
from accounts.models import User
from accounts.permissions import Permission
from accounts.setting_changes import note_setting
from helpdesk.tagging import tag_name
from tickets.access import require
from tickets.actions.properties import names_today
from tickets.content import storable
from tickets.errors import IllegalTransition, Invalid
from tickets.models import Channel, StyleGuide

STYLE = "style_guide"
LONGEST_TEXT = 5_000
MOST_WORDS, MOST_LISTED = 5_000, 100
_TEXTS = ("tone", "good_example", "bad_example")


@transaction.atomic
def add_style_guide(*, actor: User, name: str, **fields: Any) -> StyleGuide:
    """Raises Invalid with a sentence, IllegalTransition for a name that is taken."""
    require(actor, Permission.SETTINGS)
    guide = _saved(StyleGuide(), name=name, **fields)
    note_setting(STYLE, guide.pk, guide.name, actor=actor, before=None, after=style_described(guide))
    return guide


@transaction.atomic
def change_style_guide(guide: StyleGuide, *, actor: User, **fields: Any) -> StyleGuide:
    """Any of it, or whether it holds; what is not named stays. Raises like `add_style_guide`."""
    require(actor, Permission.SETTINGS)
    guide = StyleGuide.objects.select_for_update().get(pk=guide.pk)
    before = style_described(guide)
    guide = _saved(guide, **fields)
    note_setting(STYLE, guide.pk, guide.name, actor=actor, before=before, after=style_described(guide))
    return guide


def style_described(guide: StyleGuide) -> dict[str, Any]:
    """As history and file know it."""
    return {
        "name": guide.name,
        "brand": key_of_brand(guide.brand_id) if guide.brand_id else None,
        "mailbox": guide.mailbox,
        "channel": str(guide.channel),
        "tag": guide.tag,
        "tone": guide.tone,
        "greetings": list(guide.greetings),
        "emoji_allowed": guide.emoji_allowed,
        "most_words": guide.most_words,
        "avoid": list(guide.avoid),
        "good_example": guide.good_example,
        "bad_example": guide.bad_example,
        "is_active": guide.is_active,
    }


def _saved(guide: StyleGuide, **fields: Any) -> StyleGuide:
    for name, value in fields.items():
        setattr(guide, name, value)
    guide.name = " ".join(storable(guide.name).split())[:100]
    guide.mailbox = guide.mailbox.strip().lower()
    guide.tag = tag_name(guide.tag)
    guide.tag = names_today([guide.tag]).get(guide.tag, guide.tag)
    guide.greetings, guide.avoid = _listed(guide.greetings, 50), _listed(guide.avoid, 100)
    for name in _TEXTS:
        setattr(guide, name, storable(getattr(guide, name)).strip()[:LONGEST_TEXT])
    if not guide.name:
        raise Invalid(_("Give the style guide a name."))
    if guide.channel and guide.channel not in Channel.values:
        raise Invalid(_("There is no channel “%(channel)s”.") % {"channel": guide.channel})
    if guide.most_words is not None and not 1 <= guide.most_words <= MOST_WORDS:
        raise Invalid(_("The longest answer has from 1 to %(most)s words.") % {"most": MOST_WORDS})
    try:
        with transaction.atomic():
            guide.save()
    except IntegrityError as taken:
        raise IllegalTransition(_("There is a style guide of this name already.")) from taken
    return guide


def _listed(words: Iterable[str], longest: int) -> list[str]:
    found = list(dict.fromkeys(filter(None, (" ".join(storable(one).split())[:longest] for one in words))))
    if len(found) > MOST_LISTED:
        raise Invalid(_("At most %(most)s of each.") % {"most": MOST_LISTED})
    return found
