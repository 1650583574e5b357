"""Policies in the settings: shown first, saved then, and open tickets follow."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from desk.sla.lengths import LengthField, written
from helpdesk import clock
from sla import timer
from sla.models import Policy, Recomputation
from tests.factories import make_ticket
from tests.sla.making import START, after, goal, make_calendar, make_policy, targets
from tickets.actions import assign

pytestmark = pytest.mark.django_db

SHORT = targets(first_response=goal(5))

# Of an organization that pays, unless it is tagged so or unimportant.
NESTED = {
    "node": ["0", "1", "2", "3", "4"],
    "n0-kind": "all",
    "n1-parent": "0", "n1-field": "tier", "n1-value": ["premium", "enterprise"],
    "n2-parent": "0", "n2-kind": "none",
    "n3-parent": "2", "n3-field": "tag", "n3-value": "vip, Gold",
    "n4-parent": "2", "n4-field": "priority", "n4-value": ["1"],
}  # fmt: skip


def test_a_policy_shows_what_changes_before_it_is_saved(settings_of, customer):
    policy = make_policy()
    make_ticket(requester=customer)
    url = reverse("sla:policy", args=[policy.pk])
    data = {"name": "Everything", "first_response_2": "2 h", "pause": ["pending"]}

    asked = settings_of.post(url, data)

    assert "1 open ticket gets another deadline" in asked.content.decode()
    assert policy.versions.count() == 1

    confirmed = {"confirmed": asked.context["confirmed"]}
    another = settings_of.post(url, {**data, "first_response_2": "3 h", **confirmed})

    assert "1 open ticket gets another deadline" in another.content.decode()
    assert policy.versions.count() == 1

    saved = settings_of.post(url, {**data, **confirmed})

    assert saved.status_code == 302
    policy.refresh_from_db()
    assert policy.current.terms["targets"] == {"first_response": {"business": False, "seconds": {"2": 7200}}}
    assert Recomputation.objects.get().about == "Everything"
    assert b"0 of 1 open tickets" in settings_of.get(reverse("sla:policies")).content


def test_a_policy_of_the_form_holds_conditions_targets_warnings_and_what_a_breach_does(settings_of, specialists):
    office = make_calendar()
    settings_of.post(
        reverse("sla:new_policy"),
        {
            "name": "Premium", "calendar": office.pk, **NESTED,
            "first_response_4": "30 min", "first_response_business": "on", "level_2": "1 h 30 min",
            "warn_0": "75", "warn_0_tell": ["assignee", "leads"],
            "breach_tell": ["team"], "breach_do": ["raise_priority"], "breach_team": specialists.pk,
        },
    )  # fmt: skip

    current = Policy.objects.get(name="Premium").current
    assert current.conditions == {
        "all": [
            {"field": "tier", "is": ["premium", "enterprise"]},
            {"none": [{"field": "tag", "is": ["vip", "gold"]}, {"field": "priority", "is": [1]}]},
        ]
    }
    assert current.terms == {
        "targets": {
            "first_response": {"business": True, "seconds": {"4": 1800}},
            "level": {"business": False, "seconds": {"2": 5400}},
        },
        "pause": [],
        "warn": [{"percent": 75, "tell": ["assignee", "leads"]}],
        "breach": [
            {"do": "notify", "tell": ["team"]},
            {"do": "raise_priority"},
            {"do": "move", "team": specialists.pk},
        ],
    }
    assert current.calendar == office


def test_what_the_form_says_of_warnings_and_a_breach_is_what_happens(settings_of, customer, agent, lead, first_line):
    Policy.objects.update(is_active=False)
    promised = {
        "name": "Quick", "first_response_2": "1 h",
        "warn_0": "50", "warn_0_tell": ["assignee"], "warn_1": "75", "warn_1_tell": ["assignee", "leads"],
        "breach_tell": ["leads"], "breach_do": ["raise_priority", "unassign"], "breach_team": first_line.pk,
    }  # fmt: skip
    settings_of.post(reverse("sla:new_policy"), promised)
    with clock.at(START):
        ticket = make_ticket(requester=customer)
        assign(ticket, actor=lead, assignee=agent)
    with clock.at(after(hours=2)):
        timer.tick()

    told = ticket.events.filter(kind__in=("sla.warned", "sla.breached")).order_by("seq")
    assert [(event.data.get("percent"), event.data["tell"]) for event in told] == [
        (50, [agent.pk]),
        (75, sorted([agent.pk, lead.pk])),
        (None, [lead.pk]),
    ]
    ticket.refresh_from_db()
    assert (ticket.priority, ticket.assignee, ticket.team) == (3, None, first_line)


def test_all_warnings_that_a_policy_can_have_stand_in_its_form(settings_of):
    warn = [{"percent": percent, "tell": ["assignee"]} for percent in (20, 40, 60, 80, 95)]
    policy = make_policy(warn=warn)

    form = settings_of.get(reverse("sla:policy", args=[policy.pk])).context["form"]
    data = {"name": "Everything", "first_response_2": "3 h", "confirmed": "1"}
    for percent, tell, _people in form.warnings:
        data |= {percent.html_name: percent.value() or "", tell.html_name: tell.value() or []}
    settings_of.post(reverse("sla:policy", args=[policy.pk]), data)

    policy.refresh_from_db()
    assert policy.current.number == 2
    assert policy.current.terms["warn"] == warn


def test_the_form_of_a_policy_saved_as_it_is_makes_no_version(settings_of, first_line, agent, lead):
    policy = make_policy(
        calendar=make_calendar(),
        targets={
            "first_response": {"business": True, "seconds": {"2": 5400}, "channels": {"chat": {"4": 45}}},
            "level": {"business": False, "seconds": {"1": 3600}},
        },
        conditions={
            "any": [
                {"field": "priority", "is": [4, 3]},
                {"all": [{"field": "language", "is": ["de"]}, {"none": [{"field": "tag", "is": ["spam"]}]}]},
            ]
        },
        warn=[{"percent": 75, "tell": ["leads", "assignee"], "people": [lead.pk]}, {"percent": 50, "tell": []}],
        breach=[
            {"do": "move", "team": first_line.pk},
            {"do": "notify", "tell": ["leads"]},
            {"do": "escalate"},
            {"do": "assign", "person": agent.pk},
            {"do": "notify", "tell": ["team"], "people": [agent.pk]},
        ],
    )

    settings_of.post(reverse("sla:policy", args=[policy.pk]), as_it_stands(settings_of, policy))

    assert policy.versions.count() == 1


def as_it_stands(client, policy):
    """What a browser sends of the policy's page when nothing was touched."""
    context = client.get(reverse("sla:policy", args=[policy.pk])).context
    form, data = context["form"], {}
    for name in form.fields:
        value = form[name].value()
        if value not in (None, "", False, []):
            data[name] = getattr(value, "pk", value)

    def add(node):
        data.setdefault("node", []).append(node.number)
        given = f"n{node.number}-"
        data[f"{given}parent"] = "" if node.parent is None else node.parent
        if node.kind:
            data[f"{given}kind"] = node.kind
        else:
            data[f"{given}field"] = node.asked.key
            data[f"{given}value"] = node.text if node.widget == "tags" else node.values
        for part in node.parts:
            add(part)

    add(context["builder"].root)
    return {**data, "history_seen": context["history_seen"], "confirmed": "1"}


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("seconds", [1, 45, 60, 61, 3600, 3661, 5400, 100_800])
def test_a_time_is_written_as_the_form_reads_it(seconds, language):
    with translation.override(language):
        assert LengthField().clean(written(seconds)) == seconds


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("4h", 14400),
        ("1 hour 30 minutes", 5400),
        ("1.5 h", 5400),
        ("90 min", 5400),
        ("1 h, 5 s", 3605),
        ("", None),
        ("2 Std.", 7200),
        ("1 Stunde 30 Minuten", 5400),
        ("1,5 Std.", 5400),
        ("90Min", 5400),
        ("1h30m", 5400),
        ("5 Sek.", 5),
    ],
)
def test_a_time_may_be_written_in_many_ways(text, seconds):
    assert LengthField().clean(text) == seconds


