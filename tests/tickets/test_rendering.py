"""A stored message on a screen: safe whatever was stored, its own pictures shown, others' only when asked for."""

import re

import pytest
from django.utils.html import urlize
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from tickets.actions import reply
from tickets.attachments import Attachment
from tickets.content import Body
from tickets.models import Message, Ticket
from tickets.rendering import inline_url, rendered, text_html


@pytest.fixture
def message(ticket: Ticket) -> Message:
    return ticket.messages.get()


def stored(message: Message, html: str, **fields: str) -> Message:
    """What a careless earlier version might have stored: not even sanitised."""
    Message.objects.filter(pk=message.pk).update(html=html, **fields)
    return Message.objects.get(pk=message.pk)


def picture_of(message: Message, **fields: object) -> Attachment:
    return Attachment.objects.create(
        message=message, filename="a.png", content_type="image/png", size=8, file="attachments/x", **fields
    )


def test_plain_text_keeps_its_lines_and_links_its_addresses(message):
    message.text = "Hello <b>,\n  indented\n\nsee https://example.com/a?b=1&c=2 or write to ann@example.net."
    content = rendered(message)
    assert content.is_plain
    assert "&lt;b&gt;" in content.html
    assert "<br>&nbsp;&nbsp;indented</p><p>" in content.html
    assert 'href="https://example.com/a?b=1&amp;c=2"' in content.html
    assert 'href="mailto:ann@example.net"' in content.html
    assert content.html.count('rel="noopener noreferrer nofollow"') == 2
    assert 'target="_blank"' in content.html


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>hi",
        '<img src=x onerror="alert(1)">hi',
        '<a href="javascript:alert(1)">hi</a>',
        '<a href="data:text/html,<script>alert(1)</script>">hi</a>',
        "<svg><script>alert(1)</script></svg>hi",
        '<iframe src="https://evil.test"></iframe>hi',
        '<form action="/sign-out/"><input name="a"></form>hi',
        "<style>@import url(https://evil.test)</style>hi",
        '<div style="background:url(https://evil.test/x)">hi</div>',
        '<div style="background:\\75rl(https://evil.test/x)">hi</div>',
        '<div style="position:fixed;inset:0">hi</div>',
        '<link rel="stylesheet" href="https://evil.test">hi',
        '<meta http-equiv="refresh" content="0;url=https://evil.test">hi',
        '<base href="https://evil.test/">hi',
        '<video src="https://evil.test/v"></video>hi',
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>hi",
        '<img alt="a><img src=https://evil.test/x data-remote-src=">hi',
        '<a href="/sign-out/" hx-post="/desk/" data-behavior="confirm" id="main" class="toast">hi</a>',
    ],
)
def test_nothing_that_acts_or_loads_gets_through(message, html):
    for show_remote in (False, True):
        content = rendered(stored(message, html, quoted_html=html), show_remote=show_remote)
        for shown in (content.html, content.quoted_html):
            assert "hi" in shown
            assert not re.search(
                r"<(script|svg|iframe|form|input|style|link|meta|base|video|math)\b|\son\w+=|javascript:|url\(|position:"
                r"|\shx-|\sdata-behavior|\sid=|href=\"(data:|/)",
                shown,
            )
    assert (
        "evil.test" not in rendered(stored(message, html)).html.replace("&lt;", "<").replace("alt=", "")
        or "alt" in html
    )


@given(st.text(alphabet=st.sampled_from(list("<>/=\"' abimgsrchefonlstyledv:;()&#x\n\t")), max_size=200))
def test_text_never_becomes_markup(text):
    shown = text_html(text)
    assert set(re.findall(r"<(/?\w+)", shown)) <= {"p", "/p", "br", "a", "/a"}


def test_own_pictures_are_shown_by_content_id_and_by_address(message):
    picture = picture_of(message, content_id="logo@mail")
    content = rendered(stored(message, f'<p><img src="cid:logo@mail"><img src="{inline_url(picture)}">hi</p>'))
    assert content.html.count(f'src="{inline_url(picture)}"') == 2
    assert content.is_plain
    assert not content.has_remote


