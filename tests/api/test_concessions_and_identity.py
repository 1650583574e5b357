"""Concessions and the identity check over the API."""

from decimal import Decimal
from uuid import uuid4

import pytest

from accounts.models import Role
from tests.desk.conftest import signed_in
from tests.tickets.test_identity import mailed_code, wrong_code
from tickets.actions import grant_concession, send_identity_code, set_concession_limit
from tickets.models import Concession, ConcessionLimit, IdentityCode
from tickets.models.concession import ConcessionKind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mailbox")]
V1 = "/api/v1"


@pytest.fixture(autouse=True)
def _limits(admin) -> None:
    set_concession_limit(actor=admin, role=Role.AGENT, currency="EUR", most=Decimal(50))
    set_concession_limit(actor=admin, role=Role.LEAD, currency="EUR", most=Decimal(200))


def post(person, path: str, body: dict | None = None, **headers: str):
    return signed_in(person).post(f"{V1}/{path}", body or {}, content_type="application/json", headers=headers)


def test_within_the_limit_it_is_approved_above_it_waits(ticket, agent, lead):
    path = f"tickets/{ticket.number}/concessions/"
    words = {"kind": "refund", "amount": "50.00", "currency": "EUR", "reason": "Late."}
    granted = post(agent, path, words)
    assert (granted.status_code, granted.json()["state"], granted.json()["amount"]) == (201, "approved", "50.00")
    waiting = post(agent, path, words).json()
    assert waiting["state"] == "waiting"

    listed = signed_in(lead).get(f"{V1}/concessions/?state=waiting").json()["results"]
    assert [row["id"] for row in listed] == [waiting["id"]]
    assert len(signed_in(agent).get(f"{V1}/{path}").json()["results"]) == 2
    assert post(lead, f"concessions/{waiting['id']}/approve/", {"words": "Fine."}).json()["state"] == "approved"
    answer = post(lead, f"concessions/{waiting['id']}/decline/", {"words": "No."})
    assert (answer.status_code, answer.json()["code"]) == (409, "illegal_transition")


def test_money_is_a_string_and_no_float(ticket, agent):
    path = f"tickets/{ticket.number}/concessions/"
    for amount in (12.5, "1e3", "-5", "0x5", ""):
        words = {"kind": "refund", "amount": amount, "currency": "EUR", "reason": "Late."}
        assert post(agent, path, words).status_code == 400, amount
    assert not Concession.objects.exists()


def test_one_key_grants_once(ticket, agent):
    words = {"kind": "refund", "amount": "5", "currency": "EUR", "reason": "Late.", "key": str(uuid4())}
    first, second = (post(agent, f"tickets/{ticket.number}/concessions/", words) for _ in range(2))
    assert first.json()["id"] == second.json()["id"]


def test_a_key_used_elsewhere_tells_nothing_of_there(ticket, agent, other_customer):
    from tests.factories import make_ticket

    key = uuid4()
    other = make_ticket(requester=other_customer)
    grant_concession(other, actor=agent, kind=ConcessionKind.EXCEPTION, reason="x", key=key)
    words = {"kind": "exception", "reason": "Late.", "key": str(key)}
    assert post(agent, f"tickets/{ticket.number}/concessions/", words).status_code == 404


def test_limits_are_read_by_staff_and_set_by_admins(agent, admin):
    assert len(signed_in(agent).get(f"{V1}/concession-limits/").json()["results"]) == 2
    words = {"role": "agent", "currency": "EUR", "most": None}
    for person, status in ((agent, 403), (admin, 200)):
        client = signed_in(person)
        assert client.put(f"{V1}/concession-limits/", words, content_type="application/json").status_code == status
    assert ConcessionLimit.objects.count() == 1


def test_the_identity_check(ticket, agent):
    sent = post(agent, f"tickets/{ticket.number}/identity/send/")
    assert sent.status_code == 200
    code = mailed_code()
    for answer in (sent, signed_in(agent).get(f"{V1}/tickets/{ticket.number}/emails/")):
        assert code not in answer.content.decode()
        assert code.replace(" ", "") not in answer.content.decode()
    wrong = post(agent, f"tickets/{ticket.number}/identity/verify/", {"code": wrong_code()}).json()
    assert (wrong["outcome"], wrong["code"]["tries_left"], wrong["verified_until"]) == ("wrong", 4, None)
    right = post(agent, f"tickets/{ticket.number}/identity/verify/", {"code": code}).json()
    assert right["outcome"] == "verified"
    assert signed_in(agent).get(f"{V1}/tickets/{ticket.number}/").json()["verified_until"] == right["verified_until"]


def test_a_try_counts_also_with_an_idempotency_key(ticket, agent):
    send_identity_code(ticket, actor=agent)
    path = f"tickets/{ticket.number}/identity/verify/"
    for number in range(5):
        post(agent, path, {"code": wrong_code()}, **{"Idempotency-Key": f"try-{number}"})
    assert IdentityCode.objects.get().tries == 5
    assert post(agent, path, {"code": mailed_code()}).json()["outcome"] == "expired"