@pytest.mark.parametrize(
    ("text", "sentence"), [("4", "4 h, 4 min or 4 s"), ("soon", "Write a time"), ("0 h", "Write a time")]
)
def test_a_time_without_unit_or_sense_is_refused_in_words(text, sentence):
    with pytest.raises(ValidationError, match=sentence):
        LengthField().clean(text)


def test_a_button_of_the_conditions_adds_a_group_and_saves_nothing(settings_of):
    page = settings_of.post(reverse("sla:conditions"), {**NESTED, "act": "add-group:0"}).content.decode()

    assert page.count("Group of conditions") == 3
    assert not Policy.objects.filter(name="Premium").exists()


def test_conditions_that_are_half_done_are_said_at_their_place_and_kept(settings_of):
    data = {"name": "Half", "resolution_2": "1 h", "node": ["0", "1"], "n0-kind": "all", "n1-parent": "0"}

    without_field = settings_of.post(reverse("sla:new_policy"), data)
    without_value = settings_of.post(reverse("sla:new_policy"), {**data, "n1-field": "tier"})

    assert (without_field.status_code, without_value.status_code) == (422, 422)
    assert "Choose what is asked about" in without_field.content.decode()
    assert "Choose at least one value" in without_value.content.decode()
    assert not Policy.objects.filter(name="Half").exists()


