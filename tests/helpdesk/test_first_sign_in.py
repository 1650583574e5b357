"""Outside the demo: what the block at the start tells to type works as it stands there."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from helpdesk.launcher.options import ROOT, Options
from helpdesk.launcher.welcome import welcome


def block(data_dir: Path) -> str:
    options = Options(data_dir, "127.0.0.1", 8000, 2525, False, False, "", "", "")
    return welcome(options, mailbox="help@acme.test", seconds=1, state="ready", bold=False)


def test_the_command_names_the_data_folder_only_where_it_is_another():
    assert "  .venv/bin/python manage.py createsuperuser" in block(ROOT / ".local")
    assert "HELPDESK_DATA_DIR" not in block(ROOT / ".local")
    assert "HELPDESK_DATA_DIR='/srv/my data' .venv/bin/python manage.py createsuperuser" in block(Path("/srv/my data"))


def test_the_mail_goes_to_the_real_mailbox():
    assert "'help@acme.test'" in block(ROOT / ".local")
    assert "support@example.com" not in block(ROOT / ".local")


class Terminal:
    def isatty(self) -> bool:
        return True


@pytest.mark.django_db
def test_createsuperuser_asks_for_address_name_and_password_and_makes_an_admin(monkeypatch, client):
    answers = {"Email address": "Boss@Acme.test", "Name": "Bea Boss"}
    asked = []

    def answer(question: str) -> str:
        asked.append(question)
        return answers[question.partition(":")[0]]

    monkeypatch.setattr("builtins.input", answer)
    monkeypatch.setattr("getpass.getpass", lambda *_question: "a long enough phrase")

    call_command("createsuperuser", stdin=Terminal(), verbosity=0)

    boss = User.objects.get(email="boss@acme.test")
    assert (len(asked), boss.name, boss.is_admin, boss.is_staff) == (2, "Bea Boss", True, True)
    assert client.login(username="boss@acme.test", password="a long enough phrase")
    assert client.get("/desk/", follow=True).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("email", ["boss", "boss@acme.test"])
def test_createsuperuser_refuses_nonsense_and_a_second_one_in_one_line(email):
    User.objects.create_superuser("boss@acme.test", "a long enough phrase", name="Bea")

    with pytest.raises(CommandError) as refused:
        call_command("createsuperuser", interactive=False, email=email, name="Bea")

    assert len(str(refused.value).splitlines()) == 1
    assert User.objects.count() == 1
