"""A small desk with something of everything, and everybody who might look at it."""

from dataclasses import dataclass, field
from datetime import time, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.test import Client, override_settings
from django.utils import timezone

from accounts.actions.brands import add_brand
from accounts.actions.staff import invitation_tokens, invite_agent
from accounts.actions.teams import add_team
from accounts.addresses import add_address
from accounts.models import Role, SettingChange, Skill, User
from accounts.tokens import make_token
from desk.emergencies import acknowledge_token
from desk.models import Notification
from desk.notifications.mailing import switch_off_token
from helpdesk import clock
from integrations.actions import link_issue, post_call
from integrations.models import CallKind, Issue, Tracker
from knowledgebase.actions import add_article, add_category, add_section, give_feedback, publish
from knowledgebase.models import AnswerDraft, LanguageModel, Picture, Translation
from knowledgebase.models.language_model import DraftState
from mail.blocking import block_sender
from mail.fetching.keeping import connect_imap
from mail.imap_models import CheckState, ConnectionCheck
from mail.models import InboundEmail, InboundReason, InboundState, Mailbox, Provider, TrustedSender
from mail.proactive.actions import write_proactive
from mail.proactive.wording import stop_link
from mail.receiving import store
from mail.rule_keeping import add_mail_rule
from mail.rule_models import MailRule
from mail.signing import make_key
from metrics.actions.dashboards import save_dashboard
from metrics.actions.reports import schedule_report
from metrics.actions.restating import restate
from metrics.models import CaseReview, EmergingIssue, EmergingTicket, Survey
from metrics.reviews import week_of
from outbox.models import OutboundEmail
from privacy.actions import ask_copy, ask_erasure
from routing.actions import add_target
from routing.plans import add_plan, declare
from search.saved_views import save_view
from search.tags import add_tag
from sla import recomputing
from sla.changing import save_calendar
from sla.models import Calendar
from status.actions import publish_issue, subscribe
from status.mailing import token_of
from tests.brands.conftest import LOGO
from tests.factories import (
    AgentFactory,
    CustomerFactory,
    MailboxFactory,
    OrganizationFactory,
    TeamFactory,
    make_form,
    make_macro,
    make_rule,
    make_ticket,
)
from tests.mail.hooking import provider_of
from tests.sla.making import ALWAYS, make_calendar, make_policy
from tickets.actions import (
    add_note,
    add_task,
    announce,
    ask,
    grant_concession,
    log_time,
    open_side_conversation,
    remind,
    reply,
    send_identity_code,
    set_form,
    start_bulk,
)
from tickets.actions.forms import add_field
from tickets.actions.style_guides import add_style_guide
from tickets.content import Body
from tickets.identity import token_for
from tickets.models import Attachment, EscalationReason, Mention, Message, Ticket
from tickets.models.announcement import AnnouncementKind
from tickets.models.bulk import BulkKind
from tickets.models.concession import ConcessionKind
from tickets.person_merges import merge_now

CUSTOMERS = ("ann", "carl", "charlie")
STAFF = ("omar", "bea", "insider", "lead", "manager", "admin")
EVERYBODY = ("anonymous", *CUSTOMERS, *STAFF)


@dataclass
class World:
    """`values` fill the placeholders of routes: {"ticket": 7, ...}."""

    people: dict[str, User | AnonymousUser]
    values: dict[str, object]
    sessions: dict[str, str] = field(default_factory=dict)

    def client(self, name: str) -> Client:
        """A browser in which this person has just signed in; what an earlier one did to its cookies is not in it."""
        client = Client(HTTP_ACCEPT="text/html")
        if name in self.sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[name]
        return client


def build_world() -> World:
    people = build_people()
    world = World(people, build_things(people))
    for name, person in people.items():
        if isinstance(person, User):
            client = Client()
            client.force_login(person)
            world.sessions[name] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return world


