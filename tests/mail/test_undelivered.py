"""Mail that could not be sent: found with its reason, sent again, discarded and brought back; and what a pace holds back."""

from datetime import timedelta

import pytest

from accounts.actions.general import set_general
from accounts.directory import Refusal
from accounts.general import general
from helpdesk import clock
from mail.limits import hits_since, waiting_by_domain
from mail.undelivered import bring_many_back, chosen_emails, discard_many, resend_many, undelivered
from outbox.models import DomainPace, OutboundEmail, OutboundRecipient
from outbox.sending import send_waiting
from tests.desk.conftest import signed_in
from tests.outbox.test_sending import make_due, post, server, states  # noqa: F401  # a fixture among them
from tickets.errors import NotAllowed

pytestmark = pytest.mark.django_db
PAGE = "/settings/undelivered/"


def failed(*to: str, subject: str = "Hello", error: str = "550 no such user") -> OutboundEmail:
    email = post(*to)
    OutboundEmail.objects.filter(pk=email.pk).update(state="failed", subject=subject, last_error=error)
    OutboundRecipient.objects.filter(email=email).update(state="failed", error=error)
    return email


def test_what_was_given_up_is_found_by_recipient_subject_and_reason():
    lost = failed("gone@example.net", subject="Your invoice", error="550 5.1.1 unknown")
    failed("other@example.net")
    post("fine@example.net")

    for words in ("gone@", "invoice", "5.1.1", "invoice gone"):
        assert list(undelivered(text=words)) == [lost]


def test_sent_again_it_goes_out_once(server, admin):  # noqa: F811
    lost = failed()

    assert resend_many(chosen_emails([lost.pk]), actor=admin) == 1
    assert resend_many(chosen_emails([lost.pk]), actor=admin) == 0
    send_waiting(10)
    assert states(lost) == ("sent", ["sent"])
    assert len(server.taken) == 1


def test_discarding_can_be_undone_and_done_twice_does_nothing(admin):
    lost = failed()

    assert discard_many(chosen_emails([lost.pk]), actor=admin) == 1
    assert discard_many(chosen_emails([lost.pk]), actor=admin) == 0
    assert not undelivered().exists()
    assert bring_many_back(chosen_emails([lost.pk]), actor=admin) == 1
    assert list(undelivered()) == [lost]


def test_only_admins_decide(lead):
    lost = failed()
    for act in (resend_many, discard_many, bring_many_back):
        with pytest.raises(NotAllowed):
            act(chosen_emails([lost.pk]), actor=lead)
    assert states(lost) == ("failed", ["failed"])


def test_admins_are_told_in_the_navigation_until_nothing_is_left(admin, lead, mailbox):
    lost = failed()
    assert "Mail not sent" in signed_in(admin).get("/desk/").content.decode()
    assert "Mail not sent" not in signed_in(lead).get("/desk/").content.decode()

    discard_many(chosen_emails([lost.pk]), actor=admin)
    assert "Mail not sent" not in signed_in(admin).get("/desk/").content.decode()


def test_the_page_shows_the_reason_and_acts_on_what_is_chosen(admin):
    browser, lost = signed_in(admin), failed("gone@example.net", subject="Invoice <b>")
    page = browser.get(PAGE).content.decode()
    assert "Invoice &lt;b&gt;" in page
    assert "550 no such user" in page

    answer = browser.post(PAGE + "discard/", {"mail": [lost.pk]}, follow=True).content.decode()
    assert "1 mail is discarded." in answer
    browser.post(PAGE + f"discard/?undo=1&mail={lost.pk}")
    assert states(lost)[0] == "failed"
    browser.post(PAGE + "resend/", {"mail": [lost.pk]})
    assert states(lost) == ("queued", ["queued"])


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_asks_as_often_for_one_as_for_thirty(admin, count, django_assert_max_num_queries):
    for _ in range(count):
        failed()
    browser = signed_in(admin)
    with django_assert_max_num_queries(7):
        assert browser.get(PAGE).status_code == 200


