"""Known issues in the language of who reads: on pages, in mails, in answers to tickets, and when somebody writes."""

import pytest

from outbox.models import OutboundEmail
from status.actions import publish_issue, subscribe, translate_issue, update_issue
from status.models import KnownIssue
from status.queries import issue_about
from status.tasks import tell_waiting
from tests.factories import CustomerFactory, make_ticket
from tickets.actions import link
from tickets.bulk.running import run
from tickets.errors import Invalid, NotAllowed
from tickets.models import BulkAct, Kind, Message
from tickets.models.link import LinkKind

pytestmark = pytest.mark.django_db
ONE = {"title": "PDF exports fail", "affected": "Exports", "text": "Exports stop at 90 %. We look into it."}
GERMAN = {
    "title": "PDF-Ausgabe schlägt fehl",
    "affected": "Ausgabe",
    "text": "Die Ausgabe hält bei 90 % an. Wir sehen nach.",
}
NEWS = {"state": "identified", "text": "We know why.", "translations": {"de": {"text": "Wir wissen, warum."}}}


@pytest.fixture
def issue(lead, mailbox):
    return publish_issue(actor=lead, translations={"de": GERMAN}, **ONE)


@pytest.fixture
def german(customer):
    customer.language = "de"
    customer.save()
    return customer


@pytest.mark.parametrize("path", ["/", "/help/de/", "/status/", "/widget/"])
def test_a_german_reads_german(client, issue, path):
    page = client.get(path, headers={"accept-language": "de"}).content.decode()
    assert GERMAN["title"] in page and ONE["title"] not in page


def test_what_has_no_german_words_shows_as_it_was_written(client, issue, lead):
    update_issue(issue, actor=lead, state="identified", text="We know why.")
    page = client.get("/status/", headers={"accept-language": "de"}).content.decode()
    assert "We know why." in page and GERMAN["text"] in page


def test_each_subscriber_is_mailed_in_their_language(issue, lead):
    for language in ("en", "de"):
        subscribe(issue, email=f"{language}@example.net", language=language, is_known=True)
    update_issue(issue, actor=lead, **NEWS)
    tell_waiting()

    english, german = OutboundEmail.objects.filter(kind="known_issue").order_by("pk")
    assert english.subject == "Identified: PDF exports fail" and "We know why." in english.text
    assert german.subject.endswith(GERMAN["title"]) and "Wir wissen, warum." in german.text
    assert "Wir wissen, warum." in german.html and "We know why." not in german.html


def test_each_linked_ticket_is_answered_in_its_customers_language(lead, german, mailbox):
    problem = make_ticket(german, kind=Kind.PROBLEM)
    for person in (german, CustomerFactory(language="en")):
        link(make_ticket(person, kind=Kind.INCIDENT), actor=lead, other=problem, kind=LinkKind.INCIDENT)
    issue = publish_issue(actor=lead, problem=problem, **ONE)

    update_issue(issue, actor=lead, tell_incidents=True, **NEWS)
    run(BulkAct.objects.get().pk)

    told = Message.objects.filter(author=lead).order_by("ticket_id").values_list("text", flat=True)
    assert [text.strip() for text in told] == ["Wir wissen, warum.", "We know why."]


def test_braces_are_words_in_an_answer_too(lead, customer, mailbox):
    problem = make_ticket(customer, kind=Kind.PROBLEM)
    link(make_ticket(customer, kind=Kind.INCIDENT), actor=lead, other=problem, kind=LinkKind.INCIDENT)
    issue = publish_issue(actor=lead, problem=problem, **ONE)

    update_issue(issue, actor=lead, state="identified", text="Write {{ name }} and {% tag %}.", tell_incidents=True)
    run(BulkAct.objects.get().pk)

    told = Message.objects.get(author=lead).text.replace("\u2060", "")
    assert told.strip() == "Write {{ name }} and {% tag %}."


def test_who_writes_german_is_told_that_we_know(issue):
    assert issue_about("Meine Ausgabe geht seit heute nicht") == issue


def test_german_words_come_later_and_go_away_again(issue, lead):
    bare = publish_issue(actor=lead, **ONE)
    first = bare.updates.get()
    for title, text in (("Ausfuhr", "Geht bald wieder."), ("", "")):
        translate_issue(bare, actor=lead, language="de", words={"title": title}, updates={first.pk: text})
        bare.refresh_from_db()
        first.refresh_from_db()
        assert bare.translations == ({"de": {"title": title}} if title else {})
        assert first.translations == ({"de": {"text": text}} if text else {})


def test_what_is_no_translation_is_refused(issue, lead, agent):
    with pytest.raises(NotAllowed):
        translate_issue(issue, actor=agent, language="de", words={"title": "X"})
    for wrong in ({"xx": GERMAN}, {"de": "Wort"}, {"de": {**GERMAN, "title": "x" * 151}}):
        with pytest.raises(Invalid):
            publish_issue(actor=lead, translations=wrong, **ONE)
    with pytest.raises(Invalid):
        translate_issue(issue, actor=lead, language="de", words={}, updates={10**9: "X"})


def test_a_lead_writes_both_at_the_desk(client, lead, mailbox):
    client.force_login(lead)
    typed = {**ONE, "state": "investigating", **{f"{part}-de": words for part, words in GERMAN.items()}}
    made = client.post("/desk/known-issues/new/", typed)
    client.post(made.url, {"state": "monitoring", "text": "Better.", "text-de": "Besser."})
    issue = KnownIssue.objects.get()
    assert issue.translations["de"]["affected"] == "Ausgabe"
    assert [one.translations["de"]["text"] for one in issue.updates.all()] == ["Besser.", GERMAN["text"]]

    address, newest = f"{made.url}de/", issue.updates.first()
    assert "Besser." in client.get(address).content.decode()
    client.post(address, {"title-de": "Neu", "affected-de": "", f"text-de-{newest.pk}": "Viel besser."})
    issue.refresh_from_db()
    newest.refresh_from_db()
    assert (issue.translations["de"], newest.shown_text) == ({"title": "Neu"}, "Better.")
    assert newest.translations["de"]["text"] == "Viel besser."


def test_who_never_chose_a_language_is_answered_in_the_one_they_wrote_in(lead, mailbox):
    problem = make_ticket(kind=Kind.PROBLEM)
    incident = make_ticket(CustomerFactory(language=""), kind=Kind.INCIDENT, language="de")
    link(incident, actor=lead, other=problem, kind=LinkKind.INCIDENT)
    issue = publish_issue(actor=lead, problem=problem, **ONE)

    update_issue(issue, actor=lead, tell_incidents=True, **NEWS)
    run(BulkAct.objects.get().pk)

    assert Message.objects.get(author=lead).text.strip() == "Wir wissen, warum."
