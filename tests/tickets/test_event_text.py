# ruff: noqa: E501 - one line per kind reads as a table
"""Events as sentences."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from accounts.actions.brands import add_brand
from accounts.actors import AUTO_CLOSE, ActorKind, SystemActor
from accounts.personal import whom_of
from helpdesk import clock
from helpdesk.templatetags.ui import exact_time
from integrations import actions as integrations
from integrations.models import Issue, Tracker
from knowledgebase.actions import add_category, make_article
from sla.actions import breach, set_policy, warn
from sla.applying import NOTHING, Applied
from sla.keeping import read
from tests.factories import make_form, make_macro, make_ticket
from tests.sla.making import make_policy
from tests.tickets.asserting import last_event
from tickets import actions
from tickets.actions.incidents import detach_incident
from tickets.actions.reminding import tell_reminder
from tickets.actions.reviewing import note_review
from tickets.actions.undelivered import note_undelivered
from tickets.calling import take_due_steps
from tickets.content import Body
from tickets.door import one_passage
from tickets.emergencies import Step
from tickets.event_names import Names
from tickets.event_text import event_text
from tickets.events import EventKind
from tickets.models import PersonMerge
from tickets.person_merges import merge_now, unmerge_now
from tickets.reminding import tell_overdue

pytestmark = pytest.mark.django_db

TOMORROW = timezone.now() + timedelta(days=1)
WORDS = Body.from_text("Hello")
RULE = SystemActor("Billing rule", ActorKind.RULE)
WHY = {"reason": "a", "tried": "b", "asked": "c"}

# What happens before (as the agent), what happens, and the sentence about it.
STORIES = {
    EventKind.OPENED: ([], lambda s: None, "Ann Lee opened this"),
    EventKind.ASSIGNED: ([], lambda s: actions.assign(s.ticket, actor=s.agent, assignee=s.bea), "Omar Haddad assigned this to Bea Novak"),
    EventKind.STATUS_CHANGED: ([], lambda s: actions.set_status(s.ticket, actor=s.agent, status="pending"), "Omar Haddad set the status to Waiting on customer"),
    EventKind.SOLVED: ([], lambda s: actions.solve(s.ticket, actor=s.agent), "Omar Haddad solved this"),
    EventKind.REOPENED: (["solve"], lambda s: actions.reopen(s.ticket, actor=s.customer), "Ann Lee reopened this"),
    EventKind.UNSOLVED: (["solve"], lambda s: actions.unsolve(s.ticket, actor=s.agent), "Omar Haddad took back that this is solved"),
    EventKind.CLOSED: ([], lambda s: actions.close(s.ticket, actor=AUTO_CLOSE), "Auto-close closed this for good"),
    EventKind.PRIORITY_CHANGED: ([], lambda s: actions.set_priority(s.ticket, actor=s.agent, priority=4), "Omar Haddad raised the priority to Urgent"),
    EventKind.KIND_CHANGED: ([], lambda s: actions.set_kind(s.ticket, actor=s.agent, kind="incident"), "Omar Haddad set the kind to Incident"),
    EventKind.BRAND_CHANGED: ([], lambda s: actions.set_brand(s.ticket, actor=s.agent, brand=add_brand(actor=AUTO_CLOSE, name="Northwind").pk), "Omar Haddad moved this to the brand Northwind"),
    EventKind.SUBJECT_CHANGED: ([], lambda s: actions.set_subject(s.ticket, actor=s.agent, subject="New"), "Omar Haddad changed the subject from “The printer is on fire”"),
    EventKind.TAGGED: ([], lambda s: actions.tag(s.ticket, actor=s.agent, add=["vip", "fire"]), "Omar Haddad added the tag fire, vip"),
    EventKind.ESCALATED: ([], lambda s: actions.escalate(s.ticket, actor=s.agent, to_level=2, **WHY), "Omar Haddad escalated this to Level 2 · Specialist, Specialists"),
    EventKind.DE_ESCALATED: (["escalate"], lambda s: actions.de_escalate(s.ticket, actor=s.bea, to_level=1, reason="x"), "Bea Novak brought this down to Level 1 · First line: “x”"),
    EventKind.ESCALATION_ACCEPTED: (["escalate"], lambda s: actions.accept_escalation(s.ticket, actor=s.bea), "Bea Novak accepted the escalation"),
    EventKind.ESCALATION_DECLINED: (["escalate"], lambda s: actions.decline_escalation(s.ticket, actor=s.bea, reason="x"), "Bea Novak declined the escalation: “x”"),
    EventKind.HANDED_BACK: (["escalate"], lambda s: actions.hand_back(s.ticket, actor=s.bea, answer="x"), "Bea Novak handed this back: “x”"),
    EventKind.ESCALATION_WITHDRAWN: (["escalate"], lambda s: undo_last(s, s.agent), "Omar Haddad withdrew the escalation"),
    EventKind.ESCALATION_UNACCEPTED: (["escalate", "accept"], lambda s: undo_last(s, s.bea), "Bea Novak took back accepting the escalation, so it waits again"),
    EventKind.ESCALATION_RESUMED: (["escalate", "hand_back"], lambda s: undo_last(s, s.bea), "Bea Novak took back the answer to the escalation, so it goes on"),
    EventKind.ESCALATION_JUDGED: (["escalate"], lambda s: actions.judge_escalation(s.ticket, actor=s.lead, is_avoidable=True), "Lena Vogt said that level 1 should have solved this"),
    EventKind.LINKED: ([], lambda s: actions.link(s.ticket, actor=s.agent, other=s.other), "Omar Haddad linked this to #{other}"),
    EventKind.UNLINKED: (["link"], lambda s: actions.unlink(s.ticket, actor=s.agent, other=s.other), "Omar Haddad removed the link to #{other}"),
    EventKind.CLOSE_RULE_SET: (["make_child"], lambda s: actions.set_close_rule(s.ticket, actor=s.agent, close_rule="along"), "Omar Haddad let the parent #{other} be solved with the last of its children"),
    EventKind.CHILDREN_SOLVED: (["make_parent"], lambda s: actions.solve(s.other, actor=s.agent), "All children are solved, #{other} was the last"),
    EventKind.FORM_SET: ([], lambda s: actions.set_form(s.ticket, actor=s.agent, form=make_form("Billing", order="text")), "Omar Haddad chose the form “Billing”"),
    EventKind.FIELDS_SET: (["set_form"], lambda s: actions.set_field(s.ticket, actor=s.agent, key="order", value="A-17"), "Omar Haddad set Order to A-17"),
    EventKind.MARKED_SPAM: ([], lambda s: actions.mark_spam(s.ticket, actor=s.agent), "Omar Haddad marked this as spam"),
    EventKind.UNMARKED_SPAM: (["mark_spam"], lambda s: actions.unmark_spam(s.ticket, actor=s.agent), "Omar Haddad said that this is no spam"),
    EventKind.DELETED: ([], lambda s: actions.delete(s.ticket, actor=s.lead), "Lena Vogt deleted this"),
    EventKind.RESTORED: (["delete"], lambda s: actions.restore(s.ticket, actor=s.lead), "Lena Vogt restored this"),
    EventKind.SNOOZED: ([], lambda s: actions.snooze(s.ticket, actor=s.agent, until=TOMORROW), "Omar Haddad snoozed this until {tomorrow}"),
    EventKind.UNSNOOZED: (["snooze"], lambda s: actions.unsnooze(s.ticket, actor=s.agent), "Omar Haddad ended the snooze"),
    EventKind.RECEIVED: ([], lambda s: actions.receive_message(s.ticket, actor=s.customer, body=WORDS, channel="email"), "Ann Lee wrote"),
    EventKind.AUTO_RECEIVED: ([], lambda s: actions.receive_automatic(s.ticket, actor=AUTO_CLOSE, author=s.customer, body=WORDS), "An automatic answer arrived"),
    EventKind.REPLIED: ([], lambda s: actions.reply(s.ticket, actor=s.agent, body=WORDS, seen_seq=None), "Omar Haddad replied"),
    EventKind.NOTED: ([], lambda s: actions.add_note(s.ticket, actor=s.agent, body=WORDS), "Omar Haddad wrote a note"),
    EventKind.SIDE_OPENED: ([], lambda s: s.open_side(), "Omar Haddad asked bob@supplier.test in a side conversation"),
    EventKind.SIDE_WRITTEN: (["side"], lambda s: actions.write_side(s.side, actor=s.agent, body=WORDS), "Omar Haddad wrote to bob@supplier.test in a side conversation"),
    EventKind.SIDE_ANSWERED: (["side"], lambda s: actions.receive_side_answer(s.side, actor=s.charlie, body=WORDS), "Charlie Stone answered in a side conversation"),
    EventKind.SIDE_CLOSED: (["side"], lambda s: actions.close_side_conversation(s.side, actor=s.agent), "Omar Haddad closed the side conversation with bob@supplier.test"),
    EventKind.PARTICIPANT_ADDED: ([], lambda s: actions.add_participant(s.ticket, actor=s.agent, person=s.charlie), "Omar Haddad put Charlie Stone in copy"),
    EventKind.PARTICIPANT_REMOVED: (["add_participant"], lambda s: actions.remove_participant(s.ticket, actor=s.agent, person=s.charlie), "Omar Haddad took Charlie Stone out of copy"),
    EventKind.MACRO_APPLIED: ([], lambda s: actions.apply_macro(s.ticket, actor=s.agent, macro=make_macro(name="Urgent", priority=4)), "Omar Haddad used the macro “Urgent”"),
    EventKind.MERGED: ([], lambda s: actions.merge(s.ticket, actor=s.agent, into=s.other), "Omar Haddad merged this into #{other}"),
    EventKind.MERGED_HERE: ([], lambda s: actions.merge(s.other, actor=s.agent, into=s.ticket), "Omar Haddad merged #{other} into this"),
    EventKind.UNMERGED: (["merge"], lambda s: actions.unmerge(s.ticket, actor=s.agent), "Omar Haddad took the merge into #{other} back"),
    EventKind.UNMERGED_HERE: (["merge_here"], lambda s: actions.unmerge(s.other, actor=s.agent), "Omar Haddad took the merge of #{other} into this back"),
    EventKind.SPLIT: (["write"], lambda s: s.split(), "Omar Haddad split a message off into #{new}"),
    EventKind.UNSPLIT_HERE: (["write", "split"], lambda s: actions.unsplit(s.new, actor=s.agent), "Omar Haddad took the split into #{new} back"),
    EventKind.UNSPLIT: (["write", "split", "turn"], lambda s: actions.unsplit(s.ticket, actor=s.agent), "Omar Haddad took the split back: this is in #{new} again"),
    EventKind.MOVED_AWAY: (["write"], lambda s: actions.move_message(s.newest(), actor=s.agent, to=s.other), "Omar Haddad moved a message to #{other}"),
    EventKind.MOVED_HERE: (["write", "move"], lambda s: actions.undo_move(s.newest(s.other), actor=s.agent), "Omar Haddad moved a message back here from #{other}"),
    EventKind.PEOPLE_MERGED: ([], lambda s: s.merge_people(), "Omar Haddad merged Ann Lee into Charlie Stone: they are one person"),
    EventKind.PERSON_ERASED: ([], lambda s: actions.erase_person(s.ticket, actor=s.admin, whom=whom_of(s.customer)), "Ada Min erased the personal data of somebody who asked for it"),
    EventKind.PEOPLE_UNMERGED: (["merge_people"], lambda s: unmerge_now(PersonMerge.objects.get(), actor=s.agent), "Omar Haddad took the merge of Ann Lee into Charlie Stone back"),
    EventKind.CONCESSION_GRANTED: ([], lambda s: s.concede(s.admin), "Ada Min granted a refund of 5.00 EUR"),
    EventKind.CONCESSION_ASKED: ([], lambda s: s.concede(s.agent), "Omar Haddad asked for approval of a refund of 5.00 EUR"),
    EventKind.CONCESSION_APPROVED: (["concede"], lambda s: actions.approve_concession(s.conceded(), actor=s.admin), "Ada Min approved a refund of 5.00 EUR"),
    EventKind.CONCESSION_DECLINED: (["concede"], lambda s: actions.decline_concession(s.conceded(), actor=s.lead, words="x"), "Lena Vogt declined a refund of 5.00 EUR"),
    EventKind.CONCESSION_REOPENED: (["concede", "approve"], lambda s: actions.reopen_concession(s.conceded(), actor=s.admin), "Ada Min took the decision on a refund of 5.00 EUR back; it waits again"),
    EventKind.CONCESSION_WITHDRAWN: (["concede"], lambda s: actions.withdraw_concession(s.conceded(), actor=s.agent), "Omar Haddad no longer asks for a refund of 5.00 EUR"),
    EventKind.EMERGENCY_DECLARED: ([], lambda s: s.declare(), "Lena Vogt declared an emergency (Outage): It burns."),
    EventKind.EMERGENCY_CALLED: ([], lambda s: s.declare(), "Called for the emergency: Bea Novak"),
    EventKind.EMERGENCY_ACKNOWLEDGED: (["declare"], lambda s: actions.acknowledge_emergency(s.emergency, actor=s.agent), "Omar Haddad acknowledged the emergency and is on it"),
    EventKind.EMERGENCY_UNANSWERED: (["declare"], lambda s: s.nobody_answers(), "Everybody was called for the emergency, and nobody acknowledged it"),
    EventKind.EMERGENCY_ENDED: (["declare"], lambda s: actions.stand_down(s.emergency, actor=s.lead, words="It is out."), "Lena Vogt stood the emergency down: It is out."),
    EventKind.IDENTITY_ASKED: ([], lambda s: actions.send_identity_code(s.ticket, actor=s.agent), "Omar Haddad sent a code to ann@example.net to check who is asking"),
    EventKind.IDENTITY_VERIFIED: (["identify"], lambda s: actions.confirm_identity(s.sent), "Ann Lee confirmed who they are by the link in the mail; verified until {verified}"),
    EventKind.IDENTITY_FAILED: (["identify"], lambda s: actions.verify_identity(s.ticket, actor=s.agent, code="000000"), "Omar Haddad entered a wrong code"),
    EventKind.IDENTITY_EXPIRED: (["identify", "confirm"], lambda s: actions.verify_identity(s.ticket, actor=s.agent, code="000000"), "Omar Haddad entered a code that no longer works"),
    EventKind.QUESTION_ASKED: ([], lambda s: s.ask(), "Omar Haddad asked Bea Novak a question"),
    EventKind.QUESTION_ANSWERED: (["ask"], lambda s: actions.answer(s.question, actor=s.bea, body=WORDS), "Bea Novak answered the question"),
    EventKind.QUESTION_WITHDRAWN: (["ask"], lambda s: actions.withdraw(s.question, actor=s.agent), "Omar Haddad withdrew the question to Bea Novak"),
    EventKind.QUESTION_OVERDUE: (["ask_in_time"], lambda s: s.overdue(), "The time to answer the question to Bea Novak is over"),
    EventKind.TASK_ADDED: ([], lambda s: s.add_task(), "Omar Haddad added the task “Call her”"),
    EventKind.TASK_CHANGED: (["task"], lambda s: actions.change_task(s.task, actor=s.agent, text="Call him"), "Omar Haddad changed the task “Call him”"),
    EventKind.TASK_DONE: (["task"], lambda s: actions.set_task_done(s.task, actor=s.agent), "Omar Haddad ticked off “Call her”"),
    EventKind.TASK_UNDONE: (["task", "task_done"], lambda s: actions.set_task_done(s.task, actor=s.agent, done=False), "Omar Haddad opened the task “Call her” again"),
    EventKind.TASK_REMOVED: (["task"], lambda s: actions.remove_task(s.task, actor=s.agent), "Omar Haddad removed the task “Call her”"),
    EventKind.TASK_OVERDUE: (["task_in_time"], lambda s: s.overdue(), "The time for the task “Call her” is over"),
    EventKind.TASKS_ORDERED: (["task", "task"], lambda s: actions.order_tasks(s.ticket, actor=s.agent, order=[s.task.pk]), "Omar Haddad put the tasks in another order"),
    EventKind.TIME_LOGGED: ([], lambda s: s.work(), "Omar Haddad worked 20 min on this"),
    EventKind.TIME_CHANGED: (["work"], lambda s: actions.change_time(s.entry, actor=s.agent, minutes=25), "Omar Haddad corrected a time to 25 min"),
    EventKind.TIME_REMOVED: (["work"], lambda s: actions.remove_time(s.entry, actor=s.agent), "Omar Haddad took a time of 20 min away"),
    EventKind.REMINDER_SET: ([], lambda s: s.remind(), "Omar Haddad set a reminder for {tomorrow}"),
    EventKind.REMINDER_DUE: (["remind"], lambda s: s.tell(), "Omar Haddad was reminded of this"),
    EventKind.REMINDER_ENDED: (["remind"], lambda s: actions.end_reminder(s.reminder, actor=s.agent), "Omar Haddad is done with a reminder"),
    EventKind.INCIDENTS_ANSWERED: (["make_problem"], lambda s: s.answer_all(), "Omar Haddad answers the incident of this"),
    EventKind.INCIDENT_DETACHED: (["make_incident"], lambda s: detach_incident(s.ticket, person=s.customer), "Ann Lee wrote again after the answer to all: this is no incident of #{other} any more"),
    EventKind.ARTICLE_MADE: (["solve"], lambda s: s.make_article(), "Omar Haddad made an article of this: “How to pay”"),
    EventKind.ISSUE_LINKED: ([], lambda s: s.link_issue(), "Omar Haddad linked this to the issue app#12 “Crash on start”"),
    EventKind.ISSUE_UNLINKED: (["link_issue"], lambda s: integrations.unlink_issue(s.ticket, actor=s.agent, issue=s.issue), "Omar Haddad removed the link to the issue app#12 “Crash on start”"),
    EventKind.ISSUE_ASKED: (["track"], lambda s: s.create_issue(), "Omar Haddad creates an issue in App: “It crashes”"),
    EventKind.ISSUE_COMMENTED: (["link_issue"], lambda s: integrations.comment_on_issue(s.ticket, actor=s.agent, issue=s.issue, body=WORDS), "Omar Haddad sent the note to app#12 “Crash on start”"),
    EventKind.ISSUE_CHANGED: (["link_issue"], lambda s: s.issue_is("in review"), "app#12 “Crash on start” is now: in review"),
    EventKind.ISSUE_DONE: (["link_issue"], lambda s: s.issue_is("closed", is_done=True), "app#12 “Crash on start” is done (closed)"),
    EventKind.ISSUE_REOPENED: (["link_issue", "issue_done"], lambda s: s.issue_is("open"), "app#12 “Crash on start” is open again (open)"),
    EventKind.ISSUE_FAILED: (["track", "create_issue"], lambda s: integrations.tell_failed(s.call, "It answers no more."), "No issue was created in App: It answers no more."),
    EventKind.SLA_SET: (["promise"], lambda s: set_policy(s.ticket, NOTHING), "No policy promises anything for this any more"),
    EventKind.SLA_WARNED: (["promise"], lambda s: warn(s.ticket, s.promised()), "50 % of the time for the first response is used up: due {due}"),
    EventKind.SLA_BREACHED: (["promise"], lambda s: breach(s.ticket, s.promised()), "The first response did not come by {due}"),
    EventKind.LEVEL_SET: ([], lambda s: s.open_at_level_2(), "The rule “Billing rule” let this begin at Level 2 · Specialist"),
    EventKind.TOLD: ([], lambda s: actions.tell(s.ticket, actor=RULE, people=[s.bea], text="Look at this"), "The rule “Billing rule” told Bea Novak: Look at this"),
    EventKind.RULE_STOPPED: ([], lambda s: actions.note_stopped_rule(s.ticket, actor=RULE, rule=1, name="Tag it", reason="loop"), "The rule “Tag it” set itself off again and again and was switched off"),
    EventKind.SURVEY_SENT: (["solve"], lambda s: actions.note_survey(s.ticket, person=s.customer, survey=1, of="csat", solved_at=TOMORROW), "Ann Lee was asked by mail to rate our help"),
    EventKind.RATED: (["solve"], lambda s: actions.rate(s.ticket, actor=s.customer, survey=1, of="csat", score=5, before=None, comment="Quick!"), "Ann Lee rated our help: Very happy (5 of 5) – “Quick!”"),
    EventKind.UNDELIVERED: ([], lambda s: note_undelivered(s.ticket, message=1, came_back=True, tell=[s.agent.pk]), "An answer came back"),
    EventKind.REVIEWED: (["solve"], lambda s: note_review(s.ticket, actor=s.lead, review=1, agent=s.agent.pk), "Lena Vogt went through this case"),
}  # fmt: skip
EARLIER = {
    "solve": lambda s: actions.solve(s.ticket, actor=s.agent),
    "escalate": lambda s: actions.escalate(s.ticket, actor=s.agent, to_level=2, **WHY),
    "accept": lambda s: actions.accept_escalation(s.ticket, actor=s.bea),
    "hand_back": lambda s: actions.hand_back(s.ticket, actor=s.bea, answer="x"),
    "snooze": lambda s: actions.snooze(s.ticket, actor=s.agent, until=TOMORROW),
    "link": lambda s: actions.link(s.ticket, actor=s.agent, other=s.other),
    "make_child": lambda s: actions.link(s.ticket, actor=s.agent, other=s.other, kind="child"),
    "make_parent": lambda s: actions.link(s.other, actor=s.agent, other=s.ticket, kind="child"),
    "set_form": lambda s: actions.set_form(s.ticket, actor=s.agent, form=make_form("Billing", order="text")),
    "mark_spam": lambda s: actions.mark_spam(s.ticket, actor=s.agent),
    "delete": lambda s: actions.delete(s.ticket, actor=s.lead),
    "add_participant": lambda s: actions.add_participant(s.ticket, actor=s.agent, person=s.charlie),
    "ask": lambda s: s.ask(),
    "ask_in_time": lambda s: s.ask_in_time(),
    "task_in_time": lambda s: s.task_in_time(),
    "promise": lambda s: s.promise(),
    "approve": lambda s: actions.approve_concession(s.conceded(), actor=s.admin),
    "merge": lambda s: actions.merge(s.ticket, actor=s.agent, into=s.other),
    "merge_here": lambda s: actions.merge(s.other, actor=s.agent, into=s.ticket),
    "write": lambda s: actions.reply(s.ticket, actor=s.agent, body=WORDS, seen_seq=None),
    "split": lambda s: s.split(),
    "turn": lambda s: s.turn(),
    "merge_people": lambda s: s.merge_people(),
    "side": lambda s: s.open_side(),
    "task": lambda s: s.add_task(),
    "task_done": lambda s: actions.set_task_done(s.task, actor=s.agent),
    "remind": lambda s: s.remind(),
    "work": lambda s: s.work(),
    "move": lambda s: actions.move_message(s.newest(), actor=s.agent, to=s.other),
    "concede": lambda s: s.concede(s.agent),
    "declare": lambda s: s.declare(),
    "make_problem": lambda s: s.make_problem(),
    "make_incident": lambda s: s.make_incident(),
    "track": lambda s: s.track(),
    "link_issue": lambda s: s.link_issue(),
    "create_issue": lambda s: s.create_issue(),
    "issue_done": lambda s: s.issue_is("closed", is_done=True),
    "identify": lambda s: s.identify(),
    "confirm": lambda s: actions.confirm_identity(s.sent),
}


def undo_last(scene, person):
    actions.undo(scene.ticket, actor=person, seq=last_event(scene.ticket).seq)


class Scene:
    def __init__(self, **cast) -> None:
        self.__dict__.update(cast)
        self.new = self.other

    def newest(self, ticket=None):
        return (ticket or self.ticket).messages.last()

    def split(self):
        self.new = actions.split(self.ticket, actor=self.agent, messages=[self.newest()])

    def open_side(self):
        self.side = actions.open_side_conversation(
            self.ticket, actor=self.agent, to=["bob@supplier.test"], subject="A part", body=WORDS
        )

    def declare(self):
        steps = [Step(person=self.bea.pk, how=("desk",))]
        words = {"plan": "Outage", "reason": "It burns."}
        self.emergency = actions.declare_emergency(self.ticket, actor=self.lead, steps=steps, **words)

    def nobody_answers(self):
        with clock.at(clock.now() + timedelta(hours=1)):
            take_due_steps()

    def merge_people(self):
        merge_now(self.customer, actor=self.agent, into=self.charlie)

    def concede(self, who):
        actions.grant_concession(
            self.ticket, actor=who, kind="refund", amount=Decimal(5), currency="EUR", reason="Late."
        )

    def conceded(self):
        return self.ticket.concessions.get()

    def identify(self):
        self.sent = actions.send_identity_code(self.ticket, actor=self.agent)

    def promise(self):
        version = make_policy().current
        set_policy(self.ticket, Applied(version.pk, None))

    def promised(self):
        return read(self.ticket.sla).clocks["first_response"]

    def ask(self):
        self.question = actions.ask(self.ticket, actor=self.agent, person=self.bea, body=WORDS)

    def add_task(self):
        self.task = actions.add_task(self.ticket, actor=self.agent, text="Call her")

    def ask_in_time(self):
        self.question = actions.ask(self.ticket, actor=self.agent, person=self.bea, body=WORDS, due_at=TOMORROW)

    def task_in_time(self):
        self.task = actions.add_task(self.ticket, actor=self.agent, text="Call her", due_at=TOMORROW)

    def overdue(self):
        with clock.at(TOMORROW + timedelta(seconds=1)):
            tell_overdue()

    def work(self):
        self.entry = actions.log_time(self.ticket, actor=self.agent, minutes=20)

    def remind(self):
        self.reminder = actions.remind(self.ticket, actor=self.agent, at=TOMORROW)

    def tell(self):
        with clock.at(TOMORROW + timedelta(seconds=1)):
            tell_reminder(self.reminder)

    def open_at_level_2(self):
        with one_passage():
            self.ticket = make_ticket()
            actions.set_level_at_opening(self.ticket, actor=RULE, level=2)

    def make_problem(self):
        actions.set_kind(self.ticket, actor=self.agent, kind="problem")
        actions.link(self.other, actor=self.agent, other=self.ticket, kind="incident")

    def make_incident(self):
        actions.set_kind(self.other, actor=self.agent, kind="problem")
        actions.link(self.ticket, actor=self.agent, other=self.other, kind="incident")

    def answer_all(self):
        words = {"html": "<p>It works again.</p>", "seen": {self.other.pk: 1}, "token": "one"}
        actions.answer_incidents(self.ticket, actor=self.agent, **words)

    def track(self):
        now = clock.now()
        self.tracker = Tracker.objects.create(
            name="App", kind="github", base="https://tracker.test", project="acme/app", created_at=now, due_at=now
        )

    def make_article(self):
        category = add_category(actor=None, name="Billing", language="en")
        make_article(
            self.ticket, actor=self.agent, title="How to pay", body="By card.", category=category, language="en"
        )

    def link_issue(self):
        self.track()
        self.issue = Issue.objects.create(tracker=self.tracker, key="12", title="Crash on start", state="open")
        self.issue_link = integrations.link_issue(self.ticket, actor=self.agent, tracker=self.tracker, key="12")

    def create_issue(self):
        words = {"title": "It crashes", "body": "At once."}
        self.call = integrations.create_issue(self.ticket, actor=self.agent, tracker=self.tracker, **words)

    def issue_is(self, state, *, is_done=False):
        Issue.objects.update(state=state, is_done=is_done)
        integrations.tell_state(self.issue_link)

    def turn(self):
        """Look from the other side."""
        self.ticket, self.new = self.new, self.ticket


@pytest.fixture
def scene(settings, ticket, agent, agent_l2, lead, admin, customer, other_customer) -> Scene:
    settings.TIME_TRACKING = True
    return Scene(
        ticket=ticket,
        agent=agent,
        bea=agent_l2,
        lead=lead,
        admin=admin,
        customer=customer,
        charlie=other_customer,
        other=make_ticket(),
    )


@pytest.mark.parametrize("kind", EventKind)
def test_every_kind_of_event_has_a_sentence(scene, kind):
    before, happens, sentence = STORIES[kind]
    for name in before:
        EARLIER[name](scene)
    happens(scene)

    event = last_event(scene.ticket)
    if kind == EventKind.EMERGENCY_DECLARED:  # whoever is called first is called in the same act
        event = scene.ticket.events.get(seq=event.seq - 1)

    assert event.kind == kind
    verified = scene.ticket.verified_until
    told = sentence.format(
        other=scene.other.pk,
        new=scene.new.pk,
        tomorrow=exact_time(TOMORROW),
        verified=exact_time(verified) if verified else "",
        due=exact_time(scene.promised().due) if "{due}" in sentence else "",
    )
    assert event_text(event, Names.of([event])) == told
    with translation.override("de"):
        assert event_text(event, Names.of([event]))


def test_assignments_tell_who_and_where(scene):
    def said() -> str:
        event = last_event(scene.ticket)
        return event_text(event, Names.of([event]))

    actions.assign(scene.ticket, actor=scene.agent, assignee=scene.agent)
    assert said() == "Omar Haddad took this on"
    actions.assign_team(scene.ticket, actor=scene.lead, team=scene.agent.teams.get())
    assert said() == "Lena Vogt moved this to First line"
    actions.assign_team(scene.ticket, actor=scene.lead, team=None)
    assert said() == "Lena Vogt took this out of the team's queue"
    actions.assign(scene.ticket, actor=scene.lead, assignee=None)
    assert said() == "Lena Vogt took the assignee off"
    actions.set_priority(scene.ticket, actor=scene.lead, priority=1)
    assert said() == "Lena Vogt lowered the priority to Low"
    actions.tag(scene.ticket, actor=scene.lead, add=["a"])
    actions.tag(scene.ticket, actor=scene.lead, add=["b"], remove=["a"])
    assert said() == "Lena Vogt added the tag b and removed the tag a"


def test_a_page_of_events_takes_two_queries(scene, django_assert_num_queries):
    for _ in range(5):
        actions.add_note(scene.ticket, actor=scene.agent, body=WORDS)
    actions.assign_team(scene.ticket, actor=scene.agent, team=scene.agent.teams.get())
    events = list(scene.ticket.events.all())

    with django_assert_num_queries(2):
        names = Names.of(events)
        assert all(event_text(event, names) for event in events)
