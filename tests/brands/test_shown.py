"""What follows a brand: its pages, its mails, and the tickets of its customers."""

import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.actions.brands import change_brand
from accounts.addresses import add_address
from accounts.brands import brand_of, showing
from accounts.models import DEFAULT_BRAND
from knowledgebase.actions import change_article, set_brands
from knowledgebase.models import Visibility
from knowledgebase.searching import answers_to
from mail.models import Mailbox
from metrics.actions.planning import plan_now, set_plan
from metrics.narrowing import chosen
from metrics.surveys.asking import is_sampled
from outbox.models import OutboundEmail
from privacy.actions import ask_erasure, decline
from status.actions import publish_issue, subscribe
from tests.brands.conftest import HOST
from tests.desk.conftest import signed_in
from tests.factories import make_ticket
from tests.knowledgebase.conftest import category, write  # noqa: F401  # fixtures
from tests.mail.conftest import receive  # noqa: F401  # a fixture
from tickets.actions import reply
from tickets.actions.style_guides import add_style_guide
from tickets.content import Body
from tickets.history import contradictions
from tickets.models import Ticket
from tickets.styles import guides_for

pytestmark = pytest.mark.django_db
WORDS = {"subject": "It does not start", "text": "Since today."}


def at_home(person=None, **headers) -> Client:
    """A browser at the address of the second brand."""
    browser = Client(SERVER_NAME=HOST, headers=headers)
    if person is not None:
        browser.force_login(person)
    return browser


def their_ticket(customer, northwind, **fields) -> Ticket:
    return make_ticket(customer, brand_id=northwind.pk, **fields)


def test_its_address_shows_the_brand_and_no_other_does(client, northwind):
    page = at_home().get("/").content.decode()
    assert "<title>How can we help? · Northwind</title>" in page
    assert all(words in page for words in ("Hello from the north", "Northwind Ltd", "Call +44 1632 960107"))
    assert f"/brand/{northwind.pk}/logo/" in page
    assert "Moin aus dem Norden" in at_home(accept_language="de").get("/").content.decode()

    ours = client.get("/").content.decode()
    assert "Northwind" not in ours
    assert "/brand/" not in ours
    assert Client(SERVER_NAME="elsewhere.test").get("/").status_code == 400


def test_its_colours_logo_and_icon_are_kept_by_browsers(northwind):
    browser, brand = at_home(), brand_of(northwind.pk)
    colours = browser.get(f"/brand/{brand.pk}/{brand.style_key}.css")
    assert "--accent: light-dark(#8a1c4a, #" in colours.content.decode()
    assert "immutable" in colours["Cache-Control"]
    logo = browser.get(f"/brand/{brand.pk}/logo/{brand.logo_key}")
    assert (logo["Content-Type"], logo.content[:4]) == ("image/png", b"\x89PNG")
    assert "default-src 'none'" in logo["Content-Security-Policy"]
    assert "data:image/png" in browser.get(f"/brand/{brand.pk}/icon/{brand.icon_key}.svg").content.decode()
    assert browser.get("/brand/4711/logo/x").status_code == 404


def test_a_brand_costs_a_page_no_statement(client, northwind, customer):
    client.force_login(customer)
    theirs = at_home(customer)
    client.get("/"), theirs.get("/")
    with CaptureQueriesContext(connection) as ours_asked:
        client.get("/")
    with CaptureQueriesContext(connection) as theirs_asked:
        theirs.get("/")
    assert len(theirs_asked) == len(ours_asked)


def test_its_own_language_counts_for_who_wants_none_of_ours(admin, northwind):
    change_brand(northwind, actor=admin, language="de")
    assert 'lang="de"' in at_home(accept_language="fr").get("/").content.decode()
    assert at_home(accept_language="fr").get("/help/").url == "/help/de/"
    assert 'lang="de"' in at_home(accept_language="fr").get("/widget/").content.decode()
    assert 'lang="en"' in at_home(accept_language="en").get("/").content.decode()


