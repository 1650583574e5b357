"""The figures of an organization, for its managers."""

import pytest

from accounts.directory import change_customer
from accounts.models import User
from metrics.keeping import keep_stale
from tests.factories import CustomerFactory, OrganizationFactory, make_ticket
from tickets.actions import reply, solve
from tickets.content import Body

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(client, lead) -> User:
    acme = OrganizationFactory(name="Acme")
    person = CustomerFactory(name="Bo Boss", organization=acme, time_zone="Europe/Berlin")
    change_customer(person, actor=lead, manages_organization=True)
    client.force_login(person)
    return person


def test_a_manager_reads_figures_of_their_organization_alone(client, boss, agent, django_assert_max_num_queries):
    ours = make_ticket(requester=CustomerFactory(organization=boss.organization))
    reply(ours, actor=agent, body=Body.from_text("Done."), seen_seq=None)
    solve(ours, actor=agent)
    make_ticket(requester=boss)
    make_ticket(requester=CustomerFactory())
    keep_stale()
    with django_assert_max_num_queries(20):
        page = client.get("/reports/").content.decode()
    assert "Reports of Acme" in page and "Europe/Berlin" in page
    written = client.get("/reports/export/?period=month")
    lines = written.content.decode("utf-8-sig").splitlines()
    assert lines[1].startswith("opened,2,") and lines[2].startswith("solved,1,")
    assert lines[3].startswith("first_response_time,") and "Europe/Berlin" in lines[3]
    assert written["Content-Disposition"].startswith('attachment; filename="requests-')


def test_without_requests_the_page_says_so(client, boss):
    page = client.get("/reports/?period=nonsense").content.decode()
    assert page.count("Nothing to show in this time.") == 2 and "–" in page


def test_others_of_the_organization_have_no_reports(client, boss):
    client.force_login(CustomerFactory(organization=boss.organization))
    assert client.get("/reports/").status_code == 404
    assert "/reports/" not in client.get("/").content.decode()


def test_whoever_moves_to_another_organization_manages_nothing(boss, agent):
    change_customer(boss, actor=agent, organization=OrganizationFactory())
    boss.refresh_from_db()
    assert not boss.manages_organization


def test_leads_choose_managers_among_its_people(client, boss, lead):
    cora = CustomerFactory(email="cora@acme.test", organization=boss.organization)
    CustomerFactory(email="else@where.test")
    client.force_login(lead)
    settings = f"/settings/organizations/{boss.organization_id}/"
    client.post(f"{settings}managers/", {"person": "else@where.test"})
    client.post(f"{settings}managers/", {"person": "cora@acme.test"})
    client.post(f"{settings}managers/{boss.pk}/remove/")
    assert list(User.objects.filter(manages_organization=True)) == [cora]
    assert cora.name in client.get(settings).content.decode()