def build_people() -> dict[str, User | AnonymousUser]:
    """Ann asks, Carl is copied, Charlie has nothing to do with it; the insider's team is private."""
    acme = OrganizationFactory(name="Acme")
    people: dict[str, User | AnonymousUser] = {
        "anonymous": AnonymousUser(),
        "ann": CustomerFactory(email="ann@example.net", name="Ann Lee", organization=acme, manages_organization=True),
        "carl": CustomerFactory(email="carl@example.net", name="Carl Copied", organization=acme),
        "charlie": CustomerFactory(email="charlie@elsewhere.test", name="Charlie Stone"),
        "omar": AgentFactory(email="agent@example.com", name="Omar Haddad", level=1),
        "bea": AgentFactory(email="agent2@example.com", name="Bea Novak", level=2),
        "insider": AgentFactory(email="insider@example.com", name="Ines Inside", level=1),
        "lead": AgentFactory(email="lead@example.com", name="Lena Vogt", role=Role.LEAD, level=2),
        "manager": AgentFactory(email="manager@example.com", name="Maya Ortiz", role=Role.MANAGER),
        "admin": AgentFactory(email="admin@example.com", name="Ada Min", role=Role.ADMIN),
    }
    TeamFactory(name="First line", levels=[1]).members.add(people["omar"])
    TeamFactory(name="Specialists", levels=[2]).members.add(people["bea"])
    TeamFactory(name="Payroll", levels=[1], is_private=True).members.add(people["insider"])
    return people


