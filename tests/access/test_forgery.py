"""No address that changes something takes a form that another site made a browser send."""

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from tests.access.outcomes import YES
from tests.access.row import Row
from tests.access.table import ROWS
from tests.access.world import World

# A mail program sends this by itself (RFC 8058); its address is what another site cannot know.
BY_MAIL_PROGRAMS = (
    "desk/notifications/off/<str:token>/",
    "surveys/<str:token>/stop/",
    "messages/<str:token>/stop/",
    "status/unsubscribe/<str:token>/",
)
CHANGING = [
    row for row in ROWS if row.method != "GET" and YES in row.may.values() and row.route not in BY_MAIL_PROGRAMS
]


@pytest.mark.django_db
@pytest.mark.parametrize("row", CHANGING, ids=str)
def test_without_the_csrf_token_nobody_changes_anything(world: World, row: Row) -> None:
    person = next(name for name in ("admin", *row.may) if row.may[name] == YES)
    client = Client(enforce_csrf_checks=True)
    if person in world.sessions:
        client.cookies[settings.SESSION_COOKIE_NAME] = world.sessions[person]

    with transaction.atomic():
        response = row.ask(client, world.values)
        transaction.set_rollback(True)

    assert response.status_code == 403
