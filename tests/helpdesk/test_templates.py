"""Still parts of templates are drawn once per language, and nothing else is."""

import pytest
from django.template import Context, Engine, Template, TemplateSyntaxError
from django.utils import translation

from helpdesk.templates import NumberedNode, StillNode, settle

LIBRARIES = "{% load i18n static ui %}"


def drawn(text: str, *, is_settled: bool, language: str = "en", **context: object) -> str:
    template = Template(LIBRARIES + text)
    if is_settled:
        settle(template.nodelist, template.engine)
    with translation.override(language):
        return template.render(Context(context))


@pytest.mark.parametrize(
    "text",
    [
        "<b>{% translate 'Close' %}</b>{% icon 'x' 20 _('Close') %} {{ name }}",
        "{% if name %}{% translate 'a & <b>' %}{% icon 'x' %}{% else %}{% translate 'No' %}{% endif %}",
        "{% for letter in name %}<i>{% translate 'Yes' %}</i>{{ letter }}{% empty %}-{% endfor %}",
        "{% with other=name %}{% translate 'Yes' %}{{ other }}{% endwith %}{% comment %}x{% endcomment %}",
        "{% blocktranslate %}100 % of it{% endblocktranslate %}{% url 'desk:start' %}{% static 'img/icon.svg' %}",
        "{% blocktranslate with n=name %}For {{ n }}{% endblocktranslate %}{% translate 'Yes' as yes %}{{ yes }}",
        "{% autoescape off %}{% translate '<b>' %}{% translate '<i>' %}{% endautoescape %}{% translate '<b>' %}",
    ],
)
def test_it_writes_the_same(text):
    for name in ("", "Ann & <Bob>"):
        assert drawn(text, is_settled=True, name=name) == drawn(text, is_settled=False, name=name)


def test_every_language_has_its_own_words():
    text = "<b>{% translate 'Yes' %}</b>{% translate 'No' %}"
    template = Template(LIBRARIES + text)
    settle(template.nodelist, template.engine)
    words = []
    for language in ("en", "de", "en"):
        with translation.override(language):
            words.append(template.render(Context()))
    assert words == ["<b>Yes</b>No", "<b>Ja</b>Nein", "<b>Yes</b>No"]


def test_what_stands_side_by_side_becomes_one_node():
    template = Template(LIBRARIES + "<b>{% translate 'Yes' %}</b>{% icon 'x' %}{{ name }}{% translate name %}")
    settle(template.nodelist, template.engine)
    assert [isinstance(node, StillNode) for node in template.nodelist] == [True, False, False]


@pytest.mark.parametrize(
    "tag",
    [
        "{% icon name %}",
        "{% icon 'x' as drawing %}",
        "{% translate name %}",
        "{% url 'desk:ticket' number %}",
        "{% csrf_token %}",
        "{% time_ago at %}",
        "{% blocktranslate count count=number %}one{% plural %}many{% endblocktranslate %}",
    ],
)
def test_what_depends_on_more_is_drawn_each_time(tag):
    template = Template(LIBRARIES + tag)
    settle(template.nodelist, template.engine)
    assert not isinstance(template.nodelist[-1], StillNode)


def test_blocks_of_a_template_that_extends_are_still_found():
    loader = "helpdesk.templates.Loader", ["django.template.loaders.locmem.Loader"]
    pages = {
        "base": "<p>{% block a %}base{% endblock %}</p>{% block b %}<i>b</i>{% endblock %}",
        "page": "{% extends 'base' %}{% block a %}<b>{{ block.super }}</b>{{ name }}{% endblock %}",
    }
    engine = Engine(loaders=[(loader[0], [(loader[1][0], pages)])])
    for _ in range(2):
        assert engine.get_template("page").render(Context({"name": "n"})) == "<p><b>base</b>n</p><i>b</i>"


NUMBERED = (
    "<a href='{% ticket_url 'tags' ticket.number %}'>{% translate 'Yes' %}</a>{% ticket_url 'status' ticket.number %}"
)


def test_addresses_that_differ_in_one_number_are_one_node_with_what_stands_between():
    template = Template("{% load i18n ticket %}" + NUMBERED + "{% ticket_url 'tags' number %}")
    settle(template.nodelist, template.engine)
    assert [type(node) for node in template.nodelist] == [NumberedNode, NumberedNode]


def test_each_ticket_gets_its_own_addresses():
    text = "{% load ticket %}" + NUMBERED + "{% ticket_url 'participants' 'cc' other.number %}"
    for number, other in ((1, 2), (3, 4), (1, 4)):
        context = {"ticket": {"number": number}, "other": {"number": other}}
        written = drawn(text, is_settled=True, **context)
        assert written == drawn(text, is_settled=False, **context)
        assert f"/{number}/status/" in written
        assert f"/{other}/participants/cc/" in written


def test_a_template_speaks_one_language():
    """Each drawing asks once which one it is."""
    with pytest.raises(TemplateSyntaxError, match="override"):
        drawn("{% language 'de' %}{% translate 'Yes' %}{% endlanguage %}", is_settled=True)