def test_a_brand_put_away_is_at_no_address(admin, northwind):
    change_brand(northwind, actor=admin, is_archived=True)
    assert at_home().get("/").status_code == 400


def test_a_request_on_its_pages_is_its_ticket_and_is_answered_by_its_mailbox(agent, customer, northwind, their_mailbox):
    at_home(customer).post("/requests/new/", {"token": str(uuid.uuid4()), **WORDS})

    ticket = Ticket.objects.get()
    assert (ticket.brand_id, ticket.mailbox_id) == (northwind.pk, their_mailbox.pk)
    assert list(contradictions(ticket, ticket.events.all())) == []
    acknowledged = OutboundEmail.objects.get(kind="acknowledgement")
    assert acknowledged.from_header == '"Northwind Help" <help@northwind.test>'
    assert all(part in acknowledged.html for part in (f"http://{HOST}", "#8a1c4a", "/logo/"))
    reply(ticket, actor=agent, body=Body.from_text("Here it is."), seen_seq=1)
    assert "/logo/" in OutboundEmail.objects.get(kind="reply").html


def test_mail_to_its_mailbox_is_its_ticket(receive, northwind, their_mailbox):  # noqa: F811
    receive(From="Ann <ann@example.net>", Subject="Invoice", to=their_mailbox.address)
    receive(From="Ann <ann@example.net>", Subject="Delivery")

    assert dict(Ticket.objects.values_list("subject", "brand_id")) == {
        "Invoice": northwind.pk,
        "Delivery": DEFAULT_BRAND,
    }


def test_a_brand_without_a_mailbox_signs_with_its_name(agent, customer, northwind):
    ticket = their_ticket(customer, northwind)
    reply(ticket, actor=agent, body=Body.from_text("Here it is."), seen_seq=1)
    assert OutboundEmail.objects.get(kind="reply").from_header.startswith('"Omar Haddad (Northwind)"')


def test_nor_does_anything_else_in_its_mails_name_the_first_brand(customer, mailbox, northwind):
    at_home(customer).post("/requests/new/", {"token": str(uuid.uuid4()), **WORDS})
    mail = OutboundEmail.objects.get(kind="acknowledgement")
    assert mailbox.name not in f"{mail.from_header} {mail.reply_to} {mail.text} {mail.html}"
    assert mail.text.count("Northwind") == 1
    assert f"http://{HOST}:8000/requests/link/" in mail.text


def test_a_page_that_is_not_there_is_the_brands_too(northwind):
    page = at_home().get("/no-such-page/")
    assert page.status_code == 404
    assert "There is nothing here · Northwind</title>" in page.content.decode()


def test_codes_and_news_of_issues_look_like_the_brand_that_was_called(lead, northwind, their_mailbox):
    at_home().post("/sign-in/", {"email": "new@example.net"})
    code = OutboundEmail.objects.get(kind="sign_in_code")
    assert f"http://{HOST}" in code.text
    assert "help@northwind.test" in code.from_header

    issue = publish_issue(actor=lead, title="Slow pages", affected="The shop", text="We look.")
    with showing(brand_of(northwind.pk)):
        subscribe(issue, email="ann@example.net", language="en")
    news = OutboundEmail.objects.get(kind="known_issue")
    assert all(f"http://{HOST}" in part for part in (news.text, news.html))
    assert "/logo/" in news.html


def test_with_one_brand_mails_look_as_before(customer, mailbox, agent):
    ticket = make_ticket(customer)
    reply(ticket, actor=agent, body=Body.from_text("Here it is."), seen_seq=1)
    assert "/brand/" not in OutboundEmail.objects.get(kind="reply").html