def test_a_channel_has_times_of_its_own(settings_of, customer):
    Policy.objects.update(is_active=False)
    settings_of.post(
        reverse("sla:new_policy"),
        {"name": "Both", "first_response_2": "4 h", "first_response_chat_2": "1 min", "resolution_chat_2": "2 h"},
    )
    with clock.at(START):
        mail, chat = make_ticket(customer, channel="email"), make_ticket(customer, channel="chat")

    def promised(ticket):
        return dict(ticket.clocks.values_list("target", "seconds"))

    assert promised(mail) == {"first_response": 4 * 3600}
    assert promised(chat) == {"first_response": 60, "resolution": 7200}


def test_a_named_colleague_is_told_and_given_the_ticket(settings_of, customer, agent, lead, admin):
    Policy.objects.update(is_active=False)
    settings_of.post(
        reverse("sla:new_policy"),
        {
            "name": "Named", "first_response_2": "1 h", "warn_0": "50", "warn_0_people": [lead.pk],
            "breach_people": [admin.pk], "breach_person": agent.pk,
        },
    )  # fmt: skip
    with clock.at(START):
        ticket = make_ticket(customer)
    with clock.at(after(hours=2)):
        timer.tick()

    told = ticket.events.filter(kind__in=("sla.warned", "sla.breached")).order_by("seq")
    assert [event.data["tell"] for event in told] == [[lead.pk], [admin.pk]]
    ticket.refresh_from_db()
    assert ticket.assignee == agent


@pytest.mark.parametrize(
    ("act", "sent", "changed"),
    [
        ("move_policy", {"down": "1"}, "2 open tickets get other deadlines."),
        ("switch_policy", {"off": "1"}, "2 open tickets get other deadlines."),
        ("archive_policy", {}, "2 open tickets get other deadlines."),
    ],
)
def test_order_switch_and_archive_say_first_how_many_open_tickets_follow(settings_of, customer, act, sent, changed):
    """Both policies are for all: as soon as the first is away or behind, the second holds."""
    Policy.objects.update(is_active=False)
    first, second = make_policy("First", position=500), make_policy("Second", targets=SHORT, position=501)
    for _number in range(2):
        make_ticket(customer)
    place = reverse(f"sla:{act}", args=[first.pk])

    asked = settings_of.post(place, sent)

    assert changed in asked.content.decode()
    assert not Recomputation.objects.exists()
    answer = re.search(r'name="confirmed" value="(\w+)"', asked.content.decode())[1]
    assert settings_of.post(place, {**sent, "confirmed": answer}).status_code == 302
    assert Recomputation.objects.count() == 1
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.archived_at or not first.is_active or second.position < first.position


def test_what_is_brought_back_says_it_too(settings_of, customer):
    Policy.objects.update(is_active=False)
    policy = make_policy("First")
    Policy.objects.filter(pk=policy.pk).update(archived_at=START)
    make_ticket(customer)

    asked = settings_of.post(reverse("sla:archive_policy", args=[policy.pk]) + "?undo=1")

    assert "Bring “First” back" in asked.content.decode()


def test_order_switch_and_archive_make_open_tickets_follow(settings_of):
    first, second = make_policy("First", position=500), make_policy("Second", position=501)

    settings_of.post(reverse("sla:move_policy", args=[second.pk]))
    settings_of.post(reverse("sla:switch_policy", args=[first.pk]), {"off": "1"})
    settings_of.post(reverse("sla:archive_policy", args=[first.pk]))

    first.refresh_from_db()
    second.refresh_from_db()
    assert second.position < first.position
    assert (first.is_active, first.archived_at is None) == (False, False)
    # One that has not begun does for all three.
    assert Recomputation.objects.count() == 1
