"""`manage.py check_setup`: test mails become what they would become, and nothing of it stays."""

import io
import json
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import Availability, Organization, User
from desk.proving.reading import WrongFile, read
from helpdesk import clock
from mail.models import InboundEmail
from outbox.models import OutboundEmail, WebhookDelivery
from routing.actions import set_team_assignment
from routing.models import Trace
from sla.models import Clock
from tests.factories import make_rule, make_ticket
from tests.mail import corpus
from tests.sla.making import make_calendar, make_policy
from tickets.actions import assign
from tickets.models import Event, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mailbox")]
REFUND = """
mails:
  - name: A refund in German
    from: Hanna Weber <hanna@kunde.example>
    subject: Refund
    body: Bitte erstatten Sie mir den Betrag von Rechnung 4711, sie wurde doppelt abgebucht.
    at: "2026-11-30T09:00+01:00"
    expect: {expect}
"""


@pytest.fixture
def billing(specialists, admin):
    """German refunds go to the specialists at level 2, and are answered within an hour of their day."""
    make_rule(
        name="German refunds",
        conditions={
            "all": [
                {"field": "language", "operator": "is", "value": "de"},
                {"field": "subject", "operator": "contains", "value": "refund"},
            ]
        },
        effects=[{"do": "tag", "add": ["refund"]}, {"do": "set_level", "level": "2", "team": specialists.pk}],
    )
    make_policy("Premium", calendar=make_calendar("Office", zone="Europe/Berlin"))
    return specialists


@pytest.fixture
def check(tmp_path):
    """Runs the command on this text: its exit code and what it said."""

    def run(text: str, *options: str) -> tuple[int, str]:
        file = tmp_path / "proofs.yml"
        file.write_text(text)
        out = io.StringIO()
        try:
            call_command("check_setup", str(file), *options, stdout=out)
        except SystemExit as ended:
            return int(ended.code), out.getvalue()
        return 0, out.getvalue()

    return run


def refund(**expect: object) -> str:
    return REFUND.replace("{expect}", json.dumps(expect))


def test_a_mail_that_becomes_what_is_expected(check, billing):
    due = "2026-11-30T10:00+01:00"
    code, said = check(
        refund(team="Specialists", level=2, tags=["refund"], language="de", policy="Premium", first_response_due=due,
               assignee="none", priority="normal", status="new", outcome="created", resolution_due="within 4h business")
    )  # fmt: skip
    assert (code, said) == (0, "ok       A refund in German\n1 mail, all ok.\n")


def test_what_differs_is_said_with_the_reason(check, billing, first_line):
    text = refund(level=1, first_response_due="within 30 min business").replace("Refund\n", "Erstattung\n")
    code, said = check(text)
    assert code == 1
    assert "first_response_due: expected by 2026-11-30T09:30:00+01:00, got 2026-11-30T10:00:00+01:00" in said
    assert "rule “German refunds” did not act, because of: Subject contains “refund”" in said
    assert "level:" not in said


def test_a_name_that_nothing_has_is_said_beside_what_was_expected(check, billing):
    code, said = check(refund(team="Biling", policy="Premium"))

    assert code == 1
    assert f"team: expected Biling (there is none of this name), got {billing.name}" in said
    assert "policy:" not in said


def test_what_was_nearly_written_right_is_proposed(check, billing, agent_l2):
    said = check(refund(team="specialist", assignee=agent_l2.name))[1]

    assert "team: expected specialist (there is none of this name; did you mean “Specialists”?)" in said
    assert f"(there is none of this name; did you mean “{agent_l2.email}”?)" in said


def test_it_says_the_same_as_data(check, billing):
    code, said = check(refund(team="First line"), "--json")
    answer = json.loads(said)
    assert (code, answer["ok"]) == (1, False)
    assert answer["mails"][0]["differences"] == [
        {"field": "team", "expected": "First line", "got": "Specialists", "hint": "there is none of this name"}
    ]
    assert answer["mails"][0]["rules"][0] == {"rule": "German refunds", "acted": True, "because": ""}


def test_the_person_is_chosen_as_if_it_were_its_turn(check, billing, agent_l2, admin):
    set_team_assignment(billing, actor=admin, strategy="round_robin", capacity=10)
    assert check(refund(assignee="agent2@example.com"))[0] == 0