def test_lists_rules_and_figures_know_the_brand(admin, customer, northwind):
    own, other = their_ticket(customer, northwind, subject="Mine"), make_ticket(customer, subject="Other")
    desk = signed_in(admin)

    found = desk.get("/desk/search/", {"q": "brand:north"}).content.decode()
    assert "Mine" in found
    assert "Other" not in found
    assert "Northwind" in desk.get(f"/desk/tickets/{own.pk}/").content.decode()
    assert chosen("brand", "northwind", admin).value == northwind.pk
    change_brand(northwind, actor=admin, is_archived=True)
    assert "Brand" not in desk.get(f"/desk/tickets/{other.pk}/").content.decode().partition('id="properties"')[2]


def test_articles_stand_in_the_help_centres_that_were_chosen(admin, northwind, write, client):  # noqa: F811
    everywhere, theirs = write("Where is my invoice?"), write("How do invoices reach Norway?")
    article = theirs.article
    change_article(
        article, actor=admin, category=article.category, visibility=Visibility.PUBLIC, owner=None, tags=[],
        brands=[northwind.pk],
    )  # fmt: skip

    assert "Norway" not in client.get("/help/en/").content.decode()
    assert client.get(f"/help/en/articles/{theirs.slug}/").status_code == 404
    assert "Norway" in at_home().get("/help/en/").content.decode()
    for brand, is_found in ((DEFAULT_BRAND, False), (northwind.pk, True)):
        with showing(brand_of(brand)):
            hits = answers_to(AnonymousUser(), "invoice norway", language="en").hits
        assert (theirs.pk in [hit.translation.pk for hit in hits]) is is_found

    set_brands(article.category, actor=admin, brands=[northwind.pk])
    assert client.get(f"/help/en/articles/{everywhere.slug}/").status_code == 404
    assert at_home().get(f"/help/en/articles/{everywhere.slug}/").status_code == 200


def test_style_guides_and_surveys_by_brand(admin, customer, northwind):
    own, other = their_ticket(customer, northwind), make_ticket(customer)
    add_style_guide(actor=admin, name="North", brand=northwind)
    assert ([one.name for one in guides_for(own)], guides_for(other)) == (["North"], [])

    set_plan("csat", actor=admin, sample_percent=100, brand_percents={northwind.pk: 0})
    assert (is_sampled(own, plan_now("csat")), is_sampled(other, plan_now("csat"))) == (False, True)


def test_nobody_sees_brands_where_there_is_one(admin, mailbox):
    desk = signed_in(admin)
    for page in ("/desk/tickets/new/", "/settings/style/new/", "/settings/surveys/csat/"):
        assert "brand" not in desk.get(page).content.decode().lower().replace('class="brand', "").partition("<main")[2]


def test_a_mailbox_goes_back_to_the_default_brand(admin, northwind, their_mailbox):
    signed_in(admin).post(f"/settings/brands/{northwind.pk}/", {"name": "Northwind", "host": HOST})
    assert Mailbox.objects.get(pk=their_mailbox.pk).brand_id == DEFAULT_BRAND
    assert brand_of(northwind.pk).mailbox_id is None


def test_the_widget_from_its_address_wears_its_colour(admin, northwind, client):
    assert "#8a1c4a" in at_home().get("/widget.js").content.decode()
    assert "#8a1c4a" not in client.get("/widget.js").content.decode()
    frame = at_home().get("/widget/").content.decode()
    assert "Hello from the north" in frame
    assert f"http://{HOST}" in signed_in(admin).get("/settings/widget/").content.decode()


def test_mails_about_an_account_are_the_brands_whose_customer_it_is(customer, agent, admin, northwind):
    make_ticket(requester=customer, brand_id=northwind.pk)
    add_address(customer, actor=agent, email="ann@home.example")
    decline(ask_erasure(customer, actor=admin), actor=admin, reason="An invoice is open.")
    for kind in ("account_notice", "erasure_declined"):
        mail = OutboundEmail.objects.get(kind=kind)
        assert HOST in mail.html
        assert "Northwind" in mail.from_header
