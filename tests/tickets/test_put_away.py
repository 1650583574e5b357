"""A ticket that was deleted, or merged into another, is only read: every verb says what to do instead."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest

from accounts.actors import SystemActor
from helpdesk import clock
from integrations import actions as integrations
from integrations.models import Issue, Tracker
from knowledgebase.actions import make_article
from tests.factories import make_form, make_macro, make_ticket
from tests.tickets.asserting import nothing_happened
from tickets import actions
from tickets.content import Body
from tickets.emergencies import Step
from tickets.errors import IllegalTransition
from tickets.talks import Talk

WORDS = Body.from_text("Hello")
WHY = {"reason": "a", "tried": "b", "asked": "c"}

REFUSED: dict[str, Callable[[SimpleNamespace], object]] = {
    "accept_escalation": lambda s: actions.accept_escalation(s.ticket, actor=s.lead),
    "accept_proposal": lambda s: actions.accept_proposal(s.ticket, actor=s.agent, field="team"),
    "acknowledge_emergency": lambda s: actions.acknowledge_emergency(s.emergency, actor=s.agent),
    "add_note": lambda s: actions.add_note(s.ticket, actor=s.agent, body=WORDS),
    "add_participant": lambda s: actions.add_participant(s.ticket, actor=s.agent, person=s.other_customer),
    "add_task": lambda s: actions.add_task(s.ticket, actor=s.agent, text="Call"),
    "answer": lambda s: actions.answer(s.question, actor=s.lead, body=WORDS),
    "answer_incident": lambda s: actions.answer_incident(
        s.ticket, actor=s.agent, problem=None, html="<p>x</p>", seen_seq=1
    ),
    "answer_incidents": lambda s: actions.answer_incidents(
        s.ticket, actor=s.agent, html="<p>x</p>", seen={}, token="t"
    ),
    "apply_macro": lambda s: actions.apply_macro(s.ticket, actor=s.agent, macro=make_macro(add_tags=["new"])),
    "approve_concession": lambda s: actions.approve_concession(s.concession, actor=s.admin),
    "ask": lambda s: actions.ask(s.ticket, actor=s.agent, person=s.lead, body=WORDS),
    "assign": lambda s: actions.assign(s.ticket, actor=s.agent, assignee=s.lead),
    "assign_team": lambda s: actions.assign_team(s.ticket, actor=s.agent, team=None),
    "change_task": lambda s: actions.change_task(s.task, actor=s.agent, text="Write"),
    "change_time": lambda s: actions.change_time(s.entry, actor=s.agent, minutes=7),
    "close": lambda s: actions.close(s.ticket, actor=s.lead),
    "close_side_conversation": lambda s: actions.close_side_conversation(s.side, actor=s.agent),
    "copy_colleague": lambda s: actions.copy_colleague(s.ticket, actor=s.customer, person=s.other_customer),
    "de_escalate": lambda s: actions.de_escalate(s.ticket, actor=s.lead, to_level=1, reason="x"),
    "decline_concession": lambda s: actions.decline_concession(s.concession, actor=s.admin, words="No."),
    "decline_escalation": lambda s: actions.decline_escalation(s.ticket, actor=s.lead, reason="x"),
    "declare_emergency": lambda s: actions.declare_emergency(
        s.ticket, actor=s.lead, plan="p", steps=[Step(person=s.agent.pk, how=("desk",))], reason="x"
    ),
    "dismiss_proposal": lambda s: actions.dismiss_proposal(s.ticket, actor=s.agent, field="team"),
    "escalate": lambda s: actions.escalate(s.ticket, actor=s.agent, to_level=3, **WHY),
    "follow": lambda s: actions.follow(s.ticket, actor=s.agent),
    "grant_concession": lambda s: actions.grant_concession(
        s.ticket, actor=s.agent, kind="refund", amount=Decimal(5), currency="EUR", reason="Late."
    ),
    "hand_back": lambda s: actions.hand_back(s.ticket, actor=s.lead, answer="x"),
    "hold": lambda s: actions.hold(s.ticket, actor=s.agent, letter=s.letter, send_at=s.tomorrow),
    "hold_forward": lambda s: actions.hold_forward(s.ticket, actor=s.agent, forward=s.forward, send_at=s.tomorrow),
    "judge_escalation": lambda s: actions.judge_escalation(s.ticket, actor=s.lead, is_avoidable=True),
    "link": lambda s: actions.link(s.other, actor=s.agent, other=s.ticket),
    "log_talk": lambda s: actions.log_talk(s.ticket, actor=s.agent, talk=s.talk, said=WORDS),
    "log_time": lambda s: actions.log_time(s.ticket, actor=s.agent, minutes=5),
    "mark_spam": lambda s: actions.mark_spam(s.ticket, actor=s.agent),
    "merge": lambda s: actions.merge(s.ticket, actor=s.agent, into=s.other),
    "move_message": lambda s: actions.move_message(s.message, actor=s.agent, to=s.other),
    "open_side_conversation": lambda s: actions.open_side_conversation(
        s.ticket, actor=s.agent, to=["bob@supplier.test"], subject="A part", body=WORDS
    ),
    "order_tasks": lambda s: actions.order_tasks(s.ticket, actor=s.agent, order=[s.task.pk]),
    "remind": lambda s: actions.remind(s.ticket, actor=s.agent, at=s.tomorrow),
    "remove_participant": lambda s: actions.remove_participant(s.ticket, actor=s.agent, person=s.other_customer),
    "remove_task": lambda s: actions.remove_task(s.task, actor=s.agent),
    "remove_time": lambda s: actions.remove_time(s.entry, actor=s.agent),
    "reopen": lambda s: actions.reopen(s.ticket, actor=s.agent),
    "reopen_concession": lambda s: actions.reopen_concession(s.concession, actor=s.admin),
    "reply": lambda s: actions.reply(s.ticket, actor=s.agent, body=WORDS, seen_seq=1),
    "schedule": lambda s: actions.schedule(s.ticket, actor=s.agent, send_at=s.tomorrow),
    "send_forward": lambda s: actions.send_forward(s.ticket, actor=s.agent, forward=s.forward),
    "send_identity_code": lambda s: actions.send_identity_code(s.ticket, actor=s.agent),
    "send_letter": lambda s: actions.send_letter(s.ticket, actor=s.agent, letter=s.letter),
    "set_brand": lambda s: actions.set_brand(s.ticket, actor=s.agent, brand=1),
    "set_close_rule": lambda s: actions.set_close_rule(s.ticket, actor=s.agent, close_rule="free"),
    "set_field": lambda s: actions.set_field(s.ticket, actor=s.agent, key="order", value="x"),
    "set_fields": lambda s: actions.set_fields(s.ticket, actor=s.agent, values={"order": "x"}),
    "set_form": lambda s: actions.set_form(s.ticket, actor=s.agent, form=make_form("Other")),
    "set_kind": lambda s: actions.set_kind(s.ticket, actor=s.agent, kind="problem"),
    "set_priority": lambda s: actions.set_priority(s.ticket, actor=s.agent, priority=4),
    "set_status": lambda s: actions.set_status(s.ticket, actor=s.agent, status="pending"),
    "set_subject": lambda s: actions.set_subject(s.ticket, actor=s.agent, subject="Another"),
    "set_task_done": lambda s: actions.set_task_done(s.task, actor=s.agent),
    "snooze": lambda s: actions.snooze(s.ticket, actor=s.agent, until=s.tomorrow),
    "solve": lambda s: actions.solve(s.ticket, actor=s.agent),
    "split": lambda s: actions.split(s.ticket, actor=s.agent, messages=[s.message]),
    "tag": lambda s: actions.tag(s.ticket, actor=s.agent, add=["new"]),
    "take_back_proposal": lambda s: actions.take_back_proposal(s.ticket, actor=s.agent, field="team"),
    "uncopy_colleague": lambda s: actions.uncopy_colleague(s.ticket, actor=s.customer, person=s.other_customer),
    "unfollow": lambda s: actions.unfollow(s.ticket, actor=s.agent),
    "unlink": lambda s: actions.unlink(s.ticket, actor=s.agent, other=s.other),
    "unmark_spam": lambda s: actions.unmark_spam(s.ticket, actor=s.agent),
    "unsnooze": lambda s: actions.unsnooze(s.ticket, actor=s.agent),
    "unsolve": lambda s: actions.unsolve(s.ticket, actor=s.agent),
    "verify_identity": lambda s: actions.verify_identity(s.ticket, actor=s.agent, code="123456"),
    "withdraw": lambda s: actions.withdraw(s.question, actor=s.agent),
    "withdraw_concession": lambda s: actions.withdraw_concession(s.concession, actor=s.agent),
    "write_side": lambda s: actions.write_side(s.side, actor=s.agent, body=WORDS),
}
# Verbs of other apps, on the same terms.
ELSEWHERE: dict[str, Callable[[SimpleNamespace], object]] = {
    "link_issue": lambda s: integrations.link_issue(s.ticket, actor=s.agent, tracker=s.tracker, key="13"),
    "unlink_issue": lambda s: integrations.unlink_issue(s.ticket, actor=s.agent, issue=s.issue),
    "create_issue": lambda s: integrations.create_issue(s.ticket, actor=s.agent, tracker=s.tracker, title="x", body=""),
    "comment_on_issue": lambda s: integrations.comment_on_issue(s.ticket, actor=s.agent, issue=s.issue, body=WORDS),
    "make_article": lambda s: make_article(s.ticket, actor=s.admin, title="x", body="y", category=None, language="en"),
}
NOT_REFUSED = {
    "delete restore": "put it away, and bring it back",
    "unmerge unsplit undo_move undo": "take back what there is to take back, a second time nothing",
    "save_draft keep_unsent discard_draft take_back": "words are never lost, and their writer's to throw away",
    "mark_read read_mentions end_reminder": "are about the reader",
    "stand_down": "whoever is being called may stop that",
    "rate note_survey confirm_identity": "customers' answers; they refuse in words of their own, or count nowhere",
    "receive_message receive_side_answer receive_automatic": "what arrives is kept; a customer's goes to the survivor",
    "derive propose act_on_proposal set_level_at_opening tell note_stopped_rule take_due_step detach_incident": "machines",
    "use_macros": "part of what sends",
    "erase_person": "the law asks for it whatever became of the ticket",
    "open_ticket open_with_talk take_next": "name no ticket, or find one that is worked on",
    "answer_tickets start_bulk undo_bulk cancel_bulk": "each ticket in its turn refuses by the verbs above",
    "announce archive_announcement change_announcement read_announcement restore_announcement": "no ticket",
    "thank_for take_thanks_back set_concession_limit": "no ticket",
    "add_macro archive_macro change_macro restore_macro": "no ticket",
}  # fmt: skip


@pytest.fixture
def scene(settings, ticket, agent, lead, admin, customer, other_customer) -> SimpleNamespace:
    """A ticket that has one of everything."""
    settings.TIME_TRACKING = True
    now = clock.now()
    s = SimpleNamespace(ticket=ticket, agent=agent, lead=lead, admin=admin, customer=customer)
    s.other_customer, s.other, s.tomorrow = other_customer, make_ticket(), now + timedelta(days=1)
    s.talk = Talk("phone", now - timedelta(minutes=9), timedelta(minutes=3))
    s.letter = actions.Letter(html="<p>Hello</p>", seen_seq=1)
    s.forward = actions.Forward(html="<p>Hello</p>", to=["bob@supplier.test"], subject="A part")
    s.message = ticket.messages.get()
    actions.set_form(ticket, actor=agent, form=make_form("Billing", order="text"))
    actions.add_participant(ticket, actor=agent, person=other_customer)
    s.task = actions.add_task(ticket, actor=agent, text="Look")
    s.entry = actions.log_time(ticket, actor=agent, minutes=20)
    s.concession = actions.grant_concession(
        ticket, actor=agent, kind="refund", amount=Decimal(90_000), currency="EUR", reason="Late."
    )
    actions.send_identity_code(ticket, actor=agent)
    step = Step(person=agent.pk, how=("desk",))
    s.emergency = actions.declare_emergency(ticket, actor=lead, plan="p", steps=[step], reason="It burns.")
    s.tracker = Tracker.objects.create(
        name="App", kind="github", base="https://tracker.test", project="acme/app", created_at=now, due_at=now
    )
    s.issue = Issue.objects.create(tracker=s.tracker, key="12", title="Crash on start", state="open")
    integrations.link_issue(ticket, actor=agent, tracker=s.tracker, key="12")
    actions.link(ticket, actor=agent, other=s.other)
    s.side = actions.open_side_conversation(ticket, actor=agent, to=["bob@supplier.test"], subject="A part", body=WORDS)
    actions.snooze(ticket, actor=agent, until=s.tomorrow)
    s.question = actions.ask(ticket, actor=agent, person=lead, body=WORDS)
    actions.escalate(ticket, actor=agent, to_level=2, **WHY)
    return s


def _refuses(scene: SimpleNamespace, sentence: str, left_out: frozenset[str] = frozenset()) -> None:
    """Each verb with this sentence, and nothing happens."""
    wrong = {}
    for name, act in (REFUSED | ELSEWHERE).items():
        if name in left_out:
            continue
        try:
            with nothing_happened():
                act(scene)
            wrong[name] = "did it"
        except IllegalTransition as refusal:
            if str(refusal) != sentence:
                wrong[name] = str(refusal)
    assert not wrong


def test_every_verb_is_said_to_be_refused_or_not():
    known = [*REFUSED, *" ".join(NOT_REFUSED).split()]
    verbs = {name for name in actions.__all__ if name[0].islower()}
    assert verbs == set(known)
    assert len(known) == len(set(known))


@pytest.mark.django_db
def test_on_a_deleted_ticket_every_verb_says_to_restore_it_first(scene):
    actions.delete(scene.ticket, actor=scene.lead)
    _refuses(scene, f"#{scene.ticket.pk} is deleted. Restore it first.")
    with pytest.raises(IllegalTransition, match="Restore it first"):
        actions.reply(scene.ticket, actor=SystemActor("Rules"), body=WORDS, seen_seq=None)

    actions.restore(scene.ticket, actor=scene.lead)
    assert actions.tag(scene.ticket, actor=scene.agent, add=["new"])


@pytest.mark.django_db
def test_on_a_merged_ticket_every_verb_says_which_one_it_is_now(scene):
    actions.merge(scene.ticket, actor=scene.agent, into=scene.other)
    into_another = make_ticket()
    actions.merge(scene.other, actor=scene.agent, into=into_another)
    # What these are about went along, so that they act where it is now; the others have sentences of their own.
    went_along = {"answer", "withdraw", "write_side", "close_side_conversation"}
    own_words = {"merge", "link", "split", "move_message", "acknowledge_emergency"}
    sentence = f"#{scene.ticket.pk} was merged into #{into_another.pk}. Work goes on there."
    _refuses(scene, sentence, frozenset(went_along | own_words))

    with pytest.raises(IllegalTransition, match="was merged into"):
        actions.delete(scene.ticket, actor=scene.lead)
    actions.delete(into_another, actor=scene.lead)
    with nothing_happened(), pytest.raises(IllegalTransition, match=f"#{into_another.pk} is deleted"):
        actions.unmerge(scene.other, actor=scene.agent)
