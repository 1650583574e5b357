"""Addresses whose mail came back: what goes there no more, where that is seen, and the way back."""

import pytest
from django.urls import reverse

from mail.notifying import bounces
from mail.suppressed import suppressed, suppressed_among, write_again
from outbox.models import OutboundRecipient
from tests.desk.conftest import signed_in
from tests.outbox.test_sending import post
from tickets.errors import NotAllowed

pytestmark = pytest.mark.django_db
GONE = "gone@example.net"


@pytest.fixture
def returned() -> OutboundRecipient:
    """Two mails to the address came back, and one to somebody else arrived."""
    for error in ("550 first", "550 5.1.1 no such user"):
        rows = OutboundRecipient.objects.filter(email=post(GONE))
        rows.update(state="bounced", error=error)
    OutboundRecipient.objects.filter(email=post("fine@example.net")).update(state="sent")
    return OutboundRecipient.objects.filter(address=GONE).latest("pk")


def test_each_address_stands_there_once_with_the_newest_reason(returned):
    assert list(suppressed()) == [returned]
    assert list(suppressed("fine@")) == []
    assert suppressed_among([GONE, "fine@example.net", ""]) == {GONE: returned}


def test_written_to_again_it_gets_mail_by_itself_and_the_messages_keep_what_happened(returned, agent):
    assert bounces(GONE)

    assert write_again(GONE.upper(), actor=agent)

    assert not bounces(GONE)
    assert not write_again(GONE, actor=agent)
    returned.refresh_from_db()
    assert (returned.state, returned.error) == ("failed", "550 5.1.1 no such user")


def test_customers_decide_nothing(returned, customer):
    with pytest.raises(NotAllowed):
        write_again(GONE, actor=customer)


def test_the_page_of_the_person_says_it_and_has_the_way_back(returned, agent, customer):
    customer.email = GONE
    customer.save()
    desk, page = signed_in(agent), reverse("desk:customer", args=[customer.pk])
    assert "550 5.1.1 no such user" in desk.get(page).content.decode()

    desk.post(reverse("desk:write_to_again", args=[customer.pk]), {"address": "other@example.net"})
    assert bounces(GONE)
    desk.post(reverse("desk:write_to_again", args=[customer.pk]), {"address": GONE})

    assert "550 5.1.1" not in desk.get(page).content.decode()
    assert not bounces(GONE)


def test_admins_have_a_list_of_them(returned, admin):
    desk, page = signed_in(admin), reverse("settings:undelivered")
    assert desk.get(page, {"what": "returned"}).context["suppressed"] == [returned]

    desk.post(reverse("settings:write_to_again"), {"address": GONE})

    assert desk.get(page, {"what": "returned"}).context["suppressed"] == []


def test_the_api_does_the_same(returned, admin):
    api = signed_in(admin)

    (row,) = api.get("/api/v1/suppressed-addresses/", {"q": "gone"}).json()["results"]
    assert (row["address"], row["state"], row["reason"]) == (GONE, "bounced", "550 5.1.1 no such user")
    for changed in (True, False):
        answer = api.post(
            "/api/v1/suppressed-addresses/write-again/", {"address": GONE}, content_type="application/json"
        )
        assert answer.json() == {"changed": changed}
