"""The verbs on fields and forms: what is asked, not what a ticket answers (tickets/actions/fields.py).

Fields and forms are described as in the file that `manage.py forms` loads; tickets/form_loading.py also says what is right.
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models.setting import SettingAct
from accounts.permissions import Permission
from accounts.setting_changes import note_setting
from helpdesk import clock
from tickets.access import require
from tickets.errors import Invalid
from tickets.form_loading import WrongForms, load_field, load_form
from tickets.models import Asking, Field, TicketForm

FIELD, FORM = "field", "form"


@transaction.atomic
def add_field(*, actor: Actor, key: str, **described: Any) -> Field:
    """Raises NotAllowed but for admins; Invalid for a key that is taken, and for what is no field."""
    require(actor, Permission.SETTINGS)
    if Field.objects.filter(key=key).exists():
        raise Invalid(_("There is a field “%(key)s” already, perhaps among the archived ones.") % {"key": key})
    field = _right(lambda: load_field({"key": key, **described}))
    note_setting(FIELD, field.pk, field.name, actor=actor, before=None, after=field_described(field))
    return field


@transaction.atomic
def change_field(field: Field, *, actor: Actor, **described: Any) -> bool:
    """Its name, options, help or whether it is needed; key and kind stay, because answers depend on them. False if it is so."""
    require(actor, Permission.SETTINGS)
    field = Field.objects.get(pk=field.pk)
    before, archived_at = field_described(field), field.archived_at
    field = _right(lambda: load_field({**before, **described}))
    Field.objects.filter(pk=field.pk).update(archived_at=archived_at)
    return bool(note_setting(FIELD, field.pk, field.name, actor=actor, before=before, after=field_described(field)))


@transaction.atomic
def archive_field(field: Field, *, actor: Actor) -> bool:
    """Ask it no more; what was answered stays. False if it is archived. Raises Invalid while a form asks it."""
    require(actor, Permission.SETTINGS)
    field = Field.objects.get(pk=field.pk)
    if form := TicketForm.objects.filter(places__field=field).first():
        raise Invalid(_("The form “%(form)s” asks it. Take it out there first.") % {"form": form.name})
    return _put_field_away(field, actor, is_archived=True)


@transaction.atomic
def restore_field(field: Field, *, actor: Actor) -> bool:
    """False if it is in use."""
    require(actor, Permission.SETTINGS)
    return _put_field_away(Field.objects.get(pk=field.pk), actor, is_archived=False)


@transaction.atomic
def add_form(*, actor: Actor, name: str, **described: Any) -> TicketForm:
    """Raises NotAllowed but for admins; Invalid for a name that is taken, and for places that cannot be."""
    require(actor, Permission.SETTINGS)
    _refuse_taken(name, None)
    form = _right(lambda: load_form({"name": name, **described}, TicketForm.objects.count()))
    note_setting(FORM, form.pk, form.name, actor=actor, before=None, after=form_described(form))
    return form


@transaction.atomic
def change_form(form: TicketForm, *, actor: Actor, **described: Any) -> bool:
    """Its name, its fields in their order, or whether tickets still get it; False if it is so. Answers stay in any case."""
    require(actor, Permission.SETTINGS)
    form = TicketForm.objects.get(pk=form.pk)
    before = form_described(form)
    wanted = {**before, **described}
    _refuse_taken(wanted["name"], form)
    form.name = " ".join(str(wanted["name"]).split())[:80]
    form.save(update_fields=["name"])
    form = _right(lambda: load_form({**wanted, "name": form.name}, form.position))
    return bool(note_setting(FORM, form.pk, form.name, actor=actor, before=before, after=form_described(form)))


def field_described(field: Field) -> dict[str, Any]:
    """As history and file know it."""
    return {
        "key": field.key,
        "name": field.name,
        "kind": str(field.kind),
        "options": field.options,
        "required_on_solve": field.required_on_solve,
        "help": field.help,
        "translations": field.translations,
    }


def form_described(form: TicketForm) -> dict[str, Any]:
    """As history and file know it; a place says only what is not usual."""
    places = form.places.select_related("field", "condition_field").order_by("position", "pk")
    return {
        "name": form.name,
        "is_active": form.is_active,
        "fields": [_place_described(place) for place in places],
        "position": form.position,
        "for_customers": form.for_customers,
        "topic": form.topic,
        "introduction": form.introduction,
        "icon": str(form.icon),
        "translations": form.translations,
    }


def _place_described(place: Any) -> dict[str, Any]:
    described: dict[str, Any] = {"key": place.field.key}
    if place.required_on_solve:
        described["required_on_solve"] = True
    if place.asking != Asking.OPTIONAL:
        described["asking"] = str(place.asking)
    if place.condition_field is not None:
        described["shown_while"] = {"field": place.condition_field.key, "values": list(place.condition_values)}
    return described


def _put_field_away(field: Field, actor: Actor, *, is_archived: bool) -> bool:
    if (field.archived_at is not None) == is_archived:
        return False
    field.archived_at = clock.now() if is_archived else None
    field.save(update_fields=["archived_at"])
    act = SettingAct.ARCHIVED if is_archived else SettingAct.RESTORED
    changes = {"is_archived": not is_archived}, {"is_archived": is_archived}
    note_setting(FIELD, field.pk, field.name, actor=actor, before=changes[0], after=changes[1], act=act)
    return True


def _refuse_taken(name: str, form: TicketForm | None) -> None:
    others = TicketForm.objects.filter(name__iexact=name.strip())
    if (others.exclude(pk=form.pk) if form else others).exists():
        raise Invalid(_("There is a form of this name already."))


def _right(load: Callable[[], Any]) -> Any:
    try:
        return load()
    except WrongForms as wrong:
        raise Invalid(str(wrong)) from wrong