def test_it_says_why_nobody_was_given_it(check, billing, agent_l2, admin):
    """Expected for agent2: first the team gives nothing out, then she is below the level, then away, then nobody is there."""
    expected = refund(assignee="agent2@example.com")

    assert "nobody has it: Specialists gives no tickets out by itself, and no rule asked for it" in check(expected)[1]
    set_team_assignment(billing, actor=admin, strategy="round_robin", capacity=10)
    User.objects.filter(pk=agent_l2.pk).update(level=1)
    assert "of Specialists nobody was free; below level 2: agent2@example.com\n" in check(expected)[1]
    User.objects.filter(pk=agent_l2.pk).update(availability=Availability.AWAY)
    assert "of Specialists nobody was free; away: agent2@example.com\n" in check(expected)[1]
    billing.members.clear()
    assert "nobody has it: Specialists has no agents\n" in check(expected)[1]


def test_who_is_full_is_told_as_well(check, billing, agent_l2, customer, admin):
    set_team_assignment(billing, actor=admin, strategy="round_robin", capacity=1)
    assign(make_ticket(requester=customer, team=billing, level=2), actor=admin, assignee=agent_l2)

    said = check(refund(assignee="agent2@example.com"))[1]

    assert "at their capacity of 1: agent2@example.com" in said
    assert "assignee: expected agent2@example.com, got none" in said


def test_nothing_of_it_stays(check, billing, django_capture_on_commit_callbacks, admin):
    tables = (Ticket, Event, InboundEmail, OutboundEmail, WebhookDelivery, Clock, Trace, User, Organization)
    before, number = [table.objects.count() for table in tables], _last_number()
    files = sorted(_files())
    raw = "\n".join("      " + line for line in corpus.with_inline_image().decode().splitlines())
    with django_capture_on_commit_callbacks() as callbacks:
        code, said = check(refund(team="Specialists") + f"  - raw: |\n{raw}\n")
    assert (code, callbacks) == (0, []), said
    assert [table.objects.count() for table in tables] == before
    assert _last_number() == number
    assert sorted(_files()) == files


def test_a_mail_answers_an_earlier_one(check, billing):
    answer = """
  - name: She adds something
    from: hanna@kunde.example
    subject: "Re: Refund"
    headers: {In-Reply-To: <test-mail-1@check-setup.invalid>}
    body: And again.
    expect: {outcome: appended, level: 2}
"""
    assert check(refund(level=2) + answer)[0] == 0


def test_a_mail_that_reaches_no_ticket_is_not_as_expected_unless_that_is_expected(check):
    text = "mails: [{from: support@example.com, subject: Loop, body: x, expect: {%s}}]"
    code, said = check(text % "")
    assert (code, "outcome: expected a ticket, got ignored" in said) == (1, True)
    assert check(text % "outcome: ignored")[0] == 0


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("mails: [", "Line 1: this is no YAML"),
        ("# nothing yet", "It is empty; the file needs “mails:”"),
        ("{}", "The file needs “mails:”, a list of at least one."),
        ("mails: [{subject: x}]", "Mail 1 (“x”): say who writes"),
        ("mails: [{from: a@b.example, expect: {lvel: 2}}]", "expect: “lvel” is unknown; did you mean “level”?"),
        ("mails: [{from: a@b.example, expect: {level: 7}}]", "“7” is no level; it is one of 0, 1, 2, 3."),
        ("mails: [{from: a@b.example, at: 2026-11-30 09:00}]", "say the time zone"),
        ("mails: [{from: a@b.example, at: soon}]", "write a time such as"),
        ("mails: [{from: a@b.example, expect: {resolution_due: within a day}}]", "write “within 1 h business”"),
        ("time_zone: Berlin\nmails: [{from: a@b.example}]", "There is no time zone “Berlin”"),
        ("mails: [{from: a@b.example, at: 2026-13-45 10:00}]", "“2026-13-45 10:00” is no time; write a time such as"),
        ("mails: [{from: a@b.example, expect: {priority: top}}]", "priority: “top” is unknown; it is one of low, normal"),
        ("mails: [{from: a@b.example, expect: {team: [a, b]}}]", "team: write one value."),
        ("mails: [{from: [a@b.example]}]", "Mail 1 (“Mail 1”), from: write one text."),
        ("mails: [{raw: x, body: y}]", "give it either “raw” or"),
        (
            "mails: [{from: a@b.example, expect: {resolution_due: within 99999999999 h}}]",
            "write “within 1 h business” or “within 30 min”, a year at most.",
        ),
        ("mails: [{from: a@b.example, expect: {level_due: within 9000 h business}}]", "a year at most."),
        ("mails: " + "[" * 3000 + "]" * 3000, "this is no YAML: it is nested too deep."),
        ("mails: &all [{from: a@b.example, subject: *all}]", "Line 1: this is no YAML: it contains itself."),
        (
            "mails:\n- name: &a [x, x, x, x, x, x, x, x, x, x]\n"
            + "".join(f"- name: &{one} [{', '.join(['*' + before] * 10)}]\n" for before, one in pairwise("abcdefgh")),
            "this is no YAML: its aliases make too much of it.",
        ),
        ('mails: [{from: a@b.example, subject: "a\\ud800b"}]', "Line 1: this is no YAML: half a character."),
    ],
)  # fmt: skip
def test_a_mistake_is_named_where_it_stands(text, sentence):
    with pytest.raises(WrongFile) as wrong:
        read(text)
    assert sentence in str(wrong.value)


