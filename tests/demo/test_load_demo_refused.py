"""`manage.py load_demo` where it must not, or cannot go on; and `check_demo` of what is no demo."""

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from demo.loading import load as loading
from tests.factories import make_ticket
from tickets.models import Ticket


@pytest.mark.django_db
def test_an_interrupted_load_leaves_nothing_and_is_redone() -> None:
    class Interrupted(Exception):
        pass

    def stop_at(reached: int) -> Callable[[str, int, int], None]:
        def progress(step: str, done: int, total: int) -> None:
            if step == "tickets" and done == reached:
                raise Interrupted

        return progress

    with pytest.raises(Interrupted):
        loading.load_demo(stop_at(3), tickets=30)
    assert not Ticket.objects.exists()
    assert not User.objects.exists()

    assert loading.load_demo(lambda *_: None, tickets=30)
    assert Ticket.objects.order_by("pk").first().pk == 1  # type: ignore[union-attr]  # there are thirty


@pytest.mark.django_db
def test_a_desk_in_use_is_left_alone() -> None:
    ticket = make_ticket()

    with pytest.raises(CommandError, match="already"):
        call_command("load_demo", tickets=30)

    assert list(Ticket.objects.all()) == [ticket]


def test_a_desk_of_hardly_a_ticket_is_refused() -> None:
    with pytest.raises(CommandError, match="at least 30"):
        call_command("load_demo", tickets=5)


@pytest.mark.django_db
def test_check_demo_fails_with_the_figure_that_is_wrong() -> None:
    make_ticket()
    said = StringIO()

    with pytest.raises(CommandError, match="checks failed"):
        call_command("check_demo", stdout=said)

    assert "FAILED at least 40 different subjects: 1\n" in said.getvalue()
    assert "ok     no ticket contradicts its events: none\n" in said.getvalue()
