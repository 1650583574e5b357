"""`manage.py seed --outbreak`: on one day forty customers write about the same thing, each in their own words.

Through the verb, as mail would: what looks for emerging issues has to find them among everything else.
"""

from datetime import timedelta
from random import Random

from accounts.models import User
from demo.seeding.people import create_crowd
from helpdesk import clock
from tickets.actions import open_ticket
from tickets.content import Body
from tickets.models import Channel, Ticket

TICKETS = 40
HOURS = 20
SUBJECTS = (
    "Login with Microsoft fails since this morning",
    "Single sign-on broken: AADSTS50011",
    "Cannot sign in with Microsoft today",
    "Microsoft sign-in: redirect error",
    "Sign-in with Microsoft gives error AADSTS50011",
    "Nobody can log in with the Microsoft account",
    "Locked out: Microsoft sign-in does not work",
    "Error page after signing in with Microsoft",
)
WHAT = (
    "since this morning we cannot sign in with Microsoft. We get the error AADSTS50011: redirect address does not match.",
    "every sign-in with a Microsoft account ends with AADSTS50011, the redirect address is said to be wrong.",
    "when I choose “Sign in with Microsoft”, I get an error page about a redirect address (AADSTS50011). Yesterday it worked.",
    "Microsoft sign-in says AADSTS50011 after the password. The redirect address does not match, it says.",
    "the Microsoft sign-in shows an error instead of our time sheets. Password and code are accepted first, then AADSTS50011.",
    "our colleagues get an error when they log in with their Microsoft account: the redirect address is not the right one.",
)
SO = (
    "Nobody here can work. Please help!",
    "Is something broken on your side?",
    "Did you change anything?",
    "Can you fix it soon?",
    "We are locked out, all {people} of us.",
    "Signing in with a password is switched off for us, so there is no other way in.",
)
HELLO = ("Hello,", "Hi,", "Good morning,", "Dear support team,")


def plant(random: Random) -> list[Ticket]:
    """Over the hours until now; the first writes first."""
    now = clock.now()
    customers = _customers(random)
    minutes = sorted(random.sample(range(1, HOURS * 60), TICKETS), reverse=True)
    tickets = []
    for place, ago in enumerate(minutes):
        so = random.choice(SO).format(people=random.randrange(5, 60))
        text = f"{random.choice(HELLO)}\n\n{random.choice(WHAT)} {so}"
        customer = customers[place % len(customers)]
        with clock.at(now - timedelta(minutes=ago)):
            tickets.append(
                open_ticket(
                    actor=customer,
                    requester=customer,
                    subject=random.choice(SUBJECTS),
                    body=Body.from_text(text),
                    channel=random.choice((Channel.EMAIL, Channel.PORTAL)),
                    language="en",
                )
            )
    return tickets


def _customers(random: Random) -> list[User]:
    known = User.objects.customers().filter(is_active=True)
    if known.count() < TICKETS:
        create_crowd(random, TICKETS * 10)
    keys = list(known.order_by("pk").values_list("pk", flat=True)[:2000])
    return list(known.filter(pk__in=random.sample(keys, min(TICKETS, len(keys)))))
