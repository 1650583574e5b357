"""The mails whose words an admin can change, in the order of the settings. What is not listed says what its template says."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.brands import brand_shown
from accounts.models import User
from mail.texts.values import Block, Context, TextKind, Value, code_block, placeholder
from tickets.content import html_of
from tickets.models import Ticket
from tickets.ratings import FACES, QUESTIONS, SurveyKind

_NAME, _FIRST_NAME = gettext_lazy("customer's name"), gettext_lazy("customer's first name")
_NUMBER, _SUBJECT = gettext_lazy("ticket's number"), gettext_lazy("ticket's subject")
_MAILBOX, _SITE = gettext_lazy("mailbox's name"), gettext_lazy("address of the customers' portal")


def _people(person: User) -> dict[str, Value]:
    return {"requester.name": person.display_name, "requester.first_name": (person.name.split() or [""])[0]}


def _ticket(ticket: Ticket) -> dict[str, Value]:
    return {"ticket.number": str(ticket.pk or ""), "ticket.subject": ticket.subject}


def _sample_ticket() -> dict[str, Value]:
    return {
        "requester.name": "Ann Lee",
        "requester.first_name": "Ann",
        "ticket.number": "1042",
        "ticket.subject": _("The printer does not print"),
        "mailbox.name": settings.SUPPORT_NAME,
    }


def _site() -> str:
    return f"{brand_shown().site}/"


ACKNOWLEDGEMENT = TextKind(
    code="acknowledgement",
    name=gettext_lazy("Acknowledgement"),
    about=gettext_lazy("Sent at once to a customer whose mail or form opened a ticket."),
    placeholders={
        "requester.name": _NAME,
        "requester.first_name": _FIRST_NAME,
        "ticket.number": _NUMBER,
        "ticket.subject": _SUBJECT,
        "answer_subject": gettext_lazy("“Re:” and the ticket's subject"),
        "first_words": gettext_lazy("how the customer's message begins"),
        "site_link": _SITE,
        "mailbox.name": _MAILBOX,
    },
    values=lambda context: {
        **_people(context["requester"]),
        **_ticket(context["ticket"]),
        "answer_subject": context["subject"],
        "first_words": context["first_words"],
        "site_link": _site(),
        "mailbox.name": context["mailbox"].name,
    },
    sample=lambda: {
        **_sample_ticket(),
        "answer_subject": "Re: " + _("The printer does not print"),
        "first_words": _("Since this morning our printer in the second floor prints nothing but empty pages."),
        "site_link": _site(),
    },
    start={
        "requester": {"display_name": placeholder("requester.name")},
        "first_words": placeholder("first_words"),
        "site_url": placeholder("site_link"),
        "mailbox": {"name": placeholder("mailbox.name")},
        "subject": placeholder("answer_subject"),
    },
    links=("site_link",),
    tidied=(("{{ site_link }}/", "{{ site_link }}"),),
)


def _words_of(context: Context) -> dict[str, Value]:
    return {
        **_people(context["requester"]),
        **_ticket(context["ticket"]),
        "mailbox.name": context["mailbox"].name,
        "agent.name": context["author"].display_name if context["author"] else "",
        "answer": Block(context["words"], context["words_html"]),
        "signature": _signature(context["signature"], context["signature_html"]),
    }


def _signature(text: str, html: str) -> Value:
    shown = render_to_string("mail/_signature.html", {"signature_html": html})
    return Block(f"-- \n{text}", shown) if text else ""


def _sample_words() -> dict[str, Value]:
    words = _("Hello Ann,\n\nplease switch the printer off, wait a minute, and switch it on again. Does it print now?")
    return {
        **_sample_ticket(),
        "agent.name": "Bea Novak",
        "answer": Block(words, html_of(words)),
        "signature": _signature(_("Kind regards") + "\nBea Novak", html_of(_("Kind regards") + "\nBea Novak")),
    }


REPLY = TextKind(
    code="reply",
    name=gettext_lazy("Around an answer"),
    about=gettext_lazy("What stands above and below every answer that a person of ours sends to a customer."),
    placeholders={
        "answer": gettext_lazy("the answer"),
        "signature": gettext_lazy("the signature"),
        "agent.name": gettext_lazy("who answers"),
        "requester.name": _NAME,
        "requester.first_name": _FIRST_NAME,
        "ticket.number": _NUMBER,
        "ticket.subject": _SUBJECT,
        "mailbox.name": _MAILBOX,
    },
    values=_words_of,
    sample=_sample_words,
    start={},
    needed=("answer",),
    has_subject=False,
    shipped_body="{{ answer }}\n\n{{ signature }}",
)


def _choices(context: Context) -> Block:
    text = "\n".join(f"{choice.label}: {choice.link}" for choice in context["choices"])
    return Block(text, render_to_string("mail/survey/_choices.html", dict(context)))


SURVEY = TextKind(
    code="survey",
    name=gettext_lazy("Survey"),
    about=gettext_lazy("Asks a customer about our help. What is asked, and when, is set under Surveys."),
    placeholders={
        "requester.name": _NAME,
        "requester.first_name": _FIRST_NAME,
        "ticket.number": _NUMBER,
        "ticket.subject": _SUBJECT,
        "question": gettext_lazy("the question"),
        "choices": gettext_lazy("the answers to choose from"),
        "stop_link": gettext_lazy("address that ends such mails"),
        "mailbox.name": _MAILBOX,
    },
    values=lambda context: {
        **_people(context["ticket"].requester),
        **_ticket(context["ticket"]),
        "question": context["survey"].question,
        "choices": _choices(context),
        "stop_link": context["stop_link"],
        "mailbox.name": context["mailbox"].name,
    },
    sample=lambda: {
        **_sample_ticket(),
        "question": str(QUESTIONS[SurveyKind.CSAT]),
        "choices": Block(
            "\n".join(f"{label}: {_site()}…" for _face, _icon, label in FACES.values()),
            render_to_string(
                "mail/survey/_sample.html", {"faces": [(face, label) for face, _i, label in FACES.values()]}
            ),
        ),
        "stop_link": _site(),
    },
    start={
        "survey": {"question": placeholder("question"), "kind": "csat"},
        "ticket": {"subject": placeholder("ticket.subject")},
        "mailbox": {"name": placeholder("mailbox.name")},
        "choices": [{"face": "1", "label": "1", "link": "1"}],
        "stop_link": placeholder("stop_link"),
    },
    links=("stop_link",),
    needed=("choices",),
    tidied=(("1: 1", "{{ choices }}"), ("-- \n", "")),
)

SIGN_IN_CODE = TextKind(
    code="sign_in_code",
    name=gettext_lazy("Sign-in code"),
    about=gettext_lazy("Sent to whoever signs in by mail."),
    placeholders={
        "code": gettext_lazy("the code"),
        "minutes": gettext_lazy("how many minutes it works"),
        "sign_in_link": gettext_lazy("address that signs in without the code"),
        "site_link": _SITE,
    },
    values=lambda context: {
        "code": code_block(context["code"]),
        "minutes": str(context["minutes"]),
        "sign_in_link": context["link"] or _site(),
        "site_link": _site(),
    },
    sample=lambda: {
        "code": code_block("482 913"),
        "minutes": "10",
        "sign_in_link": f"{_site()}…",
        "site_link": _site(),
    },
    start={
        "code": placeholder("code"),
        "minutes": placeholder("minutes"),
        "link": placeholder("sign_in_link"),
        "site": placeholder("site_link"),
    },
    links=("sign_in_link", "site_link"),
    needed=("code",),
    not_in_subject=("sign_in_link",),
)

IDENTITY_CODE = TextKind(
    code="identity_code",
    name=gettext_lazy("Identity check"),
    about=gettext_lazy("Sent to a customer who is to prove who they are before something is changed for them."),
    placeholders={
        "code": gettext_lazy("the code"),
        "minutes": gettext_lazy("how many minutes it works"),
        "confirm_link": gettext_lazy("address where it is confirmed without the code"),
        "agent.name": gettext_lazy("who talks to the customer"),
        "requester.name": _NAME,
        "requester.first_name": _FIRST_NAME,
        "ticket.subject": _SUBJECT,
        "mailbox.name": _MAILBOX,
    },
    values=lambda context: {
        **_people(context["person"]),
        "code": code_block(context["code"]),
        "minutes": str(context["minutes"]),
        "confirm_link": context["link"],
        "agent.name": context["agent"].display_name,
        "ticket.subject": context["subject"],
        "mailbox.name": context["name"],
    },
    sample=lambda: {
        **_sample_ticket(),
        "code": code_block("482 913"),
        "minutes": "15",
        "confirm_link": _site(),
        "agent.name": "Bea Novak",
    },
    start={
        "agent": {"display_name": placeholder("agent.name")},
        "name": placeholder("mailbox.name"),
        "subject": placeholder("ticket.subject"),
        "code": placeholder("code"),
        "link": placeholder("confirm_link"),
        "minutes": placeholder("minutes"),
    },
    links=("confirm_link",),
    needed=("code",),
    not_in_subject=("code", "confirm_link"),
)

INVITATION = TextKind(
    code="invitation",
    name=gettext_lazy("Invitation"),
    about=gettext_lazy("Sent to a new colleague, who chooses a password by its link."),
    placeholders={
        "person.name": gettext_lazy("new colleague's name"),
        "inviter.name": gettext_lazy("who invites"),
        "password_link": gettext_lazy("address where a password is chosen"),
        "days": gettext_lazy("how many days the link works"),
        "sign_in_link": gettext_lazy("address of the sign-in page"),
        "mailbox.name": _MAILBOX,
    },
    values=lambda context: {
        "person.name": context["person"].name,
        "inviter.name": context["by"].display_name if context["by"] else "",
        "password_link": context["link"],
        "days": str(context["days"]),
        "sign_in_link": f"{settings.SITE_URL}/sign-in/",
        "mailbox.name": context["house"],
    },
    sample=lambda: {
        "person.name": "Nele New",
        "inviter.name": "Bea Novak",
        "password_link": f"{settings.SITE_URL}/…",
        "days": "3",
        "sign_in_link": f"{settings.SITE_URL}/sign-in/",
        "mailbox.name": settings.SUPPORT_NAME,
    },
    start={
        "person": {"name": placeholder("person.name")},
        "by": {"display_name": placeholder("inviter.name")},
        "house": placeholder("mailbox.name"),
        "link": placeholder("password_link"),
        "days": placeholder("days"),
        "site": placeholder("sign_in_link"),
    },
    links=("password_link", "sign_in_link"),
    needed=("password_link",),
    tidied=(("{{ sign_in_link }}/sign-in/", "{{ sign_in_link }}"),),
)
