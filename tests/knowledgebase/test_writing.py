from datetime import timedelta

import pytest

from helpdesk import clock
from knowledgebase.actions import (
    EditedMeanwhile,
    add_article,
    add_translation,
    archive,
    change_slug,
    publish,
    publish_due,
    restore_revision,
    save_draft,
    schedule,
    submit,
    verify,
)
from knowledgebase.models import ArticleStatus
from tickets.errors import IllegalTransition, Invalid, NotAllowed


@pytest.fixture
def draft(category, agent):
    return add_article(actor=agent, title="How to pay", body="By card.", category=category, language="en")


def test_a_new_article_is_a_draft_of_its_writer_with_a_first_revision(draft, agent):
    assert (draft.status, draft.article.owner, draft.slug) == (ArticleStatus.DRAFT, agent, "how-to-pay")
    assert [revision.number for revision in draft.revisions.all()] == [1]
    assert [change.kind for change in draft.article.changes.all()] == ["added"]


def test_of_two_who_write_at_once_the_second_is_told_and_nothing_is_overwritten(draft, agent, lead):
    save_draft(draft, actor=lead, title="How to pay", body="By card or bank.", version=1)
    with pytest.raises(EditedMeanwhile) as told:
        save_draft(draft, actor=agent, title="How to pay", body="By cash.", version=1)
    assert told.value.translation.body == "By card or bank."
    draft.refresh_from_db()
    assert draft.body == "By card or bank."


def test_saving_the_same_words_changes_nothing(draft, agent):
    assert save_draft(draft, actor=agent, title=draft.title, body=draft.body, version=1) is None
    draft.refresh_from_db()
    assert (draft.version, draft.revisions.count()) == (1, 1)


def test_autosave_keeps_the_words_and_makes_no_revision(draft, agent):
    save_draft(draft, actor=agent, title=draft.title, body="By card, soon.", version=1, keep=False)
    draft.refresh_from_db()
    assert (draft.body, draft.revisions.count()) == ("By card, soon.", 1)


def test_readers_go_on_reading_what_is_published_while_somebody_writes(draft, agent, lead):
    publish(draft, actor=lead)
    save_draft(draft, actor=agent, title="How to pay", body="Not true yet.", version=1)
    draft.refresh_from_db()
    assert draft.published.body == "By card."
    assert "By card" in draft.html


def test_publishing_twice_does_nothing_the_second_time(draft, lead):
    assert publish(draft, actor=lead) is not None
    assert publish(draft, actor=lead) is None


def test_an_agent_asks_for_a_review_and_may_not_publish(draft, agent):
    submit(draft, actor=agent)
    with pytest.raises(NotAllowed):
        publish(draft, actor=agent)
    draft.refresh_from_db()
    assert draft.status == ArticleStatus.REVIEW


def test_what_is_published_is_not_submitted(draft, agent, lead):
    publish(draft, actor=lead)
    with pytest.raises(IllegalTransition):
        submit(draft, actor=agent)


def test_an_empty_article_is_not_published(category, lead):
    empty = add_article(actor=lead, title="Nothing", category=category, language="en")
    with pytest.raises(Invalid):
        publish(empty, actor=lead)


def test_a_scheduled_article_is_published_when_its_time_has_come(draft, lead):
    schedule(draft, actor=lead, at=clock.now() + timedelta(hours=1))
    assert publish_due() == 0
    with clock.at(clock.now() + timedelta(hours=2)):
        assert publish_due() == 1
        assert publish_due() == 0
    draft.refresh_from_db()
    assert (draft.status, draft.publish_at) == (ArticleStatus.PUBLISHED, None)


def test_an_article_emptied_before_its_time_keeps_no_other_from_being_published(category, draft, lead):
    other = add_article(actor=lead, title="Later", body="Words.", category=category, language="en")
    for number, text in enumerate([draft, other], start=1):
        schedule(text, actor=lead, at=clock.now() + timedelta(hours=number))
    save_draft(draft, actor=lead, title="How to pay", body=" ", version=draft.version)
    with clock.at(clock.now() + timedelta(hours=3)):
        assert publish_due() == 1
    draft.refresh_from_db()
    other.refresh_from_db()
    assert (draft.status, draft.publish_at, other.status) == (ArticleStatus.DRAFT, None, ArticleStatus.PUBLISHED)


def test_an_archived_article_is_away_from_readers(draft, lead):
    publish(draft, actor=lead)
    archive(draft, actor=lead)
    assert archive(draft, actor=lead) is None
    draft.refresh_from_db()
    assert not draft.is_public


def test_a_revision_is_restored_as_a_new_one(draft, agent):
    save_draft(draft, actor=agent, title="How to pay", body="Wrong.", version=1)
    restored = restore_revision(draft, actor=agent, number=1, version=2)
    assert (restored.body, restored.revisions.count()) == ("By card.", 3)


def test_an_old_address_is_kept_for_the_article(draft, lead):
    publish(draft, actor=lead)
    change_slug(draft, actor=lead, slug="Paying us")
    draft.refresh_from_db()
    assert (draft.slug, draft.old_slugs.get().slug) == ("paying-us", "how-to-pay")


def test_a_verified_article_is_due_again_in_half_a_year(draft, lead):
    article = verify(draft.article, actor=lead)
    assert article.review_due_at - article.verified_at == timedelta(days=180)


def test_what_somebody_elses_browser_saved_as_they_typed_is_kept_when_the_next_one_saves(draft, agent, lead):
    save_draft(draft, actor=lead, title=draft.title, body="Lena's words.", version=1, keep=False)
    save_draft(draft, actor=agent, title=draft.title, body="Omar's words.", version=2, keep=False)
    kept = draft.revisions.first()
    assert (kept.body, kept.author) == ("Lena's words.", lead)


def test_the_address_of_a_translation_follows_its_own_title_until_readers_see_it(draft, agent, lead):
    german = add_translation(draft.article, actor=agent, language="de", title=draft.title)
    save_draft(german, actor=agent, title="Wie man zahlt", body="Mit Karte.", version=1)
    german = publish(german, actor=lead)
    assert german.slug == "wie-man-zahlt"
    save_draft(german, actor=agent, title="So zahlen Sie", body="Mit Karte.", version=german.version)
    assert publish(german, actor=lead).slug == "wie-man-zahlt"


def test_an_address_that_somebody_chose_stays(draft, agent, lead):
    change_slug(draft, actor=lead, slug="paying")
    save_draft(draft, actor=agent, title="Ways to pay", body="By card.", version=1)
    assert publish(draft, actor=lead).slug == "paying"
