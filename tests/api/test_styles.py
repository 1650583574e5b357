"""Style guides over the API."""

import pytest

from tests.factories import make_ticket

pytestmark = pytest.mark.django_db


def test_programs_read_and_admins_change_it(program_of, admin, agent, customer):
    made = program_of(admin).post("/api/v1/style-guides/", {"name": "Brand", "avoid": ["sorry"], "channel": "email"})
    assert made.status_code == 201
    changed = program_of(admin).patch(made["Location"], {"most_words": 120})
    assert (changed.data["most_words"], changed.data["avoid"]) == (120, ["sorry"])
    ticket = make_ticket(customer)
    held = program_of(agent).get(f"/api/v1/tickets/{ticket.pk}/style-guides/").data["results"]
    assert [one["name"] for one in held] == ["Brand"]
    assert program_of(agent).patch(made["Location"], {"tone": "x"}).status_code == 403
