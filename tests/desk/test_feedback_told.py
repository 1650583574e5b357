"""Owners of articles hear what readers say about them."""

import pytest

from desk.notifications.feedback import tell_owners
from desk.notifications.settings import switch_off_mail
from knowledgebase.actions import add_article, add_category, give_feedback, publish
from knowledgebase.models import Article, Translation
from outbox.models import OutboundEmail

pytestmark = pytest.mark.django_db


@pytest.fixture
def text(agent, mailbox) -> Translation:
    category = add_category(actor=None, name="Billing", language="en")
    text = add_article(actor=None, title="Refunds", body="x", category=category, language="en", visibility="public")
    publish(text, actor=None)
    Article.objects.filter(pk=text.article_id).update(owner=agent)
    return text


def test_a_comment_is_mailed_to_the_owner_once(text, agent):
    give_feedback(text, reader="session:1", is_helpful=False, comment="No prices.")
    assert (tell_owners(), tell_owners()) == (1, 0)
    mail = OutboundEmail.objects.get(kind="article_feedback")
    assert "Refunds" in mail.subject and "No prices." in mail.text
    assert mail.recipients.get().address == agent.email
    give_feedback(text, reader="session:1", is_helpful=False, comment="Still no prices.")
    assert tell_owners() == 1


@pytest.mark.parametrize("why", ["no comment", "their own", "switched off", "nobody's"])
def test_nobody_is_told_without_need(text, agent, why):
    reader = f"person:{agent.pk}" if why == "their own" else "session:1"
    if why == "switched off":
        switch_off_mail(agent, ["article_feedback"])
    if why == "nobody's":
        Article.objects.update(owner=None)
    give_feedback(text, reader=reader, is_helpful=False, comment="" if why == "no comment" else "Hm.")
    assert tell_owners() == 0
    assert not OutboundEmail.objects.exists()


def test_their_settings_offer_mail_alone(client, agent):
    client.force_login(agent)
    page = client.get("/desk/notifications/settings/").content.decode()
    assert "article_feedback.email" in page and "article_feedback.desk" not in page
