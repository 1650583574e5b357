"""A small desk with something of everything, and everybody who might look at it."""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from accounts.actions.brands import add_brand
from accounts.addresses import add_address
from accounts.models import Role, Skill, User
from accounts.tokens import make_token
from desk.models import Notification
from desk.notifications.mailing import switch_off_token
from mail.blocking import block_sender
from mail.models import InboundEmail, InboundState, Mailbox, Provider, TrustedSender
from mail.proactive.actions import write_proactive
from mail.proactive.wording import stop_link
from mail.receiving import store
from metrics.actions.restating import restate
from outbox.models import OutboundEmail
from privacy.actions import ask_copy, ask_erasure
from routing.actions import add_target
from search.saved_views import save_view
from sla import recomputing
from tests.access.things_around import (
    articles,
    case_review,
    corrected_calendar,
    emerging_issue,
    figures_kept,
    known_issue_of,
    mail_rule,
    mailbox_elsewhere,
    settings_of,
    stopped_mail,
)
from tests.access.things_on_tickets import (
    draft_on,
    emergencies,
    engineering,
    file_of,
    file_on,
    follow_through,
    side_on,
    survey_on,
    things_of,
    time_on,
)
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
from tests.sla.making import make_calendar, make_policy
from tickets.actions import (
    add_note,
    announce,
    grant_concession,
    reply,
    send_identity_code,
    set_form,
    start_bulk,
)
from tickets.actions.style_guides import add_style_guide
from tickets.content import Body
from tickets.identity import token_for
from tickets.models import EscalationReason, Mention
from tickets.models.announcement import AnnouncementKind
from tickets.models.bulk import BulkKind
from tickets.models.concession import ConcessionKind
from tickets.person_merges import merge_now
from tickets.request_links import path_for

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
        "no_token": "nonsense",
        "request_token": path_for(ticket.pk, people["ann"].pk).split("/")[-2],
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
        "corrected_calendar": (corrected := corrected_calendar(people["admin"])).pk,
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
        "search_list": "vain",
        "article_worth": "read",
        "wall_number": "queue",
        "emerging_issue": emerging_issue(ticket).pk,
        "case_review": case_review(ticket, people["omar"]).pk,
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
