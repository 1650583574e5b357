"""Skills, and what each colleague can do: kept, found, taken back, and in the file of the whole configuration."""

import pytest

from accounts.abilities import abilities_of, add_skill, set_abilities
from accounts.models import Capacity, SettingChange, Skill
from desk.settings.configuration import compare, export, take_over
from desk.settings.history import undo
from tests.desk.conftest import signed_in
from tests.factories import AgentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def billing(admin) -> Skill:
    return add_skill(actor=admin, name="Billing", tags=["refund"])


def test_a_skill_is_added_changed_archived_and_brought_back(browser) -> None:
    browser.post("/settings/skills/new/", {"name": "Billing", "tags": "Refund, invoice"})
    skill = Skill.objects.get()
    assert (skill.name, skill.tags) == ("Billing", ["refund", "invoice"])

    browser.post(f"/settings/skills/{skill.pk}/", {"name": "Money", "tags": ""})
    browser.post(f"/settings/skills/{skill.pk}/archive/")
    skill.refresh_from_db()
    assert (skill.name, skill.tags, skill.is_active) == ("Money", [], False)
    assert "Money" in browser.get("/settings/skills/?archived=1").content.decode()

    browser.post(f"/settings/skills/{skill.pk}/archive/?undo=1")
    assert Skill.objects.get().is_active


def test_a_name_that_is_taken_is_refused_and_keeps_what_was_typed(browser, billing) -> None:
    answer = browser.post("/settings/skills/new/", {"name": "Billing", "tags": "money"})
    assert answer.status_code == 422
    assert "There is a skill of this name already." in answer.content.decode()
    assert 'value="money"' in answer.content.decode()


def test_what_a_colleague_can_do_is_set_in_one_form(browser, agent, billing) -> None:
    page = browser.get(f"/settings/abilities/{agent.pk}/").content.decode()
    assert "Billing" in page

    words = {f"skill_{billing.pk}": "3", "languages": ["de", "en"], "most_email": "5", "most_chat": "0"}
    assert browser.post(f"/settings/abilities/{agent.pk}/", words).status_code == 302

    agent.refresh_from_db()
    found = abilities_of(agent)
    assert [(row.skill.name, row.proficiency) for row in found.skills] == [("Billing", 3)]
    assert (found.languages, found.capacity) == (["de", "en"], {"chat": 0, "email": 5})
    page = browser.get("/settings/abilities/").content.decode()
    assert all(words in page for words in ("Billing · Expert", "German, English", "Email: 5"))


def test_nonsense_is_refused_and_changes_nothing(browser, agent) -> None:
    answer = browser.post(f"/settings/abilities/{agent.pk}/", {"most_email": "-1", "languages": ["xx"]})
    assert answer.status_code == 422
    assert not Capacity.objects.exists()


def test_people_are_found_by_name_skill_and_language(browser, agent, agent_l2, admin, billing) -> None:
    set_abilities(agent, actor=admin, skills={billing: 2}, languages=["de"])
    for search in ("omar", "billing", "German", "omar billing"):
        page = browser.get("/settings/abilities/", {"q": search}).content.decode()
        assert agent.email in page, search
        assert agent_l2.email not in page, search


def test_one_change_is_taken_back(browser, agent, admin, billing) -> None:
    set_abilities(agent, actor=admin, skills={billing: 2}, languages=["de"])
    set_abilities(agent, actor=admin, skills={}, capacity={"email": 3})
    undo(SettingChange.objects.filter(kind="abilities").latest("pk"), actor=admin)
    agent.refresh_from_db()
    assert [row.skill.name for row in abilities_of(agent).skills] == ["Billing"]
    assert abilities_of(agent).capacity == {}


def test_the_file_of_the_configuration_holds_them(agent, admin, billing) -> None:
    set_abilities(agent, actor=admin, skills={billing: 3}, languages=["de"], capacity={"email": 4})
    text = export()
    assert compare(text, actor=admin).steps == []
    set_abilities(agent, actor=admin, skills={}, languages=[], capacity={})

    done = take_over(text, actor=admin)

    assert (done.problems, done.summary) == ([], "1 added, 0 changed, 0 removed")
    agent.refresh_from_db()
    assert abilities_of(agent).capacity == {"email": 4}
    wrong = text.replace("Billing: 3", "Cooking: 3")
    set_abilities(agent, actor=admin, skills={})
    assert "There is no skill “Cooking”." in compare(wrong, actor=admin).problems[0]


def test_many_colleagues_cost_no_more_statements(browser, admin, billing, django_assert_max_num_queries) -> None:
    for person in [AgentFactory() for _number in range(30)]:
        set_abilities(person, actor=admin, skills={billing: 1}, languages=["en"], capacity={"email": 2})
    with django_assert_max_num_queries(9):
        browser.get("/settings/abilities/")


def test_leads_keep_them_and_agents_do_not(lead, agent) -> None:
    assert signed_in(lead).get("/settings/abilities/").status_code == 200
    assert signed_in(agent).get("/settings/skills/").status_code == 403
