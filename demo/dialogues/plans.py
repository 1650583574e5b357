"""Plans, seats and trials."""

from demo.dialogues.model import Customer, Dialogue, Note, Reply

DIALOGUES = (
    Dialogue(
        key="add-seats",
        topic="plans",
        subjects=("Adding {small} seats in the middle of the month", "How are additional seats charged?"),
        tags=("plans", "seats"),
        channels=("email", "portal", "chat", "proactive"),
        brief=(
            "We need {small} more seats. How is that billed mid-month?",
            "Add {small} seats to our {plan} plan please. Cost?",
        ),
        friendly=(
            """We are growing! From {date} we need {small} more seats on our {plan} plan. Do we pay the whole
            month, and where do I add them?""",
            """Three interns will join us for the summer. Can I add seats only for {month} and give them back
            later?""",
        ),
        upset=(
            """I added {small} seats and your preview shows {amount}, which makes no sense to me. Please explain
            before I confirm anything.""",
            """Nobody told us that inviting a person adds a paid seat. I would like to know how this is supposed
            to be controlled.""",
        ),
        script=(
            Reply("""You add seats under Settings → Billing → Seats. They are charged by the day: for the rest of the
            running period you pay only the days left, and the preview shows that amount before you confirm. From the
            next period on they are part of the normal invoice.

            On a monthly plan you can give seats back at any time, effective at the end of the month. If you do
            not want invitations to add seats by themselves, turn off "Add seats when inviting" on the same page."""),
            Customer("Can I let our team leads add seats without giving them access to billing?"),
            Reply("""Yes: People → Roles → Team lead → tick "May add seats", with a monthly limit if you like.
            They see neither invoices nor payment details; the owner gets a mail for every seat they add."""),
        ),
    ),
    Dialogue(
        key="trial-extension",
        topic="plans",
        subjects=("Can you extend our trial?", "Trial ends on {date}, decision not made yet"),
        tags=("plans", "trial"),
        channels=("email", "widget", "chat", "social"),
        priority="low",
        brief=(
            "Trial ends {date}. Two more weeks please?",
            "Can the trial be extended? Holidays got in the way.",
        ),
        friendly=(
            """We really like what we have seen, but half of the team was on holiday during the trial. Could we
            have two more weeks to try the invoicing part with {client}?""",
            """Our management meets after {date} to decide on Taskmoor. It would be lovely to keep the test data
            until then. Is an extension possible?""",
        ),
        upset=(
            """The trial was useless because the import took {small} days to work. I expect it to be prolonged by
            that time.""",
            """Our trial was closed this morning, a day earlier than announced, in the middle of a presentation.
            Please reopen it.""",
        ),
        script=(
            Reply("""Gladly. I have extended your trial by 14 days from today; all data and settings are as you left
            them. Nothing is charged when it ends, the workspace just becomes read-only, and you can export everything.

            If invoicing is what you want to try: Help → "Demo data" adds a sample client with offers, hours and
            an invoice, and one click removes it again."""),
            Customer("Wonderful. Can people outside our company look at it during the trial, for example {client}?"),
            Reply("""Yes, invite them as guests: People → Invite → Guest. They see only the projects you share,
            cannot see rates or other clients, and cost nothing, during the trial and afterwards."""),
        ),
    ),
    Dialogue(
        key="plan-difference",
        topic="plans",
        subjects=("Difference between Team and {plan}?", "Which plan do we need for approvals?"),
        tags=("plans", "pricing"),
        channels=("email", "widget", "chat", "phone", "in_person"),
        priority="low",
        brief=(
            "Do we need {plan} for timesheet approvals?",
            "What exactly does {plan} add over Team?",
        ),
        friendly=(
            """I am comparing your plans for our {seats} people. The table on the website is nice, but I am not
            sure whether we need {plan} only for the approval of hours. Could you give me honest advice?""",
            """We are on Team and happy. Our new controller asks for budgets and approvals. Is that a reason to
            change to {plan}, or is there another way?""",
        ),
        upset=(
            """Your website contradicts itself: in one place approvals are part of Team, in another they need
            {plan}. What is true?""",
            """I refuse to pay more just to approve hours. That was included when we signed. Please check our
            contract.""",
        ),
        script=(
            Reply("""In short: approvals of hours are part of every paid plan, also of Team. What the larger plans add:

            - Business: budgets with warnings, several currencies, e-invoices, roles of your own.
            - Enterprise: single sign-on, audit log, a fixed contact, data kept in a region of your choice.

            If approvals are all you need, stay on Team: turn them on under Settings → Time → "Weeks need
            approval". I corrected the unclear sentence on our website, thank you for pointing to it."""),
            Customer("And if we try Business for a month, can we go back?"),
            Reply("""Yes. You can try any larger plan for 30 days free of charge (Settings → Billing → Plan →
            "Try"). When you go back, budgets and own roles are kept but switched off, so nothing is lost if you
            change your mind later."""),
        ),
    ),
    Dialogue(
        key="pause-account",
        topic="plans",
        subjects=("Can we pause our subscription?", "Seasonal business: pause until spring"),
        tags=("plans", "billing"),
        priority="low",
        brief=(
            "Can we pause {plan} from {month} for three months?",
            "Is there a pause option? We are seasonal.",
        ),
        friendly=(
            """We build gardens, so in winter there is little to plan. Could we pause Taskmoor for a few months
            and find everything as it was in spring?""",
            """Due to a quiet phase we would like to pause our {plan} plan from {month}. I hope there is something
            between paying in full and cancelling.""",
        ),
        upset=(
            """We pay {amount} every month although nobody has logged in since {month}. Surely there must be a way
            to pause that.""",
            """Your competitors offer a pause. If you do not, we shall have to cancel. Please reply this week.""",
        ),
        script=(
            Reply("""There is a pause: Settings → Billing → Plan → "Pause". You choose one to six months; during that
            time you pay 10 % of your plan, everybody can read, and nobody can change anything. On the date you set,
            all is active again without any work from you, and you can come back earlier at any time.

            Please pause before the next billing date to have it count for that month."""),
            Customer("Do recurring invoices to our own clients continue during the pause?"),
            Note("""Checked with the documentation: recurring invoices stop in a paused workspace, the next run is
            moved."""),
            Reply("""No, they stop too, as sending is a change. Each recurring invoice keeps its schedule and
            continues with the first date after the pause; missed dates are listed, so that you can send them by
            hand if you want to."""),
        ),
    ),
)
