"""Whatever else names a person: every text of every table is looked through, so that no store can be forgotten.

What is known to be theirs was erased before; here only what names nobody else is struck out. A few tables stay out: those whose
names are the names of others, and those that a verb or a worker changes.
"""

from collections.abc import Iterator, Sequence

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import IntegrityError, models, transaction
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from accounts.personal import AT_ONCE, ERASED, Bite, Whom
from helpdesk.encrypted import EncryptedField

# People, companies and teams may be called alike; tickets have their verb, the ledger its store, the index its worker.
_NOT = frozenset(
    {
        "accounts.User", "accounts.EmailAddress", "accounts.Team", "accounts.SpentTry", "mail.Mailbox", "mail.InboundEmail",
        "tickets.Ticket", "tickets.Message", "tickets.Event", "search.Entry", "search.Word", "sessions.Session",
    }
)  # fmt: skip
_NOT_COLUMNS = frozenset({"accounts.Organization.name"})
_NO_APPS = frozenset({"auth", "contenttypes"})
# Shorter columns hold codes.
_SHORTEST = 30
_STEP = 10**12  # of the key that says how far the sweep is: which table, and after which row


def sweep(whom: Whom, after: int) -> Bite:
    """A bite of one table; `after` counts tables and rows."""
    tables = list(swept_models())
    number, key = divmod(after, _STEP)
    if number >= len(tables):
        return Bite(0)
    rows = list(_naming(tables[number], whom, key))
    struck = sum(_strike(row, whom) for row in rows)
    if len(rows) == AT_ONCE:
        return Bite(struck, number * _STEP + rows[-1].pk)
    return Bite(struck, (number + 1) * _STEP)


def swept_models() -> Iterator[type[models.Model]]:
    for model in apps.get_models():
        meta = model._meta
        is_kept = meta.managed and not meta.proxy and isinstance(meta.pk, models.BigAutoField | models.AutoField)
        if is_kept and meta.app_label not in _NO_APPS and meta.label not in _NOT and swept_columns(model):
            yield model


def swept_columns(model: type[models.Model]) -> Sequence[models.Field]:
    return [
        field
        for field in model._meta.concrete_fields
        if not field.choices
        and not isinstance(field, EncryptedField | models.FileField)
        and f"{model._meta.label}.{field.name}" not in _NOT_COLUMNS
        and (
            isinstance(field, models.TextField | models.JSONField | ArrayField)
            or isinstance(field, models.CharField)
            and (field.max_length or 0) >= _SHORTEST
        )
    ]


def _naming(model: type[models.Model], whom: Whom, after: int) -> QuerySet:
    found = Q(pk__in=[])
    texts = {f"text_{field.name}": Cast(field.name, TextField()) for field in swept_columns(model)}
    for name in texts:
        for one in whom.telling:
            found |= Q(**{f"{name}__icontains": one})
    rows = model._default_manager.alias(**texts).filter(found, pk__gt=after)
    return rows.order_by("pk")[:AT_ONCE]


def _strike(row: models.Model, whom: Whom) -> bool:
    changed = {}
    for field in swept_columns(type(row)):
        value = getattr(row, field.attname)
        struck = whom.strike_in(value)
        if isinstance(struck, str) and isinstance(field, models.CharField) and field.max_length:
            struck = struck[: field.max_length]
        if struck != value:
            changed[field.attname] = struck
    if not changed:
        return False
    theirs = type(row)._default_manager.filter(pk=row.pk)
    try:
        with transaction.atomic():
            theirs.update(**changed)
    except IntegrityError:
        # Two rows that differed by a name alone; this one is told apart by its key.
        apart = {name: f"{ERASED} {row.pk}" if isinstance(value, str) else value for name, value in changed.items()}
        theirs.update(**apart)
    return True
