"""What hangs on a ticket of the world."""

from datetime import timedelta

from django.core.files.base import ContentFile
from django.test import override_settings
from django.utils import timezone

from accounts.models import User
from desk.emergencies import acknowledge_token
from helpdesk import clock
from integrations.actions import link_issue, post_call
from integrations.models import CallKind, Issue, Tracker
from knowledgebase.models import AnswerDraft, LanguageModel
from knowledgebase.models.language_model import DraftState
from metrics.models import Survey
from outbox.models import OutboundEmail
from routing.plans import add_plan, declare
from tickets.actions import add_task, ask, log_time, open_side_conversation, remind
from tickets.content import Body
from tickets.models import Attachment, Message, Ticket


def follow_through(prefix: str, ticket: Ticket, asker: User, asked: User) -> dict[str, object]:
    return {
        f"{prefix}question": ask(ticket, actor=asker, person=asked, body=Body.from_text("Well?")).pk,
        f"{prefix}task": add_task(ticket, actor=asker, text="Call her").pk,
        f"{prefix}reminder": remind(ticket, actor=asker, at=timezone.now() + timedelta(days=2)).pk,
    }


def things_of(prefix: str, ticket: Ticket) -> dict[str, object]:
    message = ticket.messages.order_by("pk").first()
    assert message is not None
    email = OutboundEmail.objects.filter(ticket_id=ticket.pk).first()
    assert email is not None
    return {
        f"{prefix}ticket": ticket.pk,
        f"{prefix}message": message.pk,
        f"{prefix}file": file_on(message).key,
        f"{prefix}email": email.pk,
    }


def time_on(ticket: Ticket, agent: User) -> int:
    """Kept while times were kept here."""
    with override_settings(TIME_TRACKING=True):
        return log_time(ticket, actor=agent, minutes=5).pk


def survey_on(ticket: Ticket) -> str:
    """What its requester was asked about it."""
    now = timezone.now()
    sent = Survey(kind="csat", ticket=ticket, person=ticket.requester, solved_at=now, sent_at=now, question="Happy?")
    sent.language = "en"
    sent.save()
    return sent.token


def draft_on(ticket: Ticket, agent: User) -> int:
    """Written already: nobody asks a language model here, though there is one."""
    LanguageModel.objects.get_or_create(pk=1, is_on=True, address="https://models.example.com/v1", model="small")
    state, now = DraftState.READY, clock.now()
    return AnswerDraft.objects.create(
        ticket=ticket, person=agent, state=state, text="Yes.", asked_at=now, done_at=now
    ).pk


def side_on(ticket: Ticket, agent: User) -> int:
    """A talk beside the ticket with somebody outside."""
    body = Body.from_text("Is it in stock?")
    return open_side_conversation(ticket, actor=agent, to=["bob@supplier.test"], subject="A part", body=body).pk


def file_on(message: Message) -> Attachment:
    return message.attachments.get()


def file_of(person: User, name: str) -> Attachment:
    file = ContentFile(b"some words", name=name)
    return Attachment(filename=name, content_type="text/plain", size=10, uploaded_by=person, file=file)


def engineering(ticket: Ticket, private: Ticket, admin: User) -> dict[str, object]:
    """A tracker that nobody asks, an issue that both tickets are about, and a comment that was given up."""
    tomorrow = timezone.now() + timedelta(days=1)
    tracker = Tracker.objects.create(
        name="App",
        kind="github",
        base="https://api.github.com",
        project="acme/app",
        created_at=tomorrow,
        due_at=tomorrow,
    )
    issue = Issue.objects.create(tracker=tracker, key="7", title="Crash", state="Open", looked_at=timezone.now())
    things: dict[str, object] = {"tracker": tracker.pk, "issue": issue.pk, "tracker_key": tracker.webhook_key}
    for prefix, one in (("", ticket), ("private_", private)):
        link_issue(one, actor=admin, tracker=tracker, key="7")
        things[f"{prefix}call"] = post_call(tracker, CallKind.CREATE, admin, ticket=one, title="Crash").pk
    return things


def emergencies(ticket: Ticket, private: Ticket, admin: User) -> dict[str, object]:
    """Admins are called: on a ticket that all of ours see, and on one of a private team."""
    steps = [{"person": admin.pk, "how": ["desk"], "minutes": 5}]
    plan = add_plan(actor=admin, name="Outage", steps=steps)
    things: dict[str, object] = {"plan": plan.pk}
    for prefix, one in (("", ticket), ("private_", private)):
        emergency = declare(one, actor=admin, plan=plan, reason="Nobody can sign in.")
        assert emergency is not None
        things |= {f"{prefix}emergency": emergency.pk, f"{prefix}call_token": acknowledge_token(admin, emergency)}
    return things
