"""Ann Lee's own requests: the open conversation that a visitor of the demo looks at first, and what came before it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from demo.dialogues.prose import reply_text, unwrap
from demo.loading.rhythm import after_work
from demo.loading.story import Answer, AutoClose, Jot, Open, Put, Story, Take, Write
from demo.people import ANN

OMAR, BEA = "agent@example.com", "agent2@example.com"
TEAM = "First line"


def ann_stories(now: datetime) -> Iterator[Story]:
    yield _past(now - timedelta(days=74, hours=3), *_LOGO)
    yield _past(now - timedelta(days=41, hours=5), *_GUESTS)
    yield _past(now - timedelta(days=16, hours=2), *_HOLIDAYS)
    yield _open_now(now)


def _reply(words: str, agent: str = "Omar Haddad") -> str:
    return reply_text(unwrap(words), language="en", customer=ANN.name, agent=agent)


def _past(opened_at: datetime, subject: str, question: str, answer: str, thanks: str) -> Story:
    story = Story(ANN, "en")
    story.add(opened_at, Open(subject, unwrap(question), "email", team=TEAM))
    at = after_work(opened_at, 55)
    story.add(at, Take(OMAR, ("invoicing",)), Answer(OMAR, _reply(answer), "solved"))
    story.add(at + timedelta(minutes=47), Write(thanks))
    story.add(at + timedelta(days=7), AutoClose())
    return story


def _open_now(now: datetime) -> Story:
    story = Story(ANN, "en")
    story.add(
        now - timedelta(hours=27, minutes=12),
        Open(
            "Hours of Friday are missing in the report for Harbour Website",
            unwrap(_MISSING), "email", team=TEAM, file="screenshot", cc=("ben@example.net",),
        ),
    )  # fmt: skip
    story.add(
        now - timedelta(hours=26, minutes=3),
        Take(OMAR, ("timesheets", "reports"), "high"),
        Answer(OMAR, _reply(_MISSING_ASK), "pending"),
    )
    story.add(now - timedelta(hours=22, minutes=40), Write(unwrap(_MISSING_DETAILS), file="table"))
    story.add(now - timedelta(hours=21, minutes=55), Jot(OMAR, unwrap(_MISSING_NOTE)))
    story.add(now - timedelta(hours=21, minutes=30), Answer(OMAR, _reply(_MISSING_FOUND)), Put(OMAR, "pending"))
    story.add(now - timedelta(minutes=38), Write(unwrap(_MISSING_ALMOST), file="screenshot"))
    story.add(now - timedelta(minutes=26), Jot(BEA, unwrap(_MISSING_HINT)))
    return story


_LOGO = (
    "Our logo is blurred on invoices",
    """Hello,

    we sent our first invoices with Taskmoor this week, and everybody likes them. Only our logo looks blurred in the PDF, while
    it is sharp in the settings. Which format should I upload?

    Kind regards,
    Ann""",
    """The PDF shows the logo as large as it is uploaded, so a small picture is stretched. Please upload it as SVG, or as PNG
    at least 1,200 pixels wide:

    1. Settings → Invoicing → Layout → Logo → "Replace".
    2. Drag the lower right corner until it has the size that you like; 45 mm is a good width for a letterhead.
    3. Look at the preview at 200 %: what is sharp there is sharp in print.

    Invoices that were sent already can be made again with "New PDF"; number and date stay the same.""",
    "Perfect now, thank you!",
)
_GUESTS = (
    "Can our client see the timeline but not the rates?",
    """Hi Omar,

    our client Dockside Hotels would like to follow the timeline themselves. Is there a way to let them in without showing our
    hourly rates or the notes to other clients?

    Thanks, Ann""",
    """Yes, that is what guests are for, and they cost nothing:

    1. People → Invite → "Guest", with the address of your client.
    2. Choose the projects that they may see, and tick *Timeline* and *Files*.
    3. Leave *Time and money* off: then neither hours, rates nor budgets are shown anywhere, not in exports either.

    Before you send the invitation, "View as guest" at the top of the project shows exactly what they will see.""",
    "Perfect, thank you so much.",
)
_HOLIDAYS = (
    "Different holidays for our colleague in Lisbon",
    """Good morning,

    Rita works from Lisbon since May, and the planner gives her our bank holidays. Can one person have another calendar?

    Best wishes,
    Ann""",
    """One person can: People → Rita → Working hours → Calendar → "Portugal (Lisbon)". It counts from the date that you enter
    there, so her past weeks stay as they were.

    The workload view and the timeline then leave out her own holidays, and the overtime account follows, too. If you
    have more people there, you can set the calendar once in a team instead: People → Teams → Calendar.""",
    "Great, thanks for the quick help.",
)
_MISSING = """Hello,

I am preparing the invoice for Dockside Hotels, and the report for Harbour Website lacks all hours of last Friday: 14.5
hours by three people. In their own timesheets the entries are there, I looked over Ben's shoulder. Screenshot attached.

We must send the invoice this week, so I would be glad if you could look at it soon.

Kind regards,
Ann Lee
Lakeside Studio"""
_MISSING_ASK = """Thank you for the screenshot, that helps. Entries in the timesheet but not in the report usually means one of
two things, and I would like to know which it is before I change anything:

1. Open the report → "Filters". Is *Approved only* ticked?
2. Open Time → Approvals. Is the week of Friday still waiting there?

If neither is the case, please send me the export of Friday (Time → Export → CSV), so that I can compare the entries one by
one."""
_MISSING_DETAILS = """Hi Omar,

"Approved only" is off, and the week was approved on Monday. So here is the export. What I noticed: all three people had
started the timer on the tablet that hangs in our studio.

Ann"""
_MISSING_NOTE = """Compared the CSV with the report: the entries carry project "Harbour Website (old)", which was archived on
Thursday. The tablet was offline at that time and still offered it. Report leaves archived projects out."""
_MISSING_FOUND = """Your hint about the tablet was the key. The tablet was offline when the project "Harbour Website (old)" was
archived on Thursday, so on Friday it still offered that one, and reports leave archived projects out. Nothing is lost:

1. Time → All entries → filter project "Harbour Website (old)", period last Friday. You should see 14.5 hours.
2. Tick all → Edit → Project → "Harbour Website".
3. Open the report again; the hours are there at once.

On the tablet please choose Profile → "Synchronise now" once, then the old project disappears from its list."""
_MISSING_ALMOST = """Hi Omar,

that worked for 12 of the 14.5 hours! Two entries of Ben (2.5 hours together) refuse with "entry is part of an invoice
draft". I cannot find any draft with them, see the picture. Could you tell me where it is hiding? The invoice should go
out tomorrow.

Thanks for your patience,
Ann"""
_MISSING_HINT = """@Omar Haddad I had this last month: drafts of archived clients are left out of the list. Invoices → Filters →
"Archived clients" shows them."""
