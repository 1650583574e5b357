"""Rules before a ticket: what they hold of, what they do, in which order, and that whoever looks sees which fired."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import SettingChange
from desk.settings.kinds import BY_CODE
from mail.explaining import explained
from mail.models import InboundEmail, InboundReason, InboundState
from mail.quarantine import recover
from mail.rule_keeping import add_mail_rule, archive_mail_rule, change_mail_rule, move_mail_rule, restore_mail_rule
from mail.rule_models import MailRule
from tests.factories import make_form
from tests.mail import corpus
from tickets.errors import Invalid

pytestmark = pytest.mark.django_db


@pytest.fixture
def rule(admin):
    def made(header: str = "subject", how: str = "contains", value: str = "lottery", **words) -> MailRule:
        conditions = [{"header": header, "how": how, "value": value}]
        return add_mail_rule(actor=admin, **{"name": "Lotteries", "does": "drop", "conditions": conditions, **words})

    return made


@pytest.mark.parametrize(
    ("header", "how", "value", "held"),
    [
        ("subject", "contains", "LOTTERY", True),
        ("subject", "is", "you won the lottery", True),
        ("subject", "is", "lottery", False),
        ("sender", "matches", r"@example\.(net|org)$", True),
        ("sender", "contains", "@example.com", False),
        ("recipients", "is", "support@example.com", True),
        ("body", "contains", "money", True),
        ("X-Spam-Flag", "is", "yes", True),
        ("x-spam-flag", "is_there", "", True),
        ("List-Id", "is_there", "", False),
        ("X-Spam-Flag", "matches", "(a+)+$", False),
    ],
)
def test_what_a_condition_holds_of(receive, rule, header, how, value, held):
    rule(header, how, value)
    row = receive(Subject="You won the Lottery", X_Spam_Flag="YES", body="Much money for you.")
    assert (row.state == InboundState.IGNORED) is held


def test_what_is_ignored_stays_in_the_ledger_with_its_reason_and_can_be_recovered(receive, rule, admin):
    rule(reason="Nobody wins here")
    row = receive(Subject="lottery")
    assert (row.state, row.reason) == (InboundState.IGNORED, InboundReason.RULE_DROPPED)
    assert row.verdict == {"rules": ["Lotteries"], "why": "Nobody wins here"}
    recover(row, actor=admin)
    from mail.processing import process_batch

    process_batch()
    assert InboundEmail.objects.get(pk=row.pk).state == InboundState.CREATED


def test_what_is_put_aside_is_in_quarantine(receive, rule, client, admin):
    rule(does="quarantine", reason="Looks like fraud")
    row = receive(Subject="lottery")
    assert (row.state, row.reason) == (InboundState.QUARANTINED, InboundReason.RULE_QUARANTINED)
    client.force_login(admin)
    assert "Looks like fraud" in client.get("/settings/incoming/").content.decode()
    assert "Mail rules that fired" in client.get(f"/settings/incoming/{row.pk}/").content.decode()


def test_what_is_let_in_gets_what_the_rules_set_each_over_the_earlier_one(receive, rule, first_line, admin):
    form = make_form()
    sets = {"tags": ["Prize"], "priority": 1, "team": first_line.name, "form": form.name}
    rule(does="set", sets=sets)
    rule(name="All", header="sender", value="@", does="set", sets={"tags": ["mail"], "priority": 4})
    ticket = receive(Subject="lottery").ticket
    assert sorted(tag.name for tag in ticket.tags.all()) == ["mail", "prize"]
    assert (ticket.priority, ticket.team, ticket.form) == (4, first_line, form)
    assert ticket.messages.get().verdict["rules"] == ["Lotteries", "All"]


def test_the_first_that_stops_ends_it_and_the_order_can_be_changed(receive, rule, admin):
    rule(), rule(name="Aside", does="quarantine")
    assert receive(Subject="lottery").state == InboundState.IGNORED
    assert move_mail_rule(MailRule.objects.get(name="Aside"), actor=admin, up=True)
    assert receive(Subject="lottery", Message_ID="<m2@example.net>").state == InboundState.QUARANTINED
    assert not move_mail_rule(MailRule.objects.get(name="Aside"), actor=admin, up=True)


@pytest.mark.parametrize("away", ["off", "archived"])
def test_what_is_off_or_archived_touches_nothing(receive, rule, admin, away):
    made = rule()
    if away == "off":
        change_mail_rule(made, actor=admin, is_on=False)
    else:
        assert archive_mail_rule(made, actor=admin) and not archive_mail_rule(made, actor=admin)
    assert receive(Subject="lottery").state == InboundState.CREATED
    restore_mail_rule(made, actor=admin)


def test_mail_that_belongs_to_a_ticket_is_stopped_too(receive, rule):
    first = receive()
    rule(does="quarantine")
    row = receive(Subject="lottery", Message_ID="<m2@example.net>", In_Reply_To=f"<{first.message_id}>")
    assert row.state == InboundState.QUARANTINED


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"conditions": []}, "Add a condition"),
        ({"value": ""}, "is compared with"),
        ({"how": "matches", "value": "(("}, "is no pattern"),
        ({"header": "X Spam"}, "Write the name of a header"),
        ({"does": "set"}, "Choose what it sets"),
        ({"does": "set", "sets": {"team": "Nobody"}}, "Choose a team"),
        ({"does": "set", "sets": {"mailbox": "x@example.com"}}, "There is no mailbox"),
        ({"name": " "}, "Give it a name"),
    ],
)
def test_what_cannot_be_is_refused(rule, words, said):
    with pytest.raises(Invalid, match=said):
        rule(**words)
    assert not MailRule.objects.exists()


def test_only_admins_change_them(rule, lead):
    with pytest.raises(PermissionDenied):
        change_mail_rule(rule(), actor=lead, is_on=False)


def test_explain_says_which_fired(rule, mailbox):
    rule()
    told = explained(corpus.plain(Subject="lottery"))
    assert (told["outcome"], told["reason"], told["rules"]) == ("ignored", "rule_dropped", ["Lotteries"])


def test_it_is_tried_on_a_mail_that_is_pasted_or_came(rule, receive, client, admin):
    row = receive(Subject="lottery")
    rule(reason="Nobody wins here")
    client.force_login(admin)
    for given in ({"source": corpus.plain(Subject="lottery").decode()}, {"number": row.pk}):
        page = client.post("/settings/mail-rules/try/", given).content.decode()
        assert "It would be ignored" in page and "Nobody wins here" in page
    refused = client.post("/settings/mail-rules/try/", {})
    assert refused.status_code == 422 and "Paste the source of one mail" in refused.content.decode()


@pytest.mark.parametrize(("does", "state"), [("quarantine", InboundState.CREATED), ("drop", InboundState.IGNORED)])
def test_whoever_is_trusted_is_put_aside_by_no_rule_but_ignored_by_one(receive, rule, admin, does, state):
    made = rule(does="quarantine")
    recover(receive(Subject="lottery", Message_ID="<1@x>"), actor=admin, trust=True)
    change_mail_rule(made, actor=admin, does=does)

    assert receive(Subject="lottery", Message_ID="<2@x>").state == state


def test_the_list_says_all_that_a_rule_does_and_which_is_off(rule, client, admin):
    rule(does="set", sets={"tags": ["prize"], "priority": 4}, is_on=False)
    rule(name="Spam", reason="Nobody wins here")
    client.force_login(admin)

    page = client.get("/settings/mail-rules/").content.decode()

    for words in ("Tags: prize", "Priority: Urgent", ">Off<", "Nobody wins here"):
        assert page.count(words) == 1


def test_while_there_is_no_rule_mail_asks_the_database_no_more(receive, rule):
    receive()
    with CaptureQueriesContext(connection) as without:
        receive(Message_ID="<m2@example.net>")
    assert not any('FROM "mail_mailrule"' in query["sql"] for query in without)


def test_the_form_keeps_every_word_and_the_history_takes_back(client, admin):
    client.force_login(admin)
    form = {"name": "News", "does": "drop", "c0-header": "List Id", "c0-how": "is_there", "c0-value": ""}
    refused = client.post("/settings/mail-rules/new/", form)
    assert refused.status_code == 422 and 'value="List Id"' in refused.content.decode()
    client.post("/settings/mail-rules/new/", form | {"c0-header": "List-Id"})
    made = MailRule.objects.get()
    assert made.conditions == [{"header": "List-Id", "how": "is_there", "value": ""}] and not made.is_on
    client.post(f"/settings/changes/{SettingChange.objects.get(kind='mail_rule').pk}/undo/")
    made.refresh_from_db()
    assert made.archived_at is not None


def test_the_file_of_the_configuration_makes_the_same_rule(rule, admin):
    kind = BY_CODE["mail_rule"]
    described = kind.describe(rule())
    MailRule.objects.all().delete()
    assert kind.describe(kind.add(admin, described)) == described


def test_by_the_api_as_on_the_screen(client, admin):
    client.force_login(admin)
    given = {"name": "News", "does": "set", "sets": {"priority": "high", "tags": ["news"]},
             "conditions": [{"header": "List-Id", "how": "is_there"}]}  # fmt: skip
    made = client.post("/api/v1/mail-rules/", given, content_type="application/json").json()
    assert made["sets"] == {"tags": ["news"], "priority": 3}
    tried = {"mail": "List-Id: <a.b>\nFrom: a@example.net\n\nHello"}
    told = client.post("/api/v1/mail-rules/try/", tried, content_type="application/json").json()
    assert told["fired"] == ["News"]
