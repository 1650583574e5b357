"""Pages for people whom something stopped."""

import pytest
from django.template.loader import render_to_string


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html"])
@pytest.mark.django_db
def test_the_sign_stands_on_the_page_and_the_head_keeps_the_icon_of_the_tab(name: str, rf) -> None:
    page = render_to_string(name, request=rf.get("/nowhere/"))
    head, _, body = page.partition("</head>")
    assert 'rel="icon"' in head
    assert "<svg" not in head
    assert "<svg" in body
