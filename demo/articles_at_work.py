"""What makes the list of articles look like one that people work on: owners, drafts, what is due, what readers said."""

from datetime import timedelta

from accounts.models import User
from helpdesk import clock
from knowledgebase.actions import (
    add_article,
    add_section,
    change_article,
    give_feedback,
    publish,
    record_search,
    save_draft,
    submit,
    verify,
)
from knowledgebase.models import Article, ArticleStatus, Category, Translation

_OWNERS = ("agent@example.com", "agent2@example.com", "agent3@example.com", "lead@example.com")
_WEEKLY = """Your report can be sent to you every Monday, so that you need not look.

## Set it up

1. Open the report and choose **Send regularly**.
2. Choose the day and who gets it.

> [!TIP]
> Whoever leaves the workspace gets no more reports.
"""
_LOOKED_FOR = (
    ("does it work with outlook calendar", 9),
    ("outlook calendar sync", 6),
    ("two people on one licence", 5),
    ("dark mode", 4),
    ("sick note upload", 3),
    ("barcode scanner", 2),
)
_UNHELPFUL = ("It does not say how long it takes.", "The button is called something else on my phone.")


def put_articles_to_work() -> None:
    people = {person.email: person for person in User.objects.filter(email__in=_OWNERS)}
    owners = [people[email] for email in _OWNERS if email in people]
    lead = people.get("lead@example.com")
    if lead is None or not Article.objects.exists():
        return
    _give_owners(owners, lead)
    _let_time_pass(lead)
    _leave_work(owners, lead)
    _let_readers_speak()
    _let_readers_search()


def _give_owners(owners: list[User], lead: User) -> None:
    for place, article in enumerate(Article.objects.select_related("category", "section").order_by("pk")):
        change_article(
            article,
            actor=lead,
            category=article.category,
            section=article.section,
            visibility=article.visibility,
            owner=owners[place % len(owners)],
            tags=article.tags,
        )


def _let_time_pass(lead: User) -> None:
    """Some were found true long ago, and are due."""
    now = clock.now()
    for place, article in enumerate(Article.objects.order_by("pk")):
        with clock.at(now - timedelta(days=20 + (place * 37) % 175)):
            verify(article, actor=lead)
    for article in Article.objects.order_by("pk")[4:32:9]:
        with clock.at(now - timedelta(days=190)):
            verify(article, actor=lead)


def _leave_work(owners: list[User], lead: User) -> None:
    """A draft, one that waits for a review, a change that nobody sees yet, and a translation behind its source."""
    category = Category.objects.filter(slug__startswith="report").first() or Category.objects.all()[0]
    section = add_section(category, actor=lead, name="Sharing", language="en")
    writer = owners[0]
    draft = add_article(
        actor=writer,
        title="Get a report by mail every week",
        body=_WEEKLY,
        category=category,
        section=section,
        language="en",
        tags=["reports", "mail"],
    )
    submit(draft, actor=writer)
    add_article(
        actor=writer, title="Share a report with a client", body="", category=category, section=section, language="en"
    )
    for text in Translation.objects.filter(language="en", status=ArticleStatus.PUBLISHED).order_by("pk")[:1]:
        save_draft(
            text, actor=writer, title=text.title, body=text.body + "\nIt takes a minute.\n", version=text.version
        )
    translated = Translation.objects.exclude(source_revision=None).order_by("pk").first()
    if translated is not None:
        source = translated.article.translations.get(language=translated.article.source_language)
        body = source.body.rstrip() + "\n\n> [!NOTE]\n> This also works in the mobile app.\n"
        save_draft(source, actor=lead, title=source.title, body=body, version=source.version)
        publish(source, actor=lead)


def _let_readers_speak() -> None:
    texts = Translation.objects.filter(status=ArticleStatus.PUBLISHED).order_by("pk")[:30]
    for place, text in enumerate(texts):
        for reader in range((place * 5) % 12):
            helpful = (reader + place) % 4 != 0
            comment = "" if helpful else _UNHELPFUL[reader % len(_UNHELPFUL)]
            give_feedback(text, reader=f"demo:{place}:{reader}", is_helpful=helpful, comment=comment)


def _let_readers_search() -> None:
    """Some find what they need; what others look for in vain is to be written."""
    now = clock.now()
    for place, (query, times) in enumerate(_LOOKED_FOR):
        for reader in range(times):
            with clock.at(now - timedelta(days=1 + (place * 7 + reader * 5) % 60)):
                record_search(reader=f"demo:{place}:{reader}", query=query, language="en", found=10)
