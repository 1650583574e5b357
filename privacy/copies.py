"""Putting a copy of somebody's data together, as one file that ends after some days."""

import json
import zipfile
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.files import File
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone, translation

from accounts.languages import language_shown_to
from accounts.personal import Bite, Whom
from helpdesk import clock
from privacy.collecting import collected, files_in
from privacy.mailing import post_ready
from privacy.models import CopyState, DataCopy

LIFE = timedelta(days=7)
_CLAIM = timedelta(minutes=10)
_MOST_ATTEMPTS = 3
_CHUNK = 1 << 20


def make_waiting() -> int:
    """Every copy that somebody waits for; how many were made."""
    return sum(_make(key) for key in _claimed())


def tidy() -> int:
    """Files whose days are over; how many."""
    return _end(DataCopy.objects.filter(state=CopyState.READY, ends_at__lt=clock.now()))


def kept_copies(whom: Whom) -> QuerySet[DataCopy]:
    return DataCopy.objects.filter(person__in=whom.keys, state__in=(CopyState.WAITING, CopyState.READY))


def end_copies(whom: Whom, after: int) -> Bite:
    return Bite(_end(kept_copies(whom)))


def _claimed() -> list[int]:
    """Ours from here on, until the claim is over: a killed worker's comes again."""
    now = clock.now()
    with transaction.atomic():
        waiting = DataCopy.objects.filter(Q(claimed_until=None) | Q(claimed_until__lt=now), state=CopyState.WAITING)
        keys = list(waiting.select_for_update(skip_locked=True).order_by("pk").values_list("pk", flat=True)[:20])
        DataCopy.objects.filter(pk__in=keys).update(claimed_until=now + _CLAIM, attempts=F("attempts") + 1)
    return keys


def _make(key: int) -> bool:
    copy = DataCopy.objects.select_related("person__organization").get(pk=key)
    if copy.attempts > _MOST_ATTEMPTS:
        DataCopy.objects.filter(pk=key, state=CopyState.WAITING).update(state=CopyState.FAILED, claimed_until=None)
        return False
    with TemporaryDirectory() as folder:
        path = Path(folder) / "data.zip"
        with translation.override(language_shown_to(copy.person)), timezone.override(copy.person.time_zone or None):
            _write(path, collected(copy.person), files_in(copy.person))
        with path.open("rb") as file, transaction.atomic():
            # Who asked may have been erased meanwhile.
            still = DataCopy.objects.select_for_update().filter(pk=key, state=CopyState.WAITING).first()
            if still is None:
                return False
            still.file.save("", File(file), save=False)
            still.size = path.stat().st_size
            still.state, still.claimed_until = CopyState.READY, None
            still.ready_at = clock.now()
            still.ends_at = still.ready_at + LIFE
            still.save()
            post_ready(still)
    return True


def _write(path: Path, data: dict[str, Any], files: Iterable[tuple[str, Any]]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
        archive.writestr("index.html", render_to_string("portal/data/copy.html", {"data": data}))
        for name, stored in files:
            try:
                with stored.open("rb") as source, archive.open(name, "w") as target:
                    while chunk := source.read(_CHUNK):
                        target.write(chunk)
            except FileNotFoundError:
                archive.writestr(f"{name}.missing.txt", "This file is no longer stored.")


def _end(copies: QuerySet[DataCopy]) -> int:
    ended = 0
    for copy in copies:
        if copy.file:
            copy.file.delete(save=False)
        copy.state, copy.size, copy.claimed_until = CopyState.OVER, 0, None
        copy.save(update_fields=["state", "size", "claimed_until", "file"])
        ended += 1
    return ended
