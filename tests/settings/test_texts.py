"""The texts of mails in the settings: found, written with a preview, gone back to, in history and file."""

import pytest

from accounts.models import SettingChange
from desk.settings.configuration import compare, export, take_over
from mail.models import MailText

pytestmark = pytest.mark.django_db
PAGE = "/settings/texts/"
ONE = f"{PAGE}acknowledgement/en/"


def body_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_mails_are_found_by_what_they_say_and_changed_ones_are_marked(browser):
    browser.post(ONE, {"subject": "Re", "body": "Your giraffe is here, {{ requester.name }}"})

    found = body_of(browser.get(PAGE, {"q": "giraffe"}))
    assert "Acknowledgement" in found
    assert "Yours" in found
    assert "Sign-in code" not in found
    assert "Nothing found" in body_of(browser.get(PAGE, {"q": "rhinoceros"}))


def test_the_form_begins_with_the_shipped_text_and_lists_what_can_be_filled_in(browser):
    page = body_of(browser.get(ONE))

    assert "Hello {{ requester.name }}," in page
    assert "{{ first_words }}" in page
    assert "how the customer&#x27;s message begins" in page
    assert "Hello Ann Lee," in page  # the preview


def test_the_preview_shows_what_is_typed_and_says_what_is_wrong(browser):
    shown = body_of(browser.post(f"{ONE}preview/", {"subject": "Got it", "body": "Dear {{ requester.first_name }}"}))
    assert "Got it" in shown
    assert "Dear Ann" in shown

    wrong = body_of(browser.post(f"{ONE}preview/", {"body": "{{ requester.nome }}"}))
    assert "There is no placeholder {{ requester.nome }}" in wrong
    assert not MailText.objects.exists()


def test_what_is_refused_keeps_every_word(browser):
    answer = browser.post(ONE, {"subject": "Got it", "body": "Dear {{ nobody }}"})

    assert answer.status_code == 422
    assert "Dear {{ nobody }}" in answer.content.decode()
    assert not MailText.objects.exists()


def test_going_back_and_taking_that_back(browser):
    browser.post(ONE, {"subject": "", "body": "Dear {{ requester.name }}"})
    browser.post(f"{ONE}reset/")
    assert MailText.objects.get().body == ""

    browser.post(f"/settings/changes/{SettingChange.objects.latest('pk').pk}/undo/")
    assert MailText.objects.get().body == "Dear {{ requester.name }}"


def test_the_file_carries_texts_and_brings_them_back(browser, admin):
    browser.post(ONE, {"subject": "Got it", "body": "Dear {{ requester.name }}"})
    file = export()
    browser.post(f"{ONE}reset/")

    assert [step.act for step in compare(file, actor=admin).steps] == ["added"]
    take_over(file, actor=admin)
    assert MailText.objects.get().subject == "Got it"


def test_the_file_says_what_is_wrong_with_a_text(admin):
    wrong = "helpdesk: 1\nmail_texts:\n- text: acknowledgement.xx\n  body: Hello\n"
    assert "in: en, de" in compare(wrong, actor=admin).problems[0]
    assert "acknowledgement.en" in compare(wrong.replace(".xx", ""), actor=admin).problems[0]


def test_the_api_reads_writes_previews_and_resets(browser):
    at = "/api/v1/mail-texts/acknowledgement/de/"
    assert browser.get(at).json()["is_changed"] is False
    changed = browser.patch(at, {"body": "Hallo {{ requester.name }}"}, content_type="application/json").json()
    assert (changed["body"], changed["is_changed"]) == ("Hallo {{ requester.name }}", True)
    shown = browser.post(f"{at}preview/", {"body": "Hi {{ requester.name }}"}, content_type="application/json").json()
    assert shown["text"] == "Hi Ann Lee\n"
    assert browser.delete(at).status_code == 204
    assert browser.get(at).json()["is_changed"] is False
    assert browser.get("/api/v1/mail-texts/nothing/de/").status_code == 404
    assert len(browser.get("/api/v1/mail-texts/").json()["results"]) == 18
