"""Loading the demo, once and as a whole: one transaction, so that an interrupted load leaves nothing and is redone."""

import gc
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random

from django.db import connection, transaction

from accounts.models import User
from demo.abilities import teach_people
from demo.articles_at_work import put_articles_to_work
from demo.company import STAFF
from demo.engineering import link_issues
from demo.figures_kept import keep_figures
from demo.forms import create_forms, use_forms_and_links
from demo.incoming import keep_stopped_mail
from demo.known_issues import tell_known_issues
from demo.loading.emergencies import plan_for_emergencies
from demo.loading.following import add_what_is_to_do
from demo.loading.grants import grant_and_tell
from demo.loading.messages import write_to_customers
from demo.loading.outside import ask_outside
from demo.loading.people import backdate_people, create_customers, create_house, tell_more
from demo.loading.plan import TICKETS, plan_desk
from demo.loading.promises import promise, tell_what_was_missed
from demo.loading.reading import mark_what_was_read
from demo.loading.stage import Stage
from demo.loading.telling import tell_what_happened
from demo.own_data import ask_about_data
from demo.ratings import rate_help
from demo.reviews import go_through_cases
from demo.rules import create_rules
from demo.self_help import help_themselves
from demo.smart_routing import teach_smart_routing
from demo.widget import show_widget
from helpdesk import clock
from knowledgebase.importing import import_folder
from knowledgebase.indexing import index_changed
from outbox.posting import in_the_past
from search.indexing import index_range
from sla.arrivals import count_arrivals
from tickets.models import Ticket

SEED = 20_260_501
ARTICLES = Path(__file__).parent.parent / "articles"
_LOCK = 7_104_221  # any number: two loads at once wait for each other

Progress = Callable[[str, int, int], None]


class NotEmpty(Exception):
    """There are tickets here that are not the demo's."""


def is_loaded() -> bool:
    return User.objects.filter(email=STAFF[0].email).exists()


def load_demo(progress: Progress, *, tickets: int = TICKETS, seed: int = SEED) -> bool:
    """Fill an empty desk; False when the demo is here already. Raises NotEmpty when something else is.

    `progress` hears a step, how far it is, and how far it goes.
    """
    with ExitStack() as stack:
        stack.enter_context(_no_garbage_collection())
        stack.enter_context(in_the_past())
        stack.enter_context(transaction.atomic())
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        if is_loaded():
            return False
        if Ticket.objects.exists() or User.objects.exists():
            raise NotEmpty
        _restart_numbers()
        plan = plan_desk(seed, clock.now(), tickets)
        progress("people", 0, len(plan.people))
        create_house()
        teach_people()
        create_forms()
        promise()
        create_customers([*plan.people, *{story.requester.email: story.requester for story in plan.stories}.values()])
        progress("people", len(plan.people), len(plan.people))
        random = Random(seed + 1)
        Stage(random).play(plan.stories, lambda opened: progress("tickets", opened, len(plan.stories)))
        use_forms_and_links()
        link_issues()
        tell_more()
        grant_and_tell()
        write_to_customers()
        plan_for_emergencies()
        ask_outside()
        add_what_is_to_do()
        tell_what_was_missed()
        mark_what_was_read(random)
        rate_help(Random(seed + 2))
        tell_what_happened()
        create_rules()
        keep_stopped_mail()
        import_folder(ARTICLES)
        put_articles_to_work()
        show_widget()
        tell_known_issues()
        help_themselves(Random(seed + 3))
        keep_figures()
        ask_about_data()
        go_through_cases()
        index_changed()
        index_range(1, len(plan.stories))
        _analyze()
        teach_smart_routing()
        count_arrivals()
        progress("tickets searchable", len(plan.stories), len(plan.stories))
        backdate_people()
    return True


def _analyze() -> None:
    """All of this is one transaction, so nobody has told the planner how much there is: it took all tables for empty."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """The plan is many small objects that all stay; looking through them again and again costs a tenth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _restart_numbers() -> None:
    """An interrupted load has used up numbers; the first ticket of an empty desk is number 1."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence('tickets_ticket', 'number'), 1, false)")
