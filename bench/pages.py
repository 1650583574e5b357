"""Where the pages are, and what is looked for in the seed."""

import re
from collections.abc import Sequence
from html import unescape
from urllib.parse import urlencode, urljoin

from django.db import connection
from django.urls import reverse

from bench.browser import Browser
from demo.seeding.words import vocabulary
from tickets.models import Message, Ticket

INBOX = reverse("desk:view", args=["open"])
PORTAL = reverse("portal:home")
FAR = 50
NEXT = re.compile(r'<a[^>]*\brel="next"[^>]*\bhref="([^"]+)"')
NUMBER = re.compile(reverse("desk:ticket", args=[123456789]).replace("123456789", r"(\d+)"))
# Places in the seeder's vocabulary, where the n-th word is n times rarer than the first, so that about as many tickets hold the
# middling and the rare word at each size: the common one is in a third of all.
COMMON, MIDDLING, RARE = 0, 200, 15_000
PLACES_FOR = 100_000


def ticket(of: Ticket) -> str:
    return reverse("desk:ticket", args=[of.pk])


def search(words: str) -> str:
    return f"{reverse('desk:search')}?{urlencode({'q': words})}"


def inbox_far(browser: Browser) -> str:
    """The 50th page of the inbox; where there are fewer, the last that is full, which has as many rows to draw."""
    path = INBOX
    for _step in range(FAR - 1):
        following = next_page(path, page_at(browser, path))
        if not following or not next_page(following, page_at(browser, following)):
            break
        path = following
    return path


def page_at(browser: Browser, path: str) -> str:
    return browser.get(path).body.decode()


def next_page(path: str, page: str) -> str:
    """Its address; empty on the last page."""
    found = NEXT.search(page)
    return urljoin(path, unescape(found[1])) if found else ""


def looked_for() -> dict[str, str]:
    words = vocabulary()
    return {
        "rare word": words[place_of(RARE, words)],
        "middling word": words[place_of(MIDDLING, words)],
        "common word": words[COMMON],
        "phrase": f'"{phrase()}"',
    }


def place_of(place: int, words: Sequence[str]) -> int:
    """In a database ten times as big, as many tickets hold the word that is ten times rarer."""
    return min(place * Ticket.objects.count() // PLACES_FOR, len(words) - 1)


def phrase() -> str:
    """Words that customers of the seed write one after the other, again and again."""
    first = Message.objects.filter(from_staff=False).order_by("pk").first()
    assert first is not None
    return " ".join(re.findall(r"[a-zA-Z]+", first.text.split("\n\n")[-2])[:3])


def every_hit(browser: Browser, words: str) -> set[int]:
    """The tickets found, page after page."""
    path, found = search(words), set[int]()
    while path:
        page = page_at(browser, path)
        found |= {int(number) for number in NUMBER.findall(page)}
        path = next_page(path, page)
    return found


def true_hits(word: str) -> set[int]:
    """By reading every text of the database."""
    pattern = rf"\m{word}\M"
    statement = (
        "SELECT number FROM tickets_ticket WHERE subject ~* %s "
        "UNION SELECT ticket_id FROM tickets_message WHERE text ~* %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [pattern, pattern])
        return {number for (number,) in cursor.fetchall()}


def reachable(browser: Browser) -> dict[str, bool]:
    """Sentence → whether paging through the search reaches every ticket that holds the word."""
    proofs = {}
    for kind, word in list(looked_for().items())[:2]:
        true, found = true_hits(word), every_hit(browser, word)
        sentence = f"search reaches all {len(true)} tickets with the {kind}, {len(found)} found"
        proofs[sentence] = bool(true) and true <= found
    return proofs
