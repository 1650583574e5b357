import pytest

from knowledgebase.markdown import LONGEST_PASSAGE, headings_of, html_of, parts_of, with_linked_headings


def test_headings_can_be_linked_to_each_once():
    html = html_of("# Pay\n\n## By card\n\n## By card\n")
    assert [(heading.level, heading.anchor) for heading in headings_of(html)] == [
        (2, "pay"),
        (2, "by-card"),
        (2, "by-card-2"),
    ]


def test_a_heading_is_a_link_to_itself_unless_it_holds_another():
    html = with_linked_headings(html_of("## By *card*\n\n### [Ours](/help/en/)\n"))
    assert '<h2 id="by-card"><a class="heading-link" href="#by-card">By <em>card</em></a></h2>' in html
    assert '<h3 id="ours"><a href="/help/en/"' in html


def test_a_callout_is_a_box_of_its_kind():
    assert '<div class="callout callout--warning">' in html_of("> [!WARNING]\n> Keep one.\n")


def test_a_callout_as_other_tools_call_it_is_one_of_ours():
    assert '<div class="callout callout--warning">' in html_of("> [!CAUTION]\n> Keep one.\n")


@pytest.mark.parametrize(
    "address", ["www.youtube.com/watch?v=1", "m.youtube.com/watch?v=1", "player.vimeo.com/video/1"]
)
def test_a_link_to_a_video_alone_becomes_a_card_that_loads_nothing(address):
    html = html_of(f"[See it](https://{address})\n")
    assert 'class="video-link"' in html and "<iframe" not in html


@pytest.mark.parametrize("address", ["https://www.youtube.com/", "https://youtube.com.shop.example/watch"])
def test_what_is_no_video_is_a_plain_link(address):
    assert "video-link" not in html_of(address)


def test_a_picture_of_another_site_is_a_link_to_it():
    html = html_of("![The menu](https://elsewhere.example/menu.png) [![x](//elsewhere.example/y.png)](/help/en/)")
    assert (
        "<img" not in html and ">The menu</a>" in html and '<a href="/help/en/" rel="noopener noreferrer">x</a>' in html
    )


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("https://youtu.be/a_b_c", '<p class="video-link"><a href="https://youtu.be/a_b_c" '),
        ("See https://shop.example/a?b=1&c=2.", 'See <a href="https://shop.example/a?b=1&amp;c=2" '),
        (
            "(at https://shop.example/a)",
            '<a href="https://shop.example/a" rel="noopener noreferrer">https://shop.example/a</a>)',
        ),
        ("[https://shop.example](https://other.example)", '<p><a href="https://other.example" '),
        ("`https://shop.example`", "<p><code>https://shop.example</code></p>"),
    ],
)
def test_an_address_is_a_link_without_brackets(body, html):
    assert html in html_of(body) and html_of(body).count("<a ") <= 1


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "![x](https://elsewhere.example/pixel.gif)",
        '<img src="x" onerror="alert(1)">',
    ],
)
def test_nothing_of_a_text_acts_or_loads_from_elsewhere(hostile):
    html = html_of(hostile).replace("&lt;", "")
    assert "<script" not in html
    assert 'href="javascript' not in html
    assert "<img src" not in html


def test_a_text_falls_into_the_parts_under_its_headings():
    parts = parts_of("Before.\n\n## How\n\nLike *this*.\n\n- one\n- two\n")
    assert [(part.heading, part.text) for part in parts] == [("", "Before."), ("How", "Like this.\none\ntwo")]


def test_a_long_paragraph_is_cut_between_sentences_and_loses_nothing():
    body = " ".join(f"The {word} sentence says what has to be done about the matter at hand." for word in "ABCDEFGH")

    parts = parts_of(body)

    assert len(parts) > 1
    assert all(len(part.text) <= LONGEST_PASSAGE and part.text.endswith(".") for part in parts)
    assert " ".join(part.text for part in parts) == body


def test_what_leads_to_a_list_stays_with_it():
    before, item = "We explain this here at some length. " * 6, "An item that has some words of its own to say. " * 2

    parts = parts_of(f"{before}\n\nThere are two reasons:\n\n- {item}\n- {item}")

    assert parts[1].text.startswith("There are two reasons:\nAn item")
