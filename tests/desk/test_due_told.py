"""Owners of articles hear that one is due for a look, and say that it is true."""

from datetime import timedelta

import pytest

from desk.notifications.due import tell_of_due
from desk.notifications.settings import switch_off_mail
from helpdesk import clock
from knowledgebase.actions import add_article, add_category, archive, publish, verify
from knowledgebase.change_text import sentence_of
from knowledgebase.models import Article, Translation
from outbox.models import OutboundEmail
from tickets.errors import NotAllowed

pytestmark = pytest.mark.django_db
HALF_A_YEAR, A_YEAR = timedelta(days=181), timedelta(days=362)


@pytest.fixture
def write(agent, mailbox):
    category = add_category(actor=None, name="Billing", language="en")

    def written(title: str) -> Translation:
        text = add_article(actor=None, title=title, body="x", category=category, language="en")
        publish(text, actor=None)
        Article.objects.filter(pk=text.article_id).update(owner=agent)
        text.refresh_from_db()
        return text

    return written


def mails():
    return list(OutboundEmail.objects.filter(kind="article_due").order_by("pk"))


def test_what_falls_due_is_told_its_owner_once_in_one_mail(write, agent):
    text, _other = write("Refunds"), write("Invoices")
    assert tell_of_due() == 0
    with clock.at(clock.now() + HALF_A_YEAR):
        assert (tell_of_due(), tell_of_due()) == (1, 0)
    (mail,) = mails()
    assert mail.subject == "2 articles of yours are due for a look"
    assert "Refunds" in mail.text and f"/desk/articles/{text.article_id}/" in mail.text
    assert mail.recipients.get().address == agent.email
    said = sentence_of(text.article.changes.first())
    assert said == f"The help desk told {agent.display_name} that it is due for a look"


def test_found_true_it_is_told_again_when_it_falls_due_again(write, agent):
    text = write("Refunds")
    with clock.at(clock.now() + HALF_A_YEAR):
        tell_of_due()
        verify(text.article, actor=agent)
        assert tell_of_due() == 0
    with clock.at(clock.now() + A_YEAR):
        assert tell_of_due() == 1
    assert [mail.subject for mail in mails()] == ["Is “Refunds” still true?"] * 2


def test_whoever_owns_it_since_is_told_too(write, agent, lead):
    text = write("Refunds")
    with clock.at(clock.now() + HALF_A_YEAR):
        tell_of_due()
        Article.objects.filter(pk=text.article_id).update(owner=lead)
        assert tell_of_due() == 1


@pytest.mark.parametrize("why", ["archived", "switched off", "nobody's", "gone"])
def test_nobody_is_told_without_need(write, agent, why):
    text = write("Refunds")
    if why == "archived":
        archive(text, actor=None)
    elif why == "switched off":
        switch_off_mail(agent, ["article_due"])
    elif why == "nobody's":
        Article.objects.update(owner=None)
    else:
        agent.is_active = False
        agent.save()
    with clock.at(clock.now() + HALF_A_YEAR):
        assert tell_of_due() == 0
    assert mails() == []


def test_an_agent_says_of_their_own_alone_that_it_is_true(write, agent, agent_l2):
    text = write("Refunds")
    assert verify(text.article, actor=agent).verified_at is not None
    with pytest.raises(NotAllowed):
        verify(text.article, actor=agent_l2)
