"""Every mail that leaves the house is one that mail programs show: tables, styles at their elements, nothing that Outlook or
Gmail drop; and a text part that says the same, its links written out, in lines of 76.

A new kind of mail needs its line in all_mails.py.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings

from mail.texts.keeping import set_mail_text
from mail.texts.links import text_with_links
from outbox.models import OutboundEmail
from outbox.wrapping import WIDTH
from tests.mail.all_mails import WRITERS

pytestmark = pytest.mark.django_db
GOLDEN = Path(__file__).parent / "golden"
TYPE = {"color", "font-family", "font-size", "font-weight", "line-height"}
# What both Outlook's Word engine and Gmail keep of CSS, by the elements at which they do. Not kept by one or the other: radii,
# maximal widths, flex, grid, floats, positions, shadows, logical sides, `start` and `end`; Outlook pads nothing but cells.
KEPT = {
    "td": TYPE | {"padding", "padding-left", "border-top", "border-bottom", "background-color", "width"},
    "th": TYPE | {"padding", "border-bottom"},
    "p": TYPE - {"font-family"} | {"font-family", "margin"},
    "h1": TYPE | {"margin"},
    "h2": TYPE | {"margin"},
    "span": TYPE,
    "a": TYPE | {"text-decoration", "border", "background-color"},
    "img": {"height"},
}
ELEMENTS = set(KEPT) | {
    *(
        "html",
        "head",
        "meta",
        "title",
        "body",
        "table",
        "thead",
        "tbody",
        "tr",
        "div",
        "br",
        "ul",
        "li",
        "strong",
        "bdi",
    ),
}


class Page(HTMLParser):
    """What a mail's HTML is made of: each element with its styles, each link, and words that stand in no cell."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.links: list[str] = []
        self.homeless: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.elements.append((tag, given))
        if "href" in given:
            self.links.append(given["href"])
        if tag not in ("meta", "br", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip() and not {"td", "th", "title"} & set(self.open):
            self.homeless.append(data)


@pytest.fixture(params=WRITERS)
def mail(request, customer, agent, manager, admin, mailbox) -> OutboundEmail:
    cast = {"customer": customer, "agent": agent, "manager": manager, "admin": admin, "mailbox": mailbox}
    WRITERS[request.param](**cast)
    return OutboundEmail.objects.latest("pk")


def styles_of(page: Page) -> Iterator[tuple[str, str, str]]:
    for tag, given in page.elements:
        for declaration in filter(None, (part.strip() for part in given.get("style", "").split(";"))):
            name, _colon, value = declaration.partition(":")
            yield tag, name.strip(), value.strip()


def test_it_is_one_that_mail_programs_show(mail):
    page = Page(mail.html)

    assert not page.open
    assert page.homeless == []
    assert {tag for tag, _given in page.elements} <= ELEMENTS
    assert not [given for _tag, given in page.elements if {"class", "id"} & given.keys()]
    assert [(tag, name) for tag, name, _value in styles_of(page) if name not in KEPT.get(tag, ())] == []
    assert [
        value
        for _tag, _name, value in styles_of(page)
        if re.search(r"url\(|var\(|calc\(|-\d|rem|start|end|auto", value)
    ] == []
    assert len(mail.html) < 102_000  # beyond, Gmail cuts it off


def test_its_text_says_the_same_in_lines_of_76(mail):
    links = [link for link in Page(mail.html).links if link != f"{settings.SITE_URL}/"]

    assert [link for link in links if link not in mail.text] == []
    assert [line for line in mail.text.split("\n") if len(line) > WIDTH and " " in line.strip()] == []
    assert "<p" not in mail.text
    assert "&amp;" not in mail.text


@pytest.mark.parametrize("kind", ["acknowledgement", "reply"])
def test_it_is_the_very_mail_that_was_looked_at(kind, customer, agent, mailbox):
    """After a change, look at it in mail programs, then write what came out into the golden files."""
    WRITERS[kind](customer=customer, agent=agent)
    mail = OutboundEmail.objects.latest("pk")

    for part, written in (("html", mail.html), ("txt", mail.text)):
        golden = GOLDEN / f"{kind}.{part}"
        written = re.sub(r"requests/link/[\w:-]+/", "requests/link/signature/", written)
        assert re.sub(r"ref:\d+\.\w+", "ref:1.signature", written) == golden.read_text()


def test_a_text_that_an_admin_wrote_stands_on_the_same_page(customer, admin, mailbox):
    body = "Hello {{ requester.name }}, [your requests]({{ site_link }}): " + "we have your message. " * 5
    set_mail_text("acknowledgement", "en", actor=admin, body=body)

    WRITERS["acknowledgement"](customer=customer)

    mail = OutboundEmail.objects.latest("pk")
    page = Page(mail.html)
    assert page.homeless == []
    assert f"your requests: {settings.SITE_URL}/" in mail.text.replace("\n", " ")
    assert max(len(line) for line in mail.text.split("\n") if " " in line) <= WIDTH


def test_links_are_written_out_behind_their_words():
    html = (
        '<p>Read <a href="https://example.com/a?b=1&amp;c=2">this <b>page</b></a>, '
        '<a href="https://example.com/">example.com</a> or <a href="mailto:ann@example.net">write</a>.</p>'
    )

    assert text_with_links(html) == (
        "Read this page <https://example.com/a?b=1&c=2>, example.com or write <ann@example.net>."
    )


def test_no_kind_of_mail_is_left_out():
    folders = {path.name for path in (settings.BASE_DIR / "templates" / "mail").iterdir() if path.is_dir()}

    assert folders - WRITERS.keys() == set()
