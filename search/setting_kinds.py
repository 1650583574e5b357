"""Tags, for the history and the file of the whole configuration."""

from django.utils.translation import gettext_lazy as _

from accounts.setting_kinds import Kind, Shape, row_of
from helpdesk.tagging import tag_name
from search.tags import TAG, add_tag, archive_tag, rename_tag, restore_tag, tag_described
from tickets.models import Tag

TAGS = Kind(
    code=TAG,
    name=_("Tag"),
    section="tags",
    identity="name",
    labels={"name": _("Name"), "merged_into": _("Merged into")},
    things=lambda: Tag.objects.filter(archived_at=None).order_by("name"),
    find=row_of(Tag),
    spelled=tag_name,
    describe=tag_described,
    add=lambda actor, fields: add_tag(actor=actor, name=fields["name"]),
    change=lambda tag, actor, fields: rename_tag(tag, actor=actor, name=fields["name"]),
    shapes={"name": Shape.TEXT},
    put_away=lambda tag, actor, away: (archive_tag if away else restore_tag)(tag, actor=actor),
    archived=lambda: Tag.objects.exclude(archived_at=None),
)
