"""What the world has beside its tickets: articles, settings, mail, figures."""

from datetime import time
from uuid import UUID

from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.actions.staff import invitation_tokens, invite_agent
from accounts.actions.teams import add_team
from accounts.models import SettingChange, User
from knowledgebase.actions import add_article, add_category, add_section, give_feedback, publish
from knowledgebase.models import Picture, Translation
from mail.fetching.keeping import connect_imap
from mail.imap_models import CheckState, ConnectionCheck
from mail.models import InboundEmail, InboundReason, InboundState, Mailbox
from mail.receiving import store
from mail.rule_keeping import add_mail_rule
from mail.rule_models import MailRule
from mail.signing import make_key
from metrics.actions.dashboards import save_dashboard
from metrics.actions.reports import schedule_report
from metrics.models import CaseReview, EmergingIssue, EmergingTicket
from metrics.reviews import week_of
from search.tags import add_tag
from sla.changing import save_calendar
from sla.models import Calendar
from status.actions import publish_issue, subscribe
from status.mailing import token_of
from tests.sla.making import ALWAYS, make_calendar
from tickets.actions.forms import add_field
from tickets.models import Ticket


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


def _feedback_on(article: object) -> int:
    text = Translation.objects.get(article=article)
    feedback = give_feedback(text, reader="session:1", is_helpful=False, comment="No prices.")
    assert feedback is not None
    return feedback.pk


def _picture_in(article: object) -> UUID:
    file = ContentFile(b"\x89PNG\r\n\x1a\n", name="a.png")
    fields = {"filename": "a.png", "content_type": "image/png", "size": 8}
    return Picture.objects.create(article_id=article, file=file, **fields).key


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


def known_issue_of(lead: User) -> dict[str, object]:
    """One under way, with somebody who wants to hear of it."""
    issue = publish_issue(actor=lead, title="Mails come late", affected="Notifications", text="We look into it.")
    token = token_of(subscribe(issue, email="ann@example.net", language="en"))
    return {"known_issue": issue.pk, "issue_token": token, "german": "de"}


def figures_kept(manager: User) -> dict[str, object]:
    """A dashboard that everybody who may see figures sees, and a mail with figures that is only the manager's."""
    dashboard = save_dashboard(actor=manager, name="Ours", items=["csat", "flow"], visibility="all")
    mail = schedule_report(actor=manager, page="overview", rhythm="daily", at=time(8), zone="UTC")
    return {"dashboard": dashboard.pk, "report_mail": mail.pk}


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


def stopped_mail() -> InboundEmail:
    """In quarantine, because its sender's domain says that it is not from there."""
    raw = b"From: forged@example.net\nTo: support@example.com\nSubject: Forged\n\nHello"
    row = store(raw, "forged@example.net", ["support@example.com"], "test")
    InboundEmail.objects.filter(pk=row.pk).update(
        state=InboundState.QUARANTINED, reason=InboundReason.DMARC_FAILED, from_email="forged@example.net"
    )
    return row


def corrected_calendar(admin: User) -> Calendar:
    calendar = make_calendar("Corrected")
    return save_calendar(calendar, actor=admin, name="Corrected", hours={"time_zone": "UTC", "weekly": ALWAYS})


def emerging_issue(ticket: Ticket) -> EmergingIssue:
    now = timezone.now()
    issue = EmergingIssue.objects.create(words=["printer"], before=0, found_at=now, seen_at=now)
    EmergingTicket.objects.create(issue=issue, ticket=ticket, nearness=1)
    return issue


def case_review(ticket: Ticket, agent: User) -> CaseReview:
    now = timezone.now()
    team = agent.teams.get()
    return CaseReview.objects.create(
        week=week_of(now.date()), team=team, ticket=ticket, agent=agent, why="random", drawn_at=now, lesson="Ask first."
    )
