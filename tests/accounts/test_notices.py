"""Whatever is done to somebody's account, they are told by mail."""

import pytest

from accounts.actions.staff import accept_invitation
from accounts.addresses import add_address, add_own_address, confirm_address, make_first, remove_address
from accounts.models import EmailAddress, User
from accounts.passwords import choose_password, remove_password
from helpdesk import clock
from outbox.models import OutboundEmail
from tests.accounts.test_sign_in import _quick_hashing  # noqa: F401  # a fixture of this file too
from tickets.actions.merging_people import merge_people

pytestmark = pytest.mark.django_db
HOME = "ann@home.example"


def notices() -> list[tuple[str, str]]:
    """To whom, and the subject."""
    mails = OutboundEmail.objects.filter(kind="account_notice").order_by("pk").prefetch_related("recipients")
    return [(mail.recipients.get().address, mail.subject) for mail in mails]


def newest() -> str:
    return OutboundEmail.objects.filter(kind="account_notice").latest("pk").text


def further(person: User, *, confirmed: bool) -> EmailAddress:
    now = clock.now()
    return EmailAddress.objects.create(
        address=HOME, person=person, added_at=now, verified_at=now if confirmed else None
    )


def test_a_password_that_is_set_changed_and_removed(customer):
    choose_password(customer, "four blue tables")
    choose_password(customer, "three red chairs")
    remove_password(customer)
    subjects = [
        "You have a password at",
        "Your password at Helpdesk was changed",
        "Your password at Helpdesk was removed",
    ]
    assert [to for to, _subject in notices()] == [customer.email] * 3
    assert all(begins in subject for begins, (_to, subject) in zip(subjects, notices(), strict=True))


def test_none_that_was_never_there_is_no_news(customer):
    customer.set_unusable_password()
    remove_password(customer)
    assert notices() == []


def test_the_mail_says_what_to_do_and_not_the_password(customer):
    choose_password(customer, "four blue tables")
    assert "/profile/" in newest()
    assert "answer this mail" in newest()
    assert "four blue tables" not in newest()


def test_a_colleague_who_took_an_invitation(agent):
    agent.set_unusable_password()
    accept_invitation(agent, password="four blue tables")  # noqa: S106
    assert notices()[0][0] == agent.email


def test_an_address_of_their_own(customer):
    add_own_address(customer, email=HOME)
    assert notices()[0][0] == customer.email
    assert HOME in newest()
    assert "our team" not in newest()


def test_one_that_a_colleague_added(customer, agent):
    add_address(customer, actor=agent, email=HOME)
    assert [to for to, _subject in notices()] == [customer.email]
    assert "Somebody of our team" in newest()


def test_one_that_was_confirmed(customer):
    further(customer, confirmed=False)
    confirm_address(customer, email=HOME)
    assert "can sign in to your account" in newest()


def test_a_removed_one_hears_of_it_too(customer, agent):
    further(customer, confirmed=True)
    remove_address(customer, actor=agent, email=HOME)
    assert [to for to, _subject in notices()] == [customer.email, HOME]


def test_but_no_stranger_whose_address_we_mistyped(customer, agent):
    further(customer, confirmed=False)
    remove_address(customer, actor=agent, email=HOME)
    assert [to for to, _subject in notices()] == [customer.email]


def test_a_new_main_address_is_told_at_both(customer, agent):
    former = customer.email
    further(customer, confirmed=True)
    make_first(customer, actor=agent, email=HOME)
    assert [to for to, _subject in notices()] == [HOME, former]


def test_the_address_of_somebody_merged(customer, other_customer, admin):
    merge_people(other_customer, actor=admin, into=customer)
    assert [to for to, _subject in notices()] == [customer.email]
    assert other_customer.email in newest()


def test_in_their_language(customer, agent, settings):
    settings.LANGUAGE_CODE = "en"
    customer.language = "de"
    customer.save()
    add_address(customer, actor=agent, email=HOME)
    assert 'lang="de"' in OutboundEmail.objects.get(kind="account_notice").html


def test_who_only_ever_called_gets_none(db, agent):
    caller = User.objects.create_user("", name="Cal")
    caller.email = None
    caller.save()
    choose_password(caller, "four blue tables")
    assert notices() == []
