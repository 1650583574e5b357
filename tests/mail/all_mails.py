"""One mail of each kind that leaves the house, written by the very function that writes it in life."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from types import SimpleNamespace

from accounts.models import User
from accounts.notices import Notice
from accounts.signing_in import CodeFor
from desk.metrics.report_mail import mail_due_figures
from helpdesk import clock
from knowledgebase.models import Feedback
from mail.account_notice import post_account_notice
from mail.fetching.alarm import settle_alarm
from mail.given_up import alarm_admins
from mail.identity_code import post_identity_code
from mail.imap_models import ImapAccount
from mail.invitation import post_invitation
from mail.keeping import send_test_mail
from mail.models import MailText, ProactiveMessage
from mail.notifying import Links, Said, post_about_articles, post_call, post_digest, post_notification
from mail.proactive.sending import PROACTIVE
from mail.proactive.wording import wording_for
from mail.sign_in_code import post_sign_in_code
from mail.stopped import post_stopped
from mail.texts.alarms import tell_admins
from metrics.actions.reports import schedule_report
from metrics.models import Survey
from metrics.surveys.mailing import post_survey
from outbox.models import OutboundEmail
from outbox.posting import Address, post_email
from privacy.mailing import post_carried_out, post_declined, post_ready
from privacy.models import DataCopy, Erasure
from status.mailing import post_confirmation, post_update
from status.models import IssueSubscription, IssueUpdate, KnownIssue
from tests.factories import make_ticket
from tickets.actions import open_side_conversation, reply
from tickets.content import Body
from tickets.errors import Stale
from tickets.models import Channel, IdentityCode, Ticket

LONG = (
    "the printer in the second floor prints nothing but empty pages since this morning, whoever sends something to it"
)
LINKS = Links(
    ticket="https://desk.example.com/desk/tickets/1042/",
    settings="https://desk.example.com/desk/profile/notifications/",
    switch_off="https://desk.example.com/desk/off/abcdef/",
)
AT = datetime(2026, 3, 10, 12, tzinfo=UTC)
SAID = (Said("Ann Lee", AT, f"Hello,\n\n{LONG}.", False), Said("Bea Novak", AT, LONG, True))


def _ticket(customer: User, channel: Channel = Channel.PHONE) -> Ticket:
    return make_ticket(requester=customer, subject="The printer <does not> print", text=LONG, channel=channel)


def acknowledgement(customer: User, **_people: User) -> None:
    _ticket(customer, Channel.EMAIL)


def reply_(customer: User, agent: User, **_people: User) -> None:
    words = (
        f'<p>Hello Ann,</p><p>{LONG}? Read <a href="https://desk.example.com/help/en/printer/">how to mend it</a>.</p>'
    )
    agent.signature = "Omar\nExample Support"
    ticket = _ticket(customer)
    reply(ticket, actor=agent, body=Body.from_html(words), seen_seq=ticket.conversation_seq)


def side_conversation(customer: User, agent: User, **_people: User) -> None:
    open_side_conversation(
        _ticket(customer), actor=agent, to=["bob@supplier.test"], subject="Toner", body=Body.from_text(LONG)
    )


def survey(customer: User, kind: str = "csat", **_people: User) -> None:
    about = Survey(kind=kind, language="en", question="How likely are you to recommend us?", token="t" * 24)
    post_survey(about, _ticket(customer), at=AT)


def survey_of_numbers(customer: User, **_people: User) -> None:
    survey(customer, "nps")


def known_issue(**_people: User) -> None:
    subscription = _subscription()
    update = IssueUpdate(issue=subscription.issue, state="identified", text=f"{LONG}.\n\nWe replace the part.", at=AT)
    post_update(update, subscription)


def known_issue_confirm(**_people: User) -> None:
    post_confirmation(_subscription())


def _subscription() -> IssueSubscription:
    issue = KnownIssue(title="Printing fails", affected="Printers", state="identified")
    return IssueSubscription(pk=1, issue=issue, email="ann@example.net", language="en")


def proactive(customer: User, mailbox, **_people: User) -> None:
    html = (
        f'<p>Hello {{{{ requester.first_name }}}},</p><p>{LONG}: <a href="https://example.com/news">read more</a></p>'
    )
    message = ProactiveMessage(subject="News", html=html, mailbox=mailbox)
    words = wording_for(message, customer, stop_link="https://desk.example.com/stop/abc/")
    post_email(
        kind=PROACTIVE,
        from_header="x@example.com",
        to=[Address(customer.email)],
        subject=words.subject,
        text=words.text,
        html=words.html,
    )


def notification(customer: User, agent: User, **_people: User) -> None:
    post_notification(
        agent,
        _ticket(customer),
        sentences=["Ann Lee wrote"],
        said=SAID,
        author=customer,
        to_customer=True,
        links=LINKS,
        at=AT,
    )


def notification_digest(customer: User, agent: User, **_people: User) -> None:
    post_digest(
        agent,
        tickets=[(_ticket(customer), ["Ann Lee wrote", "Bea Novak wrote a note"], LINKS.ticket)],
        links=LINKS,
        at=AT,
    )


def emergency_call(customer: User, agent: User, **_people: User) -> None:
    post_call(
        agent,
        _ticket(customer),
        sentence="Omar Haddad is called",
        reason=f"Nobody can print, and {LONG}.",
        ticket_link=LINKS.ticket,
        answer_link="https://desk.example.com/desk/emergencies/answer/abc/",
        at=AT,
    )


def stopped_answer(customer: User, agent: User, **_people: User) -> None:
    ticket = _ticket(customer)
    post_stopped(ticket, agent, Stale(0, 1), words=LONG, answers="a@example.net", as_note=False)


def article_feedback(agent: User, **_people: User) -> None:
    context = {"feedback": Feedback(comment=LONG, is_helpful=True), "text": SimpleNamespace(title="Print")}
    post_about_articles(agent, kind="article_feedback", context=context, links=LINKS, at=AT)


def article_due(agent: User, **_people: User) -> None:
    due = [("Print", "https://desk.example.com/desk/articles/1/"), (LONG, "https://desk.example.com/desk/articles/2/")]
    post_about_articles(agent, kind="article_due", context={"due": due}, links=LINKS, at=AT)


def report(manager: User, **_people: User) -> None:
    with clock.at(AT):
        schedule_report(actor=manager, page="overview", rhythm="daily", at=time(8), zone="UTC")
    with clock.at(AT + timedelta(days=1)):
        mail_due_figures()


def sign_in_code(**_people: User) -> None:
    post_sign_in_code("ann@example.net", "482913", timedelta(minutes=10), "/sign-in/link/token/")


def confirm_code(**_people: User) -> None:
    post_sign_in_code("ann@example.net", "482913", timedelta(minutes=10), code_for=CodeFor.ERASURE)


def account_notice(customer: User, **_people: User) -> None:
    post_account_notice(customer, Notice.ADDRESS_REMOVED, by=customer, address="ann@home.example")


def identity_code(customer: User, agent: User, **_people: User) -> None:
    code = IdentityCode(pk=1, ticket=_ticket(customer), person=customer, address=customer.email, sent_by=agent)
    post_identity_code(code, "482913", timedelta(minutes=15))


def invitation(agent: User, admin: User, **_people: User) -> None:
    post_invitation(agent, "https://desk.example.com/password/abc/", admin)


def data_ready(customer: User, **_people: User) -> None:
    post_ready(DataCopy(person=customer, ends_at=AT + timedelta(days=7)))


def erasure_carried_out(customer: User, **_people: User) -> None:
    post_carried_out(Erasure(person=customer))


def erasure_declined(customer: User, **_people: User) -> None:
    post_declined(Erasure(person=customer, reason=f"{LONG}: an invoice is open."))


def test_mail(admin: User, mailbox, **_people: User) -> None:
    send_test_mail(mailbox, actor=admin)


def mail_trouble(admin: User, mailbox, **_people: User) -> None:
    trouble = f"The server did not take our password, so {LONG}."
    account = ImapAccount.objects.create(
        mailbox=mailbox, host="imap.example.com", user="x", trouble=trouble, failures=9, created_at=AT, due_at=AT
    )
    settle_alarm(account)


def text_failed(admin: User, **_people: User) -> None:
    text = MailText.objects.create(kind="acknowledgement", language="en", subject="", body="{{ x")
    tell_admins(text, LONG)


def undelivered(admin: User, mailbox, **_people: User) -> None:
    OutboundEmail.objects.create(
        kind="reply", message_id="<x@x>", from_header="x@example.com", subject="Re: Toner", state="failed", attempts=8,
        last_error=f"550 {LONG}", due_at=AT, created_at=AT,
    )  # fmt: skip
    alarm_admins()


# The folder of templates/mail/ (none: made of its text alone), and what writes it.
WRITERS: dict[str, Callable[..., None]] = {
    "account_notice": account_notice,
    "acknowledgement": acknowledgement,
    "article_due": article_due,
    "article_feedback": article_feedback,
    "confirm_code": confirm_code,
    "data_ready": data_ready,
    "emergency_call": emergency_call,
    "erasure_carried_out": erasure_carried_out,
    "erasure_declined": erasure_declined,
    "identity_code": identity_code,
    "invitation": invitation,
    "known_issue": known_issue,
    "known_issue_confirm": known_issue_confirm,
    "mail_trouble": mail_trouble,
    "notification": notification,
    "notification_digest": notification_digest,
    "proactive": proactive,
    "reply": reply_,
    "report": report,
    "side_conversation": side_conversation,
    "sign_in_code": sign_in_code,
    "stopped_answer": stopped_answer,
    "survey": survey,
    "survey_of_numbers": survey_of_numbers,
    "test": test_mail,
    "text_failed": text_failed,
    "undelivered": undelivered,
}