def build_things(people: dict) -> dict[str, object]:
    MailboxFactory()
    payroll = people["insider"].teams.get()
    screen = file_of(people["ann"], "screen.txt")
    ticket = make_ticket(requester=people["ann"], cc=[people["carl"]], attachments=[screen])
    answer = reply(
        ticket,
        actor=people["omar"],
        body=Body.from_text("Unplug it."),
        seen_seq=None,
        attachments=[file_of(people["omar"], "manual.txt")],
    )
    note = add_note(
        ticket,
        actor=people["omar"],
        body=Body.from_text("He called before, @Bea Novak."),
        attachments=[file_of(people["omar"], "log.txt")],
    )
    private = make_ticket(requester=people["ann"], team=payroll, attachments=[file_of(people["ann"], "pay.txt")])
    others = make_ticket(requester=people["charlie"])
    message = ticket.messages.order_by("pk").first()
    assert message is not None
    form = make_form("Where", area={"kind": "tree", "options": [{"name": "Hardware"}]})
    for one in (ticket, private):
        set_form(one, actor=people["insider"], form=form)
    raw = b"Subject: Help\r\n\r\nIt burns.\r\n"
    row = store(raw, "ann@example.net", ["support@example.com"], "test")
    InboundEmail.objects.filter(pk=row.pk).update(ticket=ticket, ticket_message=message, state=InboundState.CREATED)
    refund = grant_concession(
        ticket, actor=people["bea"], kind=ConcessionKind.REFUND, amount=Decimal(5), currency="EUR", reason="Late."
    )
    assert refund is not None
    return {
        **things_of("", ticket),
        "identity_token": token_for(send_identity_code(ticket, actor=people["omar"])),
        "survey_token": survey_on(ticket),
        "survey_kind": "csat",
        **known_issue_of(people["lead"]),
        "erasure": ask_erasure(people["ann"], actor=people["ann"]).pk,
        "data_copy": ask_copy(people["ann"], actor=people["ann"]).key,
        "mail_text_kind": "acknowledgement",
        "concession": refund.pk,
        "key": str(uuid4()),
        "win": announce(actor=people["omar"], kind=AnnouncementKind.WIN, html="<p>Cake</p>").pk,
        "insiders_announcement": announce(
            actor=people["admin"], kind=AnnouncementKind.ANNOUNCEMENT, html="<p>Pay day</p>", teams=[payroll]
        ).pk,
        "mailed_message": message.pk,
        **things_of("private_", private),
        "answer_draft": draft_on(ticket, people["omar"]),
        "private_answer_draft": draft_on(private, people["insider"]),
        "side": side_on(ticket, people["omar"]),
        "private_side": side_on(private, people["insider"]),
        "time": time_on(ticket, people["omar"]),
        "private_time": time_on(private, people["insider"]),
        "note": note.pk,
        "note_file": file_on(note).key,
        "person": people["ann"].pk,
        "other_person": people["charlie"].pk,
        "address": add_address(people["ann"], actor=people["omar"], email="ann@work.example").pk,
        "person_merge": merge_now(CustomerFactory(name="Ann at home"), actor=people["omar"], into=people["ann"]).pk,
        "organization": people["ann"].organization.pk,
        "team": payroll.pk,
        "others_ticket": others.pk,
        "omars_token": make_token(people["omar"], name="Script", scopes=["read"])[0].pk,
        "email_with_file": OutboundEmail.objects.get(ticket_message_id=answer.pk).pk,
        "rule": make_rule(actor=people["admin"], state="draft").pk,
        "rule_version": 1,
        "calendar": make_calendar("Berlin", zone="Europe/Berlin").pk,
        "corrected_calendar": (corrected := _corrected(people["admin"])).pk,
        "restatement": restate(corrected, actor=people["admin"]).pk,
        "recomputation": recomputing.start("Berlin", actor=people["admin"]).pk,
        "brand": add_brand(actor=people["admin"], name="Northwind", colour="#8a1c4a", logo=LOGO).pk,
        "brand_key": "known",
        "style_guide": add_style_guide(actor=people["admin"], name="Ours").pk,
        "policy": make_policy("Nobody", conditions={"field": "tag", "is": ["promised"]}).pk,
        "webhook_target": add_target(actor=people["admin"], name="CRM", url="https://crm.example/").pk,
        "macro": make_macro(name="Thanks", html="<p>Thanks</p>", priority=3, owner=people["omar"]).pk,
        "notification": Notification.objects.get(person=people["bea"]).pk,
        "beas_mails": switch_off_token(people["bea"], ["mentioned"]),
        "mention": Mention.objects.get(person=people["bea"]).pk,
        "mail_rule": mail_rule(people["admin"]).pk,
        "mailbox": mailbox_elsewhere(admin=people["admin"]).pk,
        "proactive": write_proactive(
            actor=people["manager"], mailbox=Mailbox.objects.get(), subject="News", html="<p>Hello</p>"
        ).pk,
        "stop_token": stop_link(people["ann"]).rstrip("/").split("/")[-2],
        "mail_hook": provider_of(Mailbox.objects.get(), Provider.POSTMARK).hook_key,
        "mailed_file": file_on(answer).pk,
        "colleague": people["bea"].pk,
        "reason": EscalationReason.objects.create(name="Too heavy").pk,
        "level": 2,
        "skill": Skill.objects.create(name="Billing").pk,
        "form": form.pk,
        "tree": "area",
        "name": "file.txt",
        "view": "open",
        "own_view": save_view(actor=people["omar"], name="Mine", filter="tag:billing").pk,
        "shared_view": save_view(actor=people["lead"], name="Ours", filter="tag:billing", visibility="all").pk,
        "tomorrow": (timezone.now() + timedelta(days=1)).isoformat(),
        "message_kind": "public",
        "copied": "cc",
        "smart_field": "priority",
        "figure": "first_response_time",
        "narrowing": "organization",
        **figures_kept(people["manager"]),
        "session_end": "solved",
        "emerging_issue": _emerging(ticket).pk,
        "case_review": _case(ticket, people["omar"]).pk,
        "news_kind": "lesson",
        "blocked_sender": block_sender("pest@spam.test", actor=people["omar"]).pk,
        "stopped_mail": stopped_mail().pk,
        "trusted_sender": TrustedSender.objects.create(
            address="forged@example.net", trusted_by=people["admin"], created_at=timezone.now()
        ).pk,
        **follow_through("", ticket, people["omar"], people["lead"]),
        **follow_through("private_", private, people["insider"], people["admin"]),
        "bulk_choices": "people",
        "bulk_act": start_bulk(
            actor=people["omar"], kind=BulkKind.READ, numbers=[ticket.pk], arguments={}, token="one"
        ).pk,
        **settings_of(people),
        **engineering(ticket, private, people["admin"]),
        **emergencies(make_ticket(requester=people["charlie"]), private, people["admin"]),
        **articles(),
        # What the writer of a reply has seen of either ticket.
        "seen_seq": 99,
    }


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


def articles() -> dict[str, object]:
    """One for everybody, one for our own people."""
    category = add_category(actor=None, name="Billing", language="en")
    texts = {}
    for name, visibility in (("article", "public"), ("internal_article", "internal")):
        text = add_article(actor=None, title=name, body="x", category=category, language="en", visibility=visibility)
        publish(text, actor=None)
        texts |= {name: text.article_id, f"{name}_slug": text.slug}
    draft = add_article(actor=None, title="draft", body="x", category=category, language="en")
    section = add_section(category, actor=None, name="Refunds", language="en")
    return {
        **texts,
        "draft": draft.article_id,
        "feedback": _feedback_on(texts["article"]),
        "category": category.pk,
        "category_slug": category.slug,
        "section": section.pk,
        "empty_category": add_category(actor=None, name="Empty", language="en").pk,
        **{
            name: _picture_in(key) for name, key in (("picture", texts["article"]), ("draft_picture", draft.article_id))
        },
        "language": "en",
    }


