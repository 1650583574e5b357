"""The mails that tell people of ours what happens on tickets, and the list of all kinds."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helpdesk import clock
from mail.texts.kinds import ACKNOWLEDGEMENT, IDENTITY_CODE, INVITATION, REPLY, SIGN_IN_CODE, SURVEY
from mail.texts.values import Block, Context, TextKind, Value, placeholder
from tickets.content import html_of

_COLLEAGUE = gettext_lazy("who gets the mail")
_LINK = gettext_lazy("address of the ticket")


def _messages(said: Any) -> Block:
    return Block(
        render_to_string("mail/notification/_said.txt", {"said": said}).strip(),
        render_to_string("mail/notification/_said.html", {"said": said}),
    )


def _told(context: Context) -> dict[str, Value]:
    ticket, sentences = context["ticket"], context["sentences"]
    to_customer = _("Answer this mail to write to %(who)s.") % {"who": ticket.requester.display_name}
    return {
        "person.name": context["person"].display_name,
        "what_happened": Block("\n".join(sentences), html_of("\n".join(sentences))),
        "messages": _messages(context["said"]),
        "how_to_answer": to_customer if context["to_customer"] else _("Answer this mail to add an internal note."),
        "ticket.number": str(ticket.pk),
        "ticket.subject": ticket.subject,
        "ticket_link": context["links"].ticket,
        "switch_off_link": context["links"].switch_off,
        "settings_link": context["links"].settings,
    }


def _sample_told() -> dict[str, Value]:
    happened = _("Ann Lee wrote")
    said = {
        "who": "Ann Lee",
        "at": clock.now(),
        "text": _("It still prints nothing but empty pages."),
        "is_note": False,
    }
    return {
        "person.name": "Bea Novak",
        "what_happened": Block(happened, html_of(happened)),
        "messages": _messages([said]),
        "how_to_answer": _("Answer this mail to write to %(who)s.") % {"who": "Ann Lee"},
        "ticket.number": "1042",
        "ticket.subject": _("The printer does not print"),
        "ticket_link": f"{settings.SITE_URL}/desk/",
        "switch_off_link": f"{settings.SITE_URL}/",
        "settings_link": f"{settings.SITE_URL}/",
    }


NOTIFICATION = TextKind(
    code="notification",
    name=gettext_lazy("Notification"),
    about=gettext_lazy(
        "Tells a colleague what happened on a ticket: somebody wrote, assigned, mentioned or escalated it to them."
    ),
    placeholders={
        "person.name": _COLLEAGUE,
        "what_happened": gettext_lazy("what happened, as sentences"),
        "messages": gettext_lazy("what was written"),
        "how_to_answer": gettext_lazy("what an answer to the mail becomes"),
        "ticket.number": gettext_lazy("ticket's number"),
        "ticket.subject": gettext_lazy("ticket's subject"),
        "ticket_link": _LINK,
        "switch_off_link": gettext_lazy("address that ends such mails"),
        "settings_link": gettext_lazy("address of the reader's notification settings"),
    },
    values=_told,
    sample=_sample_told,
    start={
        "sentences": [placeholder("what_happened")],
        "links": {
            "ticket": placeholder("ticket_link") + "\n\n" + placeholder("messages"),
            "switch_off": placeholder("switch_off_link"),
            "settings": placeholder("settings_link"),
        },
        "ticket": {
            "requester": {"display_name": "_"},
            "subject": placeholder("ticket.subject"),
            "pk": placeholder("ticket.number"),
        },
    },
    links=("ticket_link", "switch_off_link", "settings_link"),
    needed=("what_happened",),
    tidied=(
        ("{{ what_happened }}\n", "{{ what_happened }}\n\n"),
        ("Answer this mail to add an internal note.", "{{ how_to_answer }}"),
    ),
)

EMERGENCY_CALL = TextKind(
    code="emergency_call",
    name=gettext_lazy("Emergency"),
    about=gettext_lazy("Calls a colleague to an emergency; its link says that they are on it."),
    placeholders={
        "person.name": _COLLEAGUE,
        "reason": gettext_lazy("why it is an emergency"),
        "on_it_link": gettext_lazy("address that says “I am on it”"),
        "sentence": gettext_lazy("who is called, and how often"),
        "ticket.number": gettext_lazy("ticket's number"),
        "ticket.subject": gettext_lazy("ticket's subject"),
        "ticket_link": _LINK,
    },
    values=lambda context: {
        "person.name": context["person"].display_name,
        "reason": context["reason"],
        "on_it_link": context["answer_link"],
        "sentence": context["sentence"],
        "ticket.number": str(context["ticket"].pk),
        "ticket.subject": context["ticket"].subject,
        "ticket_link": context["ticket_link"],
    },
    sample=lambda: {
        "person.name": "Bea Novak",
        "reason": _("Nobody in the building can print."),
        "on_it_link": f"{settings.SITE_URL}/desk/",
        "sentence": _("Bea Novak is called"),
        "ticket.number": "1042",
        "ticket.subject": _("The printer does not print"),
        "ticket_link": f"{settings.SITE_URL}/desk/",
    },
    start={
        "reason": placeholder("reason"),
        "answer_link": placeholder("on_it_link"),
        "ticket_link": placeholder("ticket_link"),
        "sentence": placeholder("sentence"),
        "ticket": {"subject": placeholder("ticket.subject"), "pk": placeholder("ticket.number")},
    },
    links=("on_it_link", "ticket_link"),
    needed=("on_it_link",),
)


def _missed(context: Context) -> Block:
    return Block(
        render_to_string("mail/notification_digest/_tickets.txt", {"tickets": context["tickets"]}).strip(),
        render_to_string("mail/notification_digest/_tickets.html", {"tickets": context["tickets"]}),
    )


DIGEST = TextKind(
    code="notification_digest",
    name=gettext_lazy("What you missed"),
    about=gettext_lazy("Tells a colleague who was away, in one mail, what happened meanwhile."),
    placeholders={
        "person.name": _COLLEAGUE,
        "count": gettext_lazy("how many tickets"),
        "tickets": gettext_lazy("the tickets, and what happened on each"),
        "switch_off_link": gettext_lazy("address that ends such mails"),
        "settings_link": gettext_lazy("address of the reader's notification settings"),
    },
    values=lambda context: {
        "person.name": context["person"].display_name,
        "count": str(len(context["tickets"])),
        "tickets": _missed(context),
        "switch_off_link": context["links"].switch_off,
        "settings_link": context["links"].settings,
    },
    sample=lambda: {
        "person.name": "Bea Novak",
        "count": "2",
        "tickets": Block(
            "#1042 " + _("The printer does not print") + "\n  " + _("Ann Lee wrote"),
            html_of("#1042 " + _("The printer does not print") + "\n" + _("Ann Lee wrote")),
        ),
        "switch_off_link": f"{settings.SITE_URL}/",
        "settings_link": f"{settings.SITE_URL}/",
    },
    start={
        "tickets": [],
        "links": {"switch_off": placeholder("switch_off_link"), "settings": placeholder("settings_link")},
    },
    links=("switch_off_link", "settings_link"),
    needed=("tickets",),
    tidied=((" 0 ", " {{ count }} "), (":\n", ":\n\n{{ tickets }}\n")),
)

TEXT_KINDS = (
    ACKNOWLEDGEMENT,
    REPLY,
    SURVEY,
    SIGN_IN_CODE,
    IDENTITY_CODE,
    INVITATION,
    NOTIFICATION,
    DIGEST,
    EMERGENCY_CALL,
)
BY_CODE = {kind.code: kind for kind in TEXT_KINDS}