def test_pictures_of_other_messages_and_our_other_pages_are_not_loaded(message, agent):
    elsewhere = picture_of(reply(message.ticket, actor=agent, body=Body.from_text("x"), seen_seq=1))
    html = f'<img src="{inline_url(elsewhere)}"><img src="/desk/"><img src="//evil.test/a"><img src="cid:unknown">'
    content = rendered(stored(message, html), show_remote=True)
    assert "src=" not in content.html


@pytest.mark.parametrize("attribute", ["src", "data-remote-src"])
def test_remote_pictures_wait_until_they_are_asked_for(message, attribute):
    message = stored(message, f'<p>hi <img {attribute}="https://cdn.test/pixel.gif" alt="Logo"></p>')
    content = rendered(message)
    assert content.has_remote
    assert content.is_plain
    assert "cdn.test" not in content.html
    assert 'alt="Logo"' in content.html
    asked = rendered(message, show_remote=True)
    assert 'src="https://cdn.test/pixel.gif"' in asked.html
    assert not asked.is_plain  # the page's own policy would not load them


@pytest.mark.parametrize(
    ("html", "is_plain"),
    [
        ('<div dir="ltr"><b>Hi</b><br><ul><li>one</li></ul></div>', True),
        ('<p class="MsoNormal" style="margin:0;font-family:Calibri;font-size:11pt;color:#000000">Hi</p>', True),
        ('<p><font face="Arial">Hi</font></p>', True),
        ('<p style="color:#c00">my answers in red</p>', False),
        ('<p><font color="#ff0000">my answers in red</font></p>', False),
        ("<table><tr><td>1</td><td>2</td></tr></table>", False),
        ('<p style="background-color:yellow">marked</p>', False),
    ],
)
def test_only_simple_marks_stand_in_the_page(message, html, is_plain):
    content = rendered(stored(message, html))
    assert content.is_plain is is_plain
    assert ("style=" in content.html or "color=" in content.html or "<table" in content.html) is not is_plain


def test_nothing_grows_with_the_frame_that_grows_with_it(message):
    html = '<div style="color:red;height:calc(100vh + 9px);width: 50VW;padding:4px">x</div>'
    assert 'style="color:red;padding:4px"' in rendered(stored(message, html)).html


def test_a_rich_quotation_does_not_push_plain_words_into_a_frame(message):
    table = "<table><tr><td>1</td><td>2</td></tr></table>"
    content = rendered(stored(message, "<p>Thanks</p>", quoted_html=table, quoted_text="1  2", signature="Ann\nAcme"))
    assert content.is_plain
    assert "<table" not in content.quoted_html
    assert "Ann<br>Acme" in content.quoted_html
    assert "1&nbsp;&nbsp;2" in content.quoted_html


def framed(client, person: User | None, message: Message, query: str = ""):
    if person:
        client.force_login(person)
    return client.get(f"/messages/{message.pk}/frame/{query}")


def test_the_frame_has_a_policy_of_its_own(client, customer, message):
    response = framed(client, customer, stored(message, '<p>Grüße <img src="https://cdn.test/a.png"></p>'))
    policy = response["Content-Security-Policy"]
    assert "Grüße" in response.content.decode()
    assert "cdn.test" not in response.content.decode()
    assert "default-src 'none'" in policy
    assert "https:" not in policy
    assert "allow-scripts" not in policy
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    asked = framed(client, customer, message, "?remote=1")
    assert "cdn.test" in asked.content.decode()
    assert "img-src 'self' https:;" in asked["Content-Security-Policy"]


def test_the_frame_is_only_for_who_may_see_the_message(client, customer, other_customer, agent, message):
    note = message.ticket.messages.create(
        origin=message.ticket, kind="note", author=agent, channel="email", text="secret", created_at=message.created_at
    )
    assert framed(client, None, message).status_code == 302
    assert framed(client, other_customer, message).status_code == 404
    assert framed(client, customer, message).status_code == 200
    assert framed(client, customer, note).status_code == 404
    assert framed(client, agent, note).status_code == 200
    assert client.get("/messages/999999/frame/").status_code == 404


@given(
    st.text(alphabet="ab.:@/w <>&'\n", max_size=30)
    | st.sampled_from(("see www..", "A-.com", "x.com", "a@b.de", "1. No. Yes"))
)
def test_no_address_is_missed_in_a_text(text):
    assert ("<a " in text_html(text)) == ("<a " in urlize(text, autoescape=True))