def _corrected(admin: User) -> Calendar:
    calendar = make_calendar("Corrected")
    return save_calendar(calendar, actor=admin, name="Corrected", hours={"time_zone": "UTC", "weekly": ALWAYS})


def _emerging(ticket: Ticket) -> EmergingIssue:
    now = timezone.now()
    issue = EmergingIssue.objects.create(words=["printer"], before=0, found_at=now, seen_at=now)
    EmergingTicket.objects.create(issue=issue, ticket=ticket, nearness=1)
    return issue


def _case(ticket: Ticket, agent: User) -> CaseReview:
    now = timezone.now()
    team = agent.teams.get()
    return CaseReview.objects.create(
        week=week_of(now.date()), team=team, ticket=ticket, agent=agent, why="random", drawn_at=now, lesson="Ask first."
    )


def _feedback_on(article: object) -> int:
    text = Translation.objects.get(article=article)
    feedback = give_feedback(text, reader="session:1", is_helpful=False, comment="No prices.")
    assert feedback is not None
    return feedback.pk


def _picture_in(article: object) -> UUID:
    file = ContentFile(b"\x89PNG\r\n\x1a\n", name="a.png")
    fields = {"filename": "a.png", "content_type": "image/png", "size": 8}
    return Picture.objects.create(article_id=article, file=file, **fields).key


def stopped_mail() -> InboundEmail:
    """In quarantine, because its sender's domain says that it is not from there."""
    raw = b"From: forged@example.net\nTo: support@example.com\nSubject: Forged\n\nHello"
    row = store(raw, "forged@example.net", ["support@example.com"], "test")
    InboundEmail.objects.filter(pk=row.pk).update(
        state=InboundState.QUARANTINED, reason=InboundReason.DMARC_FAILED, from_email="forged@example.net"
    )
    return row


def settings_of(people: dict) -> dict[str, object]:
    """What was set, and a colleague who has not come yet."""
    admin = people["admin"]
    invited = invite_agent(actor=admin, email="nora@example.com", name="Nora Next")
    idle = add_team(actor=admin, name="Idle", levels=[1])
    return {
        "invited": invited.pk,
        "invitation": invitation_tokens.make_token(invited),
        "idle_team": idle.pk,
        "idle_field": add_field(actor=admin, key="idle", kind="text").pk,
        "tag": add_tag(actor=admin, name="refund").pk,
        "setting_change": SettingChange.objects.get(kind="team", key=str(idle.pk)).pk,
    }


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


def figures_kept(manager: User) -> dict[str, object]:
    """A dashboard that everybody who may see figures sees, and a mail with figures that is only the manager's."""
    dashboard = save_dashboard(actor=manager, name="Ours", items=["csat", "flow"], visibility="all")
    mail = schedule_report(actor=manager, page="overview", rhythm="daily", at=time(8), zone="UTC")
    return {"dashboard": dashboard.pk, "report_mail": mail.pk}


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


def mail_rule(admin: User) -> MailRule:
    """Off, so that it touches no mail of others' tests."""
    conditions = [{"header": "subject", "how": "contains", "value": "lottery"}]
    return add_mail_rule(actor=admin, name="Lotteries", is_on=False, does="drop", conditions=conditions)


def mailbox_elsewhere(admin: User) -> Mailbox:
    """Connected to a server that nobody asks, and tested once."""
    mailbox = Mailbox.objects.get()
    words = {"sign_in": "google", "user": mailbox.address, "client_id": "helpdesk"}
    connect_imap(mailbox, actor=admin, is_on=False, **words)
    ConnectionCheck.objects.create(mailbox=mailbox, state=CheckState.DONE, created_at=timezone.now())
    make_key(mailbox.address.rpartition("@")[2], actor=admin)
    return mailbox


def known_issue_of(lead: User) -> dict[str, object]:
    """One under way, with somebody who wants to hear of it."""
    issue = publish_issue(actor=lead, title="Mails come late", affected="Notifications", text="We look into it.")
    token = token_of(subscribe(issue, email="ann@example.net", language="en"))
    return {"known_issue": issue.pk, "issue_token": token, "german": "de"}
