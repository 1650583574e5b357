"""Every template compiles, and none needs what our content security policy forbids."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Engine
from django.template.loader import get_template

FOLDER = Path(settings.BASE_DIR) / "templates"
TEMPLATES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.html"))

FORBIDDEN = {
    r"<script(?![^>]*\bsrc=)": "an inline script: write a behavior (static/js/behaviors)",
    r"<style": "an inline style element: write a component (static/css/components)",
    r"\son(?!e=)[a-z]+=": "an inline handler: write a behavior (static/js/behaviors)",
    r"hx-on": "hx-on, which needs eval: write a behavior (static/js/behaviors)",
    r"\bjs:": "js:, which needs eval: write a behavior (static/js/behaviors)",
    r'\sname="form"': "a control that hides its form from htmx, which asks for form.form: give it another name",
    r'(?s)<form[^>]*\shx-(?:(?!</form>).)*\sname="(remove|before|after|append)"': (
        "a control that hides a method of its form from htmx, which takes forms out by form.remove(): give it another name"
    ),
    r'\sstyle="(?!--)': "a style other than a custom property: write a component",
}
# Mails have no stylesheet of ours, and a message in its frame has a policy of its own.
EXEMPT = re.compile(r"(^|/)(mail|mail_frame)/|_frame\.html$")


@pytest.mark.parametrize("name", TEMPLATES)
def test_it_compiles(name):
    assert isinstance(get_template(name).template.engine, Engine)


@pytest.mark.parametrize("name", [name for name in TEMPLATES if not EXEMPT.search(name)])
def test_it_keeps_to_the_policy(name):
    text = (FOLDER / name).read_text()
    for pattern, instead in FORBIDDEN.items():
        assert not re.search(pattern, text), f"{name} has {instead}"
