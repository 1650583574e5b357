"""The page of self-service: what was looked for, how sessions ended, and what articles were worth."""

from datetime import timedelta

import pytest
from django.urls import reverse

from helpdesk import clock
from knowledgebase.actions import add_article, ask_help, end_with_ticket, read_in_session, record_search, solve_session
from knowledgebase.models import Category, HelpPlace, Suggestion
from tests.factories import make_ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client, manager):
    client.force_login(manager)
    return client


@pytest.fixture
def article(admin):
    category = Category.objects.create(slug="basics", names={"en": "Basics"})
    text = add_article(actor=admin, title="Reset your password", body="Click.", category=category, language="en")
    return text.article


def session(article, question: str = "how do I reset it", reads: bool = True, **more) -> int:
    made = ask_help(None, place=HelpPlace.FORM, question=question, language="en", shown=[article.pk], **more)
    if reads:
        read_in_session(made.pk, article)
    return made.pk


def test_searches_and_those_that_found_nothing(client):
    for reader, found in (("a", 3), ("b", 0), ("c", 0), ("d", 2)):
        record_search(reader=reader, query="dark mode" if not found else "password", language="en", found=found)

    page = client.get(reverse("metrics:self_service"))

    assert {card.key: (card.value, card.figure.n) for card in page.context["cards"][1:]} == {
        "searches": ("4", 4), "searches_in_vain": ("50 %", 4), "searches_unopened": ("100 %", 2),
    }  # fmt: skip
    assert page.context["vain"] == [("dark mode", "en", 2)]
    for which, number in {"all": 4, "vain": 2, "found": 2, "unopened": 2}.items():
        behind = client.get(reverse("metrics:searches", args=[which]), {"step": clock.now().date().isoformat()})
        assert (behind.context["count"], len(behind.context["lines"])) == (number, number), which
    assert reverse("metrics:searches", args=["vain"]) in page.content.decode()


def test_how_sessions_ended_is_what_their_lists_hold(client, article, customer):
    """Solved; solved and written within 48 hours all the same; a ticket; silent, 30 minutes after its question."""
    solve_session(session(article))
    with clock.at(clock.now() - timedelta(hours=2)):
        not_really = session(article, person=customer)
        solve_session(not_really)
    make_ticket(customer)
    end_with_ticket(session(article), make_ticket(customer, subject="No printer"))
    with clock.at(clock.now() - timedelta(minutes=45)):
        session(article, "why is it so")

    page = client.get(reverse("metrics:self_service"))

    ends = {end: number for end, _name, number in page.context["ends"]}
    assert ends == {"solved": 1, "ticket": 2, "silent": 1}
    for end, number in ends.items():
        behind = client.get(reverse("metrics:sessions", args=[end]))
        assert (behind.context["count"], len(behind.context["lines"])) == (number, number)
    assert "No printer" in client.get(reverse("metrics:sessions", args=["ticket"])).content.decode()
    assert page.context["cards"][0].value == "33 %"
    assert (
        client.get(reverse("metrics:sessions", args=["counted"])).context["count"] == page.context["cards"][0].figure.n
    )


def test_an_article_is_worth_the_sessions_that_it_solved(client, article, customer):
    solve_session(session(article))
    solve_session(session(article, reads=False))
    end_with_ticket(session(article), make_ticket(customer))

    (value,) = client.get(reverse("metrics:self_service")).context["articles"]

    assert (value.title, value.shown, value.read, value.solved, value.tickets) == ("Reset your password", 3, 2, 1, 1)


def test_filters_of_tickets_do_not_narrow_it_and_it_says_so(client, article):
    solve_session(session(article))

    page = client.get(reverse("metrics:self_service"), {"channel": "chat"})

    assert page.context["cards"][0].figure.n == 1
    assert "of the whole house" in page.content.decode()


def test_a_session_shows_no_ticket_that_the_reader_does_not_see(client, article, customer, first_line):
    first_line.is_private = True
    first_line.save()
    end_with_ticket(session(article), make_ticket(customer, subject="Salary of the boss", team=first_line))

    page = client.get(reverse("metrics:sessions", args=["ticket"])).content.decode()

    assert "how do I reset it" in page
    assert "Salary" not in page


def test_empty_it_says_what_it_is_for(client):
    page = client.get(reverse("metrics:self_service")).content.decode()

    assert "No article was offered in this period" in page
    assert client.get(reverse("metrics:sessions", args=["nothing"])).status_code == 404


def test_the_api_gives_the_same(client, article):
    solve_session(session(article))
    today = clock.now().date().isoformat()

    answer = client.get("/api/v1/metrics/self-service/", {"from": today, "to": today, "time_zone": "UTC"}).json()

    assert answer["sessions"] == {"solved": 1, "ticket": 0, "silent": 0}
    assert answer["articles"] == [
        {"article": article.pk, "title": "Reset your password", "shown": 1, "read": 1, "solved": 1, "tickets": 0}
    ]


