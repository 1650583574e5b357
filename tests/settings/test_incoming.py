"""Incoming mail in the settings: the list, one mail explained, recovering from both, and the API beside it."""

import pytest
from django.urls import reverse

from mail.models import InboundEmail, InboundState, TrustedSender
from mail.processing import process_batch
from mail.receiving import store
from tests.mail import corpus

pytestmark = pytest.mark.django_db
FORGED = {"Authentication_Results": "mx.example.com; dmarc=fail (p=reject) header.from=example.net"}


def stopped(number: int = 1, **headers: str) -> InboundEmail:
    raw = corpus.plain("Hello, help.", Message_ID=f"<m{number}@example.net>", **(FORGED | headers))
    row = store(raw, "ann@example.net", ["support@example.com"], "test")
    process_batch(100)
    return InboundEmail.objects.get(pk=row.pk)


@pytest.fixture
def desk(client, admin, mailbox):
    client.force_login(admin)
    return client


def test_the_list_names_sender_subject_and_reason(desk):
    stopped(Subject="Gold <b>")
    page = desk.get(reverse("settings:incoming")).content.decode()
    assert "Gold &lt;b&gt;" in page
    assert "ann@example.net" in page
    assert "The sender’s domain says" in page or "domain says this mail is not from it" in page


def test_an_empty_list_says_so_and_a_search_without_hits_too(desk):
    assert "Nothing was stopped" in desk.get(reverse("settings:incoming")).content.decode()
    assert "Nothing found" in desk.get(reverse("settings:incoming"), {"q": "zebra"}).content.decode()


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_asks_as_often_for_one_as_for_thirty(desk, django_assert_max_num_queries, count):
    first = stopped()
    InboundEmail.objects.bulk_create(
        [
            InboundEmail(key=f"k{i}", content_hash="x", source="test", raw=b"x", size=1, state="quarantined", reason="no_sender",
                         due_at=first.due_at, received_at=first.received_at)
            for i in range(count - 1)
        ]
    )  # fmt: skip
    with django_assert_max_num_queries(6):
        assert desk.get(reverse("settings:incoming")).status_code == 200


def test_one_mail_is_explained_in_sentences(desk):
    row = stopped()
    page = desk.get(reverse("settings:incoming_mail", args=[row.pk])).content.decode()
    for words in ("Hello, help.", "A person.", "In quarantine", "Recover and trust"):
        assert words in page


def test_recovering_from_the_list_comes_back_to_it(desk, admin):
    rows = [stopped(1), stopped(2)]
    back = reverse("settings:incoming") + "?state=quarantined"
    said = desk.post(
        reverse("settings:recover_mail"), {"mail": [row.pk for row in rows], "trust": "1", "next": back}, follow=True
    )
    assert said.redirect_chain == [(back, 302)]
    assert "2 mails are taken in" in said.content.decode()
    process_batch(10)
    assert set(InboundEmail.objects.values_list("state", "recovered_by")) == {(InboundState.CREATED, admin.pk)}
    assert TrustedSender.objects.get().address == "ann@example.net"


def test_nothing_chosen_asks_to_choose_and_never_leads_elsewhere(desk):
    said = desk.post(reverse("settings:recover_mail"), {"next": "https://evil.example/"}, follow=True)
    assert said.redirect_chain == [(reverse("settings:incoming"), 302)]
    assert "Choose mails first" in said.content.decode()


def test_trust_is_taken_back(desk):
    row = stopped()
    desk.post(reverse("settings:recover_mail"), {"mail": row.pk, "trust": "1"})
    page = desk.get(reverse("settings:trusted_senders")).content.decode()
    assert "ann@example.net" in page

    desk.post(reverse("settings:forget_trust", args=[TrustedSender.objects.get().pk]))

    assert not TrustedSender.objects.exists()


def test_the_source_is_a_file(desk):
    row = stopped()
    answer = desk.get(reverse("settings:incoming_source", args=[row.pk]))
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer.content == bytes(row.raw)


def test_the_api_lists_explains_and_recovers(desk):
    row = stopped()
    listed = desk.get("/api/v1/inbound-emails/?state=quarantined").json()["results"]
    assert [(one["id"], one["reason"]) for one in listed] == [(row.pk, "dmarc_failed")]
    assert desk.get(f"/api/v1/inbound-emails/{row.pk}/").json()["explained"]["reply_text"] == "Hello, help."

    done = desk.post(
        "/api/v1/inbound-emails/recover/", {"ids": [row.pk], "trust": True}, content_type="application/json"
    )

    assert done.json() == {"recovered": 1, "refused": []}
    trusted = desk.get("/api/v1/trusted-senders/").json()["results"]
    assert desk.delete(f"/api/v1/trusted-senders/{trusted[0]['id']}/").status_code == 204