def test_so_many_mails_a_minute_go_to_one_domain_and_the_others_wait_their_turn(server, settings):  # noqa: F811
    settings.MAIL_MAILS_A_MINUTE = 2
    mails = [post(f"p{n}@slow.test") for n in range(5)] + [post("ann@quick.test")]
    send_waiting(100)

    assert [states(mail)[0] for mail in mails] == ["sent", "sent", "queued", "queued", "queued", "sent"]
    turns = [mail.due_at for mail in mails[2:5]]
    assert turns == sorted(turns)
    assert turns[2] - turns[0] >= timedelta(seconds=60)
    assert {mail.attempts for mail in mails[2:5]} == {0}
    assert list(undelivered(what="waiting", text="slow.test").values_list("paced_for", flat=True)) == ["slow.test"] * 3
    assert [one.count for one in hits_since(clock.now() - timedelta(hours=1))] == [0, 0, 0, 3]


def test_a_domain_of_its_own_pace_keeps_to_that(server, admin):  # noqa: F811
    set_general(actor=admin, mails_a_minute=1, domain_paces={"Slow.test": 2, "quick.test": 0})
    slow, quick, other = ([post(f"p{n}@{name}.test") for n in range(3)] for name in ("slow", "quick", "other"))
    send_waiting(100)

    assert [states(mail)[0] for mail in slow] == ["sent", "sent", "queued"]
    assert [states(mail)[0] for mail in quick] == ["sent", "sent", "sent"]
    assert [states(mail)[0] for mail in other] == ["sent", "queued", "queued"]
    assert waiting_by_domain() == [("other.test", 2), ("slow.test", 1)]
    assert not DomainPace.objects.filter(domain="quick.test").exists()


def test_single_domains_can_be_paced_alone(server, admin):  # noqa: F811
    set_general(actor=admin, domain_paces={"slow.test": 1})
    mails = [post(f"p{n}@{name}.test") for n in range(2) for name in ("slow", "quick")]
    send_waiting(100)

    assert [states(mail)[0] for mail in mails] == ["sent", "sent", "queued", "sent"]


@pytest.mark.parametrize("paces", [{"gmail": 3}, {"gmail.com": -1}, {"gmail.com": True}, {"a b.com": 1}, ["gmail.com"]])
def test_what_is_no_pace_is_refused(admin, paces):
    with pytest.raises(Refusal):
        set_general(actor=admin, domain_paces=paces)


def test_whose_turn_has_come_is_sent_without_another(server, settings):  # noqa: F811
    settings.MAIL_MAILS_A_MINUTE = 1
    mails = [post(f"p{n}@slow.test") for n in range(3)]
    send_waiting(100)
    make_due()
    send_waiting(100)

    assert [states(mail)[0] for mail in mails] == ["sent", "sent", "sent"]
    assert mails[2].paced_for == ""
    assert len(DomainPace.objects.get().turns) == 1


def test_without_a_pace_nothing_is_kept(server):  # noqa: F811
    post()
    send_waiting(10)
    assert not DomainPace.objects.exists()


def test_the_limits_are_set_on_their_page(admin):
    browser = signed_in(admin)
    form = {
        "acknowledgements_an_hour": 5,
        "automatic_an_hour": 6,
        "automatic_of_sender_an_hour": 7,
        "mails_a_minute": 8,
    }
    paces = "gmail.com 20\n\nbig.test: 3"
    assert browser.post("/settings/mail-limits/", {**form, "domain_paces": paces}).status_code == 302

    page = browser.get("/settings/mail-limits/").content.decode()
    assert all(f'value="{number}"' in page for number in form.values())
    assert general().domain_paces == {"gmail.com": 20, "big.test": 3}
    assert "big.test 3\ngmail.com 20</textarea>" in page
    assert browser.post("/settings/mail-limits/", {**form, "mails_a_minute": -1}).status_code == 422
    for wrong in ("gmail.com", "gmail.com many", "nothing 3", "gmail.com 20\nGmail.com 3"):
        assert browser.post("/settings/mail-limits/", {**form, "domain_paces": wrong}).status_code == 422
    assert general().domain_paces == {"gmail.com": 20, "big.test": 3}
