"""Mails as a program shows them that takes out `<style>` and classes, as Gmail does for many: nothing of them hangs on it."""

import re

import pytest

from outbox.models import OutboundEmail
from tests.mail.all_mails import WRITERS

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
TAKEN_OUT = re.compile(r"<style.*?</style>|<link[^>]*>|\s(?:class|id)=\"[^\"]*\"", re.DOTALL | re.IGNORECASE)


@pytest.mark.parametrize("width", [390, 1000])
def test_every_mail_looks_the_same_without_style_and_fits(
    chromium, width, customer, agent, manager, admin, mailbox
) -> None:
    cast = {"customer": customer, "agent": agent, "manager": manager, "admin": admin, "mailbox": mailbox}
    page = chromium.new_page(viewport={"width": width, "height": 600})
    for kind in ("acknowledgement", "reply", "survey", "survey_of_numbers", "notification", "report"):
        WRITERS[kind](**cast)
        html = OutboundEmail.objects.latest("pk").html

        page.set_content(html)
        before = page.screenshot(full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, kind
        page.set_content(TAKEN_OUT.sub("", html))
        assert page.screenshot(full_page=True) == before, kind
    page.close()
