"""Nothing dangerous passes, nothing loads from elsewhere unasked."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from mail.html import (
    content_ids_in,
    html_to_text,
    resolve_images,
    sanitize,
    split_quote,
)

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=' java\nscript:alert(1)'>x</a>",
    "<iframe src='https://evil'></iframe>",
    "<form action='https://evil'><input name=password><button>Go</button></form>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext></mtext><mglyph><style><img src=x onerror=alert(1)></style></mglyph></math>",
    "<style>body{background:url(https://evil)}</style>",
    "<div style='background:url(https://evil)'>x</div>",
    "<div style='background-color:u\\72l(https://evil)'>x</div>",
    "<div style='background:image-set(\"https://evil\" 1x)'>x</div><div style='background:src(\"https://evil\")'>x</div>",
    "<div style='position:fixed;top:0'>x</div>",
    "<link rel=stylesheet href=https://evil>",
    "<meta http-equiv=refresh content='0;url=https://evil'>",
    "<base href=https://evil>",
    "<table background=https://evil><tr><td>x</td></tr></table>",
    "<img srcset='https://evil 1x'>",
    "<video src=https://evil poster=https://evil></video>",
    "<object data=https://evil></object>",
    "<a href='cid:x'>x</a><a href='data:text/html,x'>y</a>",
    "<p title='<img src=\"https://evil\">'>x</p>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<img alt='<img src=\"https://evil\"' src='https://evil'>",
]
LOADING = {"srcset", "background", "poster", "data", "action", "formaction"}


def assert_safe(html: str) -> None:
    if not html.strip():
        return
    for element in lxml_html.fragment_fromstring(html, create_parent=True).iter():
        assert element.tag not in {
            "script",
            "style",
            "iframe",
            "form",
            "input",
            "object",
            "embed",
            "link",
            "meta",
            "base",
            "svg",
        }
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert name not in LOADING
            assert not (name == "src" and not value.startswith("cid:")), value
            assert not (name == "href" and not value.lower().startswith(("http:", "https:", "mailto:", "tel:"))), value
            if name == "style":
                assert "url" not in value.lower()
                assert "evil" not in value
                assert "position" not in value


def test_white_words_keep_the_dark_ground_that_makes_them_readable():
    """Word and most newsletters colour cells by the short form."""
    assert "background:#1F4E79" in sanitize(
        '<table><tr><td style="background:#1F4E79;color:white">Total</td></tr></table>'
    )


@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks_are_harmless(attack):
    assert_safe(sanitize(f"<p>before</p>{attack}<p>after</p>"))
    assert "after" in sanitize(f"<p>before</p>{attack}<p>after</p>")


@given(
    st.lists(st.one_of(st.sampled_from(ATTACKS), st.text(alphabet="<>\"'=/ab img src&;\x00", max_size=30)), max_size=6)
)
@settings(max_examples=500, deadline=None)
def test_mixtures_of_attacks_are_harmless(pieces):
    safe = sanitize("".join(pieces))
    assert_safe(safe)
    assert_safe(resolve_images(safe, cid_url=None))


def test_remote_images_wait_until_asked_for():
    safe = sanitize('<img src="https://example.org/a.png?x=1&amp;y=2" alt="chart">')
    assert safe == '<img data-remote-src="https://example.org/a.png?x=1&amp;y=2" alt="chart">'
    assert resolve_images(safe, remote=True) == '<img src="https://example.org/a.png?x=1&amp;y=2" alt="chart">'
    assert resolve_images(safe) == safe


def test_inline_images_get_the_address_of_their_attachment():
    safe = sanitize('<img src="cid:a%40b"><img src="cid:gone">')
    assert content_ids_in(safe) == {"a@b", "gone"}
    assert resolve_images(safe, cid_url={"a@b": "/attachments/1/"}.get) == '<img src="/attachments/1/"><img>'


def test_layout_of_ordinary_mail_survives():
    html = '<table width="600"><tr><td style="padding:10px;color:#333">Hi <a href="https://example.org/x?a=1&amp;b=2">x</a></td></tr></table>'
    safe = sanitize(html)
    assert 'style="padding:10px;color:#333"' in safe
    assert 'href="https://example.org/x?a=1&amp;b=2"' in safe
    assert 'rel="noopener noreferrer nofollow"' in safe


@pytest.mark.parametrize(
    "quote",
    [
        '<div class="gmail_quote gmail_quote_container"><p>On x wrote</p><p>old</p></div>',
        '<blockquote type="cite">old</blockquote>',
        '<div class="moz-cite-prefix">On x wrote</div><blockquote type="cite">old</blockquote>',
        '<div id="appendonsend"></div><hr><div id="divRplyFwdMsg">From: x</div><div>old</div>',
        "<div><div style='border:none;border-top:solid #E1E1E1 1.0pt'><p>From: x</p></div></div><p>old</p>",
    ],
)
def test_html_above_the_quote(quote):
    new, quoted = split_quote(f"<html><body><div><p>new <b>words</b></p>{quote}</div><p>old too</p></body></html>")
    assert "<b>words</b>" in new
    assert "old" not in new
    assert "old too" in quoted
    assert "words" not in quoted


def test_html_without_a_quote_is_not_split():
    assert split_quote("<p>hello</p>") == ("", "")


@pytest.mark.parametrize(
    "html", ["<div>" * 50_000, "<b>" * 100_000, "<table><tr><td>" * 20_000, "<a href=x>" * 20_000, "<" * 900_000]
)
def test_hostile_markup_ends_in_time(html):
    started = time.process_time()
    sanitize(html + "x")
    html_to_text(html + "x")
    assert time.process_time() - started < 4


def test_what_word_writes_into_comments_is_no_depth():
    styles = "<w:LsdException Locked=false/>" * 400
    head = f"<head><!--[if gte mso 9]><xml><w:LatentStyles>{styles}</w:LatentStyles></xml><![endif]--></head>"
    assert sanitize(f"<html>{head}<body><p>Hello</p></body></html>") == "<p>Hello</p>"


@pytest.mark.parametrize("comment", ["<!-->", "<!--->", "<!-- x --!>", "<!-- never closed"])
def test_deep_markup_does_not_hide_behind_a_comment(comment):
    assert sanitize(comment + "<div>" * 300 + "x") == ""


def test_text_of_deep_markup_is_not_lost():
    assert html_to_text("<div>" * 5000 + "words" + "</div>" * 5000) == "words"


BEHIND = [
    "<html><body><p>one</p></body></html>{}",
    "<p>one</p></BODY>\n{}",
    "<html><head><title>t</title></head><body><p>one</p></body ></html >\n<!-- x -->{}",
]


@pytest.mark.parametrize("above", BEHIND)
@pytest.mark.parametrize(
    "below", ["<p>two</p>", "<!DOCTYPE html><html><head><title>t</title></head><body><p>two</p></body></html>"]
)
def test_words_behind_the_end_of_a_document_are_read(above, below):
    assert html_to_text(above.format(below)) == "one\n\ntwo"
