"""Keeping the list of tags. Here, because with a tag's name the index, macros and the filters of saved views change.

Tickets keep their tag's row, so a renaming touches none of them; the log keeps the name of its day, and `TagRename` says what
it is called now (tickets/history.py).
"""

import re
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Skill
from accounts.models.setting import SettingAct
from accounts.permissions import Permission
from accounts.setting_changes import note_setting, require_setting
from helpdesk import clock
from helpdesk.tagging import tag_name
from search.query import LONGEST_QUERY
from search.tasks import nudge
from tickets.actions.properties import names_today
from tickets.errors import Invalid
from tickets.models import Macro, SavedView, StyleGuide, Tag, TagRename, Ticket

TAG = "tag"
_NAME = r"[\w.+#-]"
_CARRIED_ON = """
INSERT INTO tickets_ticket_tags (ticket_id, tag_id) SELECT ticket_id, %s FROM tickets_ticket_tags WHERE tag_id = %s
ON CONFLICT DO NOTHING
"""
_STALE = """
INSERT INTO search_stale (ticket_number) SELECT ticket_id FROM tickets_ticket_tags WHERE tag_id = %s
"""


@transaction.atomic
def add_tag(*, actor: Actor, name: str) -> Tag:
    """Before anybody typed it on a ticket. Raises PermissionDenied; Invalid for no name and one that is there."""
    require_setting(actor, Permission.TAGS)
    name = _free_name(name)
    tag = Tag.objects.create(name=name)
    note_setting(TAG, tag.pk, name, actor=actor, before=None, after=tag_described(tag))
    return tag


@transaction.atomic
def rename_tag(tag: Tag, *, actor: Actor, name: str) -> bool:
    """On every ticket at once; whatever names it follows, and the old name still means it. False if it is called so.

    Raises PermissionDenied; Invalid for no name, and for one that another tag has: merging is the way to that.
    """
    require_setting(actor, Permission.TAGS)
    tag = Tag.objects.get(pk=tag.pk)
    new = tag_name(name)
    if new == tag.name:
        return False
    new = _free_name(new, but_for=tag)
    before, old = tag_described(tag), tag.name
    tag.name = new
    tag.save(update_fields=["name"])
    _follow(old, new)
    _mark_stale(tag)
    note_setting(TAG, tag.pk, new, actor=actor, before=before, after=tag_described(tag))
    return True


@transaction.atomic
def merge_tag(tag: Tag, *, actor: Actor, into: Tag) -> bool:
    """Every ticket that carries it carries the other one instead, and its name means the other. It cannot be taken apart again.

    False if it is merged already. Raises PermissionDenied; Invalid for a tag and itself.
    """
    require_setting(actor, Permission.TAGS)
    if tag.pk == into.pk:
        raise Invalid(_("Choose another tag to merge it into."))
    found = Tag.objects.filter(pk=tag.pk).first()
    into = Tag.objects.get(pk=into.pk)
    if found is None:
        return False
    _mark_stale(found)
    with connection.cursor() as cursor:
        cursor.execute(_CARRIED_ON, [into.pk, found.pk])
    key, old = found.pk, found.name
    found.delete()
    _follow(old, into.name)
    merged = {"name": old, "merged_into": None}, {"name": old, "merged_into": into.name}
    note_setting(TAG, key, old, actor=actor, before=merged[0], after=merged[1], act=SettingAct.MERGED)
    return True


def archive_tag(tag: Tag, *, actor: Actor) -> bool:
    """Suggest it no more; the tickets that carry it keep it. False if it is archived."""
    return _put_away(tag, actor, is_archived=True)


def restore_tag(tag: Tag, *, actor: Actor) -> bool:
    """False if it is in use."""
    return _put_away(tag, actor, is_archived=False)


def tag_described(tag: Tag) -> dict[str, Any]:
    return {"name": tag.name}


@transaction.atomic
def _put_away(tag: Tag, actor: Actor, *, is_archived: bool) -> bool:
    require_setting(actor, Permission.TAGS)
    tag = Tag.objects.get(pk=tag.pk)
    if (tag.archived_at is not None) == is_archived:
        return False
    tag.archived_at = clock.now() if is_archived else None
    tag.save(update_fields=["archived_at"])
    act = SettingAct.ARCHIVED if is_archived else SettingAct.RESTORED
    changes = {"is_archived": not is_archived}, {"is_archived": is_archived}
    note_setting(TAG, tag.pk, tag.name, actor=actor, before=changes[0], after=changes[1], act=act)
    return True


def _free_name(name: str, but_for: Tag | None = None) -> str:
    free = tag_name(name)
    if not free:
        raise Invalid(_("Write a name of letters and digits."))
    if Tag.objects.filter(name=free).exists():
        raise Invalid(_("There is a tag “%(name)s” already. Merge the two if they mean the same.") % {"name": free})
    other = names_today([free]).get(free)
    if other is not None and (but_for is None or other != but_for.name):
        raise Invalid(
            _("“%(name)s” is an earlier name of the tag “%(other)s”; whoever types it means that one.")
            % {"name": free, "other": other}
        )
    return free


def _follow(old: str, new: str) -> None:
    """Whatever names the tag by its name; rules and policies have versions, and know its earlier names."""
    TagRename.objects.create(old=old, new=new, at=clock.now())
    for macro in [*Macro.objects.filter(add_tags__contains=[old]), *Macro.objects.filter(remove_tags__contains=[old])]:
        for column in ("add_tags", "remove_tags"):
            names = dict.fromkeys(new if name == old else name for name in getattr(macro, column))
            setattr(macro, column, list(names))
        macro.save(update_fields=["add_tags", "remove_tags"])
    for skill in Skill.objects.filter(tags__contains=[old]):
        skill.tags = list(dict.fromkeys(new if name == old else name for name in skill.tags))
        skill.save(update_fields=["tags"])
    StyleGuide.objects.filter(tag=old).update(tag=new)
    pattern = re.compile(rf'(?<!{_NAME})(tag:(?:{_NAME}+,)*"?){re.escape(old)}(?!{_NAME})')
    for view in SavedView.objects.filter(filter__contains=old):
        followed = pattern.sub(lambda found: found[1] + new, view.filter)
        if followed != view.filter and len(followed) <= LONGEST_QUERY:
            view.filter = followed
            view.save(update_fields=["filter"])


def _mark_stale(tag: Tag) -> None:
    """Every ticket that carries it is to be indexed anew."""
    with connection.cursor() as cursor:
        cursor.execute(_STALE, [tag.pk])
    transaction.on_commit(nudge, robust=True)


def tickets_with(tag: Tag) -> int:
    """On how many tickets it stands."""
    return Ticket.tags.through.objects.filter(tag=tag).count()
