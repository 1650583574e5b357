"""What is timed: the floors, the pages and the actions, over HTTP."""

import itertools
from collections.abc import Callable

from django.urls import reverse

from bench import pages
from bench.browser import Answer, Browser
from bench.figures import READ, WRITE, Step
from bench.models import FloorItem
from bench.people import Cast, session_of
from tickets.checks import Code
from tickets.models import Status, Ticket

WORDS = "Thank you, we have found the reason and it is mended. Please try again and tell us if it is not. " * 4
PAGE_AIM, SEARCH_AIM = 3, 5
WORKED_ON = 40

Headers = Callable[[Ticket], dict[str, str]]


class Reach:
    """The browsers of the cast, and tickets that the agent works on in turn."""

    def __init__(self, cast: Cast, address: tuple[str, int]) -> None:
        self.cast = cast
        self.agent = Browser(address, session_of(cast.agent))
        self.customer = Browser(address, session_of(cast.customer))
        open_tickets = Ticket.objects.visible_to(cast.agent).unfinished().filter(status=Status.OPEN)
        self.tickets = itertools.cycle(open_tickets.order_by("-pk").values_list("pk", flat=True)[:WORKED_ON])

    def next_ticket(self) -> Ticket:
        return Ticket.objects.get(pk=next(self.tickets))


def steps(reach: Reach) -> list[Step]:
    return [*floors(reach), *readings(reach), *searches(reach), *actions(reach)]


def floors(reach: Reach) -> list[Step]:
    item = FloorItem.objects.create(name="An item")
    read_path, write_path = reverse("bench_read_floor"), reverse("bench_write_floor")
    return [
        Step(READ, lambda: reach.agent.get(read_path)),
        Step(WRITE, lambda: reach.agent.post(write_path, {"item": item.pk, "text": WORDS})),
    ]


def readings(reach: Reach) -> list[Step]:
    paths = {"inbox, first page": pages.INBOX, "inbox, page 50 or last full": pages.inbox_far(reach.agent)}
    return [
        *[Step(name, getting(reach.agent, path), READ, PAGE_AIM) for name, path in paths.items()],
        Step("ticket page", lambda: reach.agent.get(pages.ticket(reach.next_ticket())), READ, PAGE_AIM),
        Step("portal list", getting(reach.customer, pages.PORTAL), READ, PAGE_AIM),
    ]


def searches(reach: Reach) -> list[Step]:
    return [
        Step(f"search, {kind}", getting(reach.agent, pages.search(words)), READ, SEARCH_AIM)
        for kind, words in pages.looked_for().items()
    ]


# Whatever there is to look at before sending was looked at: customers of the seed have other open tickets.
EVERYTHING = ",".join(Code.values)


def actions(reach: Reach) -> list[Step]:
    """As htmx sends them, which gets the changed parts of the page; and as a plain form, which gets a redirect.

    With htmx the page says which event it shows last, as static/js/behaviors/conversation.js does.
    """
    assignees = itertools.cycle([reach.cast.agent.pk, reach.cast.colleague.pk])

    def reply(headers: Headers) -> Answer:
        ticket = reach.next_ticket()
        fields = {
            "kind": "public",
            "html": f"<p>{WORDS}</p>",
            "seen_seq": ticket.conversation_seq,
            "looked_at": EVERYTHING,
        }
        return reach.agent.post(reverse("desk:send", args=[ticket.pk]), fields, headers(ticket))

    def assign(headers: Headers) -> Answer:
        ticket = reach.next_ticket()
        return reach.agent.post(
            reverse("desk:assign", args=[ticket.pk]), {"assignee": next(assignees)}, headers(ticket)
        )

    return [
        Step("reply", lambda: reply(by_form), WRITE, PAGE_AIM),
        Step("reply + parts of the page", lambda: reply(by_htmx), WRITE, PAGE_AIM),
        Step("assign", lambda: assign(by_form), WRITE, PAGE_AIM),
        Step("assign + parts of the page", lambda: assign(by_htmx), WRITE, PAGE_AIM),
    ]


def by_form(ticket: Ticket) -> dict[str, str]:
    return {}


def by_htmx(ticket: Ticket) -> dict[str, str]:
    return {"HX-Request": "true", "Shown-Seq": str(ticket.event_seq)}


def getting(browser: Browser, path: str) -> Callable[[], Answer]:
    return lambda: browser.get(path)
