"""Pages for people whom something stopped."""

import pytest
from django.template.loader import render_to_string


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "405.html"])
@pytest.mark.django_db
def test_the_sign_stands_on_the_page_and_the_head_keeps_the_icon_of_the_tab(name: str, rf) -> None:
    page = render_to_string(name, request=rf.get("/nowhere/"))
    head, _, body = page.partition("</head>")
    assert 'rel="icon"' in head
    assert "<svg" not in head
    assert "<svg" in body


@pytest.mark.django_db
def test_who_opens_the_address_of_a_form_reads_that_nothing_was_sent(client) -> None:
    answer = client.get("/sign-out/", headers={"Accept": "text/html,*/*"})
    assert answer.status_code == 405
    assert "nothing was sent now" in answer.content.decode()
    assert client.get("/sign-out/").content == b""


@pytest.mark.parametrize("address", ["/help/en/articles/%00a/", "/help/en/categories/a%00/", "/surveys/%00/"])
def test_an_address_that_cannot_be_looked_up_is_not_found(client, db, address):
    page = client.get(address)
    assert (page.status_code, "There is nothing here" in page.content.decode()) == (404, True)
