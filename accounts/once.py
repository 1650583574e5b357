"""Pages that make something: the same words sent again (a double click, the back button) lead to what they made.

Browsers fill a form anew when one comes back to it, so what is compared is what was written.
"""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlencode

from django.db import transaction
from django.http import HttpRequest

from accounts.api.idempotency import again_after_deadlock, take_place
from accounts.models import IdempotentAnswer, User

# The same words are meant again after that: another call that nobody answered.
REPEATED_WITHIN = timedelta(minutes=5)


def done_once(request: HttpRequest, person: User, act: Callable[[], str]) -> tuple[str, bool]:
    """The address of what `act` makes, which it returns, or of what this POST of theirs made before; and whether it acted.

    In one transaction with `act`: when that raises, it did not happen. A second press waits for the first.
    """
    key = f"form:{_fingerprint(request)}"
    return again_after_deadlock(lambda: _once(person, key, act))


def _once(person: User, key: str, act: Callable[[], str]) -> tuple[str, bool]:
    with transaction.atomic():
        place = take_place(person, key, "", kept_for=REPEATED_WITHIN)
        if place is None:
            return IdempotentAnswer.objects.get(person=person, key=key).headers.get("Location", ""), False
        address = act()
        IdempotentAnswer.objects.filter(pk=place).update(status=303, headers={"Location": address})
    return address, True


def _fingerprint(request: HttpRequest) -> str:
    words = sorted((name, request.POST.getlist(name)) for name in request.POST if name != "csrfmiddlewaretoken")
    return hashlib.sha256(f"{request.get_full_path()}\n{urlencode(words, doseq=True)}".encode()).hexdigest()
