"""Organizations in the settings."""

import pytest

from accounts.directory import Refusal, add_organization
from accounts.models import Organization, SettingChange
from desk.settings.history import undo
from tests.desk.conftest import signed_in
from tests.factories import CustomerFactory, OrganizationFactory

pytestmark = pytest.mark.django_db


def test_one_is_added_changed_and_put_back(browser, admin) -> None:
    words = {"name": "Initech", "tier": "premium", "domains": "initech.example, INITECH.test", "notes": "Kind."}
    assert browser.post("/settings/organizations/new/", words).status_code == 302
    organization = Organization.objects.get()
    assert (organization.tier, organization.domains) == ("premium", ["initech.example", "initech.test"])

    browser.post(f"/settings/organizations/{organization.pk}/", {**words, "tier": "enterprise"})
    page = browser.get(f"/settings/organizations/{organization.pk}/").content.decode()
    assert "Premium" in page
    undo(SettingChange.objects.get(act="changed"), actor=admin)
    organization.refresh_from_db()
    assert organization.tier == "premium"


def test_a_mail_domain_brings_in_who_wrote_before_it_was_known(browser) -> None:
    hanna = CustomerFactory(email="hanna@kunde.example")
    elsewhere = CustomerFactory(email="max@kunde.example", organization=OrganizationFactory(name="Other"))
    alike = CustomerFactory(email="ann@bigkunde.example")
    words = {"name": "Kunde", "tier": "premium", "domains": "kunde.example"}

    page = browser.post("/settings/organizations/new/", words, follow=True).content.decode()

    kunde = Organization.objects.get(name="Kunde")
    assert list(kunde.people.all()) == [hanna]
    assert "1 known customer with such an address belongs to it from now on." in page

    hanna.organization = None
    hanna.save()  # somebody took her out of it: an edit of something else leaves it so
    browser.post(f"/settings/organizations/{kunde.pk}/", {**words, "domains": "kunde.example, bigkunde.example"})
    assert list(kunde.people.all()) == [alike]
    elsewhere.refresh_from_db()
    assert elsewhere.organization.name == "Other"


def test_a_domain_of_everybody_makes_no_organization(browser, admin) -> None:
    words = {"name": "Other", "tier": "standard", "domains": "other.example, gmail.com"}

    page = browser.post("/settings/organizations/new/", words)

    assert page.status_code == 422
    assert "strangers would belong to one organization" in page.content.decode()
    with pytest.raises(Refusal, match="gmail.com"):
        add_organization(actor=admin, name="Other", domains=["gmail.com"])


def test_a_mail_domain_belongs_to_one_organization(browser, admin) -> None:
    kunde = OrganizationFactory(name="Kunde", domains=["kunde.example"])
    words = {"name": "Other", "tier": "standard", "domains": "other.example, kunde.example"}

    page = browser.post("/settings/organizations/new/", words)

    assert page.status_code == 422
    assert "“kunde.example” belongs to Kunde. Take it out there first." in page.content.decode()
    with pytest.raises(Refusal):  # the API and the file of the configuration, too
        add_organization(actor=admin, name="Other", domains=["kunde.example"])
    kept = {"name": "Kunde", "tier": "premium", "domains": "kunde.example, new.example"}
    assert browser.post(f"/settings/organizations/{kunde.pk}/", kept).status_code == 302


def test_a_wrong_domain_and_a_taken_name_are_said(browser) -> None:
    OrganizationFactory(name="Initech")

    wrong = browser.post("/settings/organizations/new/", {"name": "New", "tier": "standard", "domains": "no domain"})
    taken = browser.post("/settings/organizations/new/", {"name": "Initech", "tier": "standard"})

    assert wrong.status_code == taken.status_code == 422
    assert "is not a mail domain" in wrong.content.decode()
    assert "an organization of this name already" in taken.content.decode()


def test_a_choice_that_nothing_fits_says_so_instead_of_that_there_is_nothing(browser) -> None:
    OrganizationFactory(name="Initech", tier="standard")

    page = browser.get("/settings/organizations/?tier=enterprise").content.decode()

    assert "Nothing here is as chosen above." in page
    assert "No organization yet" not in page


def test_leads_keep_them(lead) -> None:
    assert signed_in(lead).get("/settings/organizations/").status_code == 200


def test_they_are_found_by_name_and_domain_with_their_people(browser) -> None:
    CustomerFactory(organization=OrganizationFactory(name="Initech", domains=["initech.example"], tier="premium"))
    OrganizationFactory(name="Other")

    page = browser.get("/settings/organizations/?q=initech.example&tier=premium&sort=-people").content.decode()

    assert "Initech" in page
    assert "Other" not in page