def test_mails_of_one_name_are_told_apart():
    mails = read("mails: [{from: a@b.example, subject: Hi}, {from: a@b.example}, {from: c@d.example, subject: Hi}]")
    assert [mail.name for mail in mails] == ["Hi (mail 1)", "Mail 2", "Hi (mail 3)"]


def test_what_is_the_same_in_several_mails_may_be_written_once():
    mails = read('mails: [&first {name: A, from: a@b.example, subject: "\\ud83d\\ude00"}, {<<: *first, name: B}]')
    assert [(mail.name, b"Subject: =?utf-8?q?=F0=9F=98=80?=\n" in mail.raw) for mail in mails] == [
        ("A", True),
        ("B", True),
    ]


def test_an_address_and_a_language_are_the_same_in_capitals():
    (mail,) = read("mails: [{from: a@b.example, expect: {assignee: Lena@Example.COM, language: DE}}]")
    assert mail.expected == {"assignee": "lena@example.com", "language": "de"}


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("2026-11-30 9:00", "2026-11-30T09:00:00+01:00"),
        ("2026-11-30 09:00:00 +02:00", "2026-11-30T09:00:00+02:00"),
        ("2026-11-30T09:00:00Z", "2026-11-30T09:00:00+00:00"),
        ("2026-11-30", "2026-11-30T00:00:00+01:00"),
    ],
)
def test_a_time_may_be_written_as_people_do(written, read_as):
    (mail,) = read(f"time_zone: Europe/Berlin\nmails: [{{from: a@b.example, at: {written}}}]")

    assert mail.at.isoformat() == read_as


def test_a_deadline_of_a_mail_that_comes_now_is_said_by_the_clock_of_the_file(check, billing):
    now = refund(first_response_due="within 1 minute business").replace("    at:", "    # at:")
    with clock.at(datetime(2026, 11, 30, 8, 0, 0, 311792, tzinfo=UTC)):
        said = check(f"time_zone: Europe/Berlin\n{now}")[1]

    assert "expected by 2026-11-30T09:01:00+01:00, got 2026-11-30T10:00:00+01:00" in said


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CommandError, match="it cannot be read: No such file") as missing:
        call_command("check_setup", str(tmp_path / "none.yml"))
    assert missing.value.returncode == 2


def test_the_example_of_the_docs_can_be_read():
    text = (Path(__file__).parents[2] / "docs" / "check_setup.md").read_text()
    mails = read(text.split("```yaml\n")[1].split("```")[0])
    assert [mail.expected.get("outcome") for mail in mails] == [None, "ignored"]


def _last_number() -> int | None:
    with connection.cursor() as cursor:
        key = [Ticket._meta.db_table, Ticket._meta.pk.column]
        cursor.execute("SELECT pg_sequence_last_value(pg_get_serial_sequence(%s, %s)::regclass)", key)
        return cursor.fetchone()[0]


def _files(folder: str = "") -> list[str]:
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return []
    inside = [name for one in folders for name in _files(f"{folder}{one}/")]
    return [f"{folder}{name}" for name in names] + inside
