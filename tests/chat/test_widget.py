"""What an admin sets of the widget: checked, noted, taken back; and the secret, which no history shows."""

from datetime import timedelta

import pytest

from accounts.models import SettingChange
from chat.actions import renew_secret, set_widget, widget_now
from chat.identity import NotBelieved, identity_of, signature_of
from chat.models import Widget
from desk.settings.configuration import export, take_over
from helpdesk import clock
from tickets.errors import Invalid, NotAllowed

pytestmark = pytest.mark.django_db
PAGE = "/settings/widget/"
FORM = {
    "sites": "https://Shop.example.com/\n\nhttps://*.example.org",
    "colour": "#0f766e",
    "side": "start",
    "greeting": "Hi",
}


@pytest.fixture
def browser(client, admin):
    client.force_login(admin)
    return client


def test_what_is_set_is_kept_noted_and_can_be_taken_back(browser):
    assert browser.post(PAGE, FORM).status_code == 302
    widget = widget_now()
    assert widget.sites == ["https://shop.example.com", "https://*.example.org"]
    assert (widget.colour, widget.side, widget.greeting) == ("#0f766e", "start", "Hi")

    change = SettingChange.objects.get(kind="widget")
    browser.post(f"/settings/changes/{change.pk}/undo/")
    assert (widget_now().sites, widget_now().greeting) == ([], "")


def test_each_visitor_is_greeted_in_their_language(browser, client):
    browser.post(PAGE, {**FORM, "greeting": "Hello there", "greeting-de": "Guten Tag"})
    assert widget_now().greetings == {"de": "Guten Tag"}
    for language, said in (("de", "Guten Tag"), ("en", "Hello there")):
        assert said in client.get(f"/widget/?language={language}").content.decode()


@pytest.mark.parametrize(
    "site", ["shop.example.com", "https://*.com", "https://shop.example.com/path", "javascript:alert(1)", "https://a b"]
)
def test_what_is_no_website_is_refused_and_every_word_stays(browser, site):
    answer = browser.post(PAGE, {**FORM, "sites": site})
    assert answer.status_code == 422
    assert "is no address of a website" in answer.content.decode() and "#0f766e" in answer.content.decode()
    assert not widget_now().sites


def test_a_colour_is_a_colour_and_a_place_one_of_two(admin):
    for wrong in ({"colour": "red"}, {"side": "top"}, {"greeting": "x" * 121}, {"greetings": {"xx": "Hi"}}):
        with pytest.raises(Invalid):
            set_widget(actor=admin, **wrong)
    assert not Widget.objects.exists()


def test_agents_set_nothing(agent):
    for verb in (set_widget, renew_secret):
        with pytest.raises(NotAllowed):
            verb(actor=agent)


def test_the_same_again_is_no_change(admin):
    for _time in range(2):
        set_widget(actor=admin, greeting="Hi")
    assert SettingChange.objects.filter(kind="widget").count() == 1


def test_the_former_secret_counts_for_a_day(admin):
    former = renew_secret(actor=admin).secret
    now = renew_secret(actor=admin)
    assert now.secret != former
    assert believed(now, former) and believed(now, now.secret)

    with clock.at(clock.now() + timedelta(hours=25)):
        assert believed(now, now.secret)
        with pytest.raises(NotBelieved):
            believed(now, former)


def test_no_history_and_no_file_shows_the_secret(browser, admin):
    secret = renew_secret(actor=admin).secret
    assert secret in browser.get(PAGE).content.decode()
    assert secret not in browser.get("/settings/history/").content.decode()
    assert secret not in export()


def test_it_stands_in_the_file_of_the_configuration(admin):
    set_widget(actor=admin, sites=["https://shop.example.com"], greeting="Hi")
    file = export()
    Widget.objects.all().delete()

    assert not take_over(file, actor=admin).problems
    assert (widget_now().sites, widget_now().greeting) == (["https://shop.example.com"], "Hi")


def believed(widget, secret):
    signed = {"email": "ann@example.net", "name": "Ann", "timestamp": str(int(clock.now().timestamp()))}
    return identity_of(widget, **signed, signature=signature_of(secret, **signed))