def test_what_agents_were_shown_put_into_replies_and_sent(client, article, agent, mailbox):
    now, ticket = clock.now(), make_ticket()
    for target, inserted, sent in ((1, now, now), (2, now, None), (3, None, None)):
        Suggestion.objects.create(
            ticket=ticket,
            person=agent,
            kind="article",
            target=target,
            place=1,
            shown_at=now,
            inserted_at=inserted,
            sent_at=sent,
        )
    Suggestion.objects.create(
        ticket=ticket, person=agent, kind="macro", target=1, place=1, shown_at=now - timedelta(days=400)
    )
    (offered,) = client.get(reverse("metrics:self_service")).context["offered"]
    assert offered[2:] == (3, 2, 1)
    told = client.get("/api/v1/metrics/self-service/").json()["beside_tickets"]
    assert told == [{"kind": "article", "shown": 3, "inserted": 2, "sent": 1}]


def test_each_number_of_an_article_leads_to_its_very_sessions(client, article, customer):
    """Who asked twenty minutes ago may go on: that session is not over yet."""
    solve_session(session(article))
    end_with_ticket(session(article), make_ticket(customer))
    for minutes in (45, 20):
        with clock.at(clock.now() - timedelta(minutes=minutes)):
            session(article, f"asked {minutes} minutes ago", reads=False)

    page = client.get(reverse("metrics:self_service"))

    (value,) = page.context["articles"]
    assert value.numbers == [("shown", 3), ("read", 2), ("solved", 1), ("tickets", 1)]
    for worth, number in value.numbers:
        address = reverse("metrics:article_sessions", args=[article.pk, worth])
        assert address in page.content.decode()
        behind = client.get(address)
        assert (behind.context["count"], len(behind.context["lines"])) == (number, number), worth
        exported = client.get(reverse("metrics:export_article_sessions_csv", args=[article.pk, worth]))
        assert len(exported.content.decode().splitlines()) == 1 + number, worth


def test_what_was_looked_for_in_vain_leads_to_its_searches_and_these_to_a_file(client):
    """The same words in another language are another line."""
    for reader, query, language in (("a", "dark: mode", "en"), ("b", "dark: mode", "en"), ("c", "dark: mode", "de")):
        record_search(reader=reader, query=query, language=language, found=0)

    page = client.get(reverse("metrics:self_service")).content.decode()

    address = f"{reverse('metrics:searches', args=['vain'])}?searched=en:dark%3A%20mode"
    assert address in page
    behind = client.get(address)
    assert (behind.context["count"], len(behind.context["lines"])) == (2, 2)
    exported = client.get(reverse("metrics:export_search_list_csv", args=["vain"]), {"searched": "en:dark: mode"})
    head, *rows = exported.content.decode().splitlines()
    assert head == "at,query,language,found,opened"
    assert len(rows) == 2
    assert client.get(reverse("metrics:export_search_list_xlsx", args=["all"])).status_code == 200


def test_the_api_lists_the_very_sessions_page_by_page(client, article, customer, first_line):
    """Of an ended one what was asked, what was read, which ticket came of it, if the reader sees it."""
    first_line.is_private = True
    first_line.save()
    solve_session(session(article))
    for subject, team in (("No printer", None), ("Salary of the boss", first_line)):
        end_with_ticket(session(article, f"{subject} at all"), make_ticket(customer, subject=subject, team=team))
    place = "/api/v1/metrics/self-service/sessions/"

    first = client.get(place, {"end": "counted", "limit": "2"}).json()
    second = client.get(first["next"]).json()

    told = [*first["results"], *second["results"]]
    assert (first["count"], second["next"]) == (3, None)
    assert [(one["question"], one["outcome"]) for one in told] == [
        ("Salary of the boss at all", "ticket"), ("No printer at all", "ticket"), ("how do I reset it", "solved"),
    ]  # fmt: skip
    assert [bool(one["ticket"]) for one in told] == [False, True, False]
    assert told[0]["read"] == [{"article": article.pk, "title": "Reset your password"}]
    assert client.get(place, {"article": str(article.pk), "worth": "solved"}).json()["count"] == 1
    assert client.get(place, {"end": "ticket", "article": str(article.pk), "worth": "read"}).json()["count"] == 2
    assert client.get(place, {"end": "silent", "article": str(article.pk), "worth": "solved"}).json()["count"] == 0
    assert client.get(place, {"from": "2020-01-01", "to": "2020-01-01"}).json()["count"] == 0


def test_the_api_lists_the_very_searches(client, article):
    for reader, query, found in (("a", "password", 3), ("b", "dark mode", 0), ("c", "mode: dark", 0)):
        record_search(reader=reader, query=query, language="en", found=found)
    place = "/api/v1/metrics/self-service/searches/"

    everything = client.get(place, {"limit": "1"}).json()

    assert (everything["count"], len(everything["results"])) == (3, 1)
    assert client.get(everything["next"]).json()["results"][0]["query"] == "dark mode"
    vain = client.get(place, {"which": "vain", "searched": "en:mode: dark"}).json()
    assert [(one["query"], one["found"], one["opened"]) for one in vain["results"]] == [("mode: dark", 0, None)]
    assert client.get(place, {"step": "2020-01-01"}).json()["count"] == 0
    assert client.get(place, {"none": "team"}).status_code == 400


def test_searches_are_cut_by_nothing_that_only_tickets_have(client):
    record_search(reader="a", query="password", language="en", found=3)

    assert client.get(reverse("metrics:searches", args=["all"]), {"none": "tier"}).context["count"] == 1
