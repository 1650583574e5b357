"""Recording and approving working time."""

from demo.dialogues.model import Customer, Dialogue, Escalate, HandBack, Reply

DIALOGUES = (
    Dialogue(
        key="rounding",
        topic="timesheets",
        subjects=("Rounding of hours to 15 minutes", "Invoice rounds our hours differently"),
        tags=("timesheets", "rounding"),
        brief=(
            "Hours on invoices are rounded up per entry. We need per day.",
            "How do we round time to 15 minutes?",
        ),
        friendly=(
            """Our contract with {client} says hours are rounded to 15 minutes per day. Taskmoor seems to round
            each entry, which makes more. Can I change that for this client only?""",
            """I compared our timesheet for {project} with the invoice and found small differences. I guess it is
            rounding. How does it work?""",
        ),
        upset=(
            """{client} accuses us of overcharging because your rounding adds up to {amount} a month. I need an
            explanation that I can forward.""",
            """The totals of timesheet and invoice differ. A program that deals with money should be able to add.
            Please clarify.""",
        ),
        script=(
            Reply("""Rounding can be set for the workspace and, overriding it, for each client: Clients → {client} →
            Billing → Rounding. For your contract choose "15 minutes", "up", "per day and person".

            Recorded times are never changed; rounding is only used when an invoice is made. So you can delete the
            draft, change the setting and make it anew. In the detail view each line shows recorded and billed
            time side by side, which is handy for {client}."""),
            Customer("Good. Invoices already sent stay as they are?"),
            Reply("""Yes, an issued invoice never changes. If you want to correct one, choose "Correct" on it:
            Taskmoor makes a credit note and a new draft with the new rounding, and you decide whether to send
            them."""),
        ),
    ),
    Dialogue(
        key="forgotten-timer",
        topic="timesheets",
        subjects=("Timer ran all night", "Forgot to stop the timer on {date}"),
        tags=("timesheets", "timer"),
        channels=("email", "portal", "chat", "widget"),
        priority="low",
        brief=(
            "Timer ran 16 h on {date}. How do I correct it?",
            "Forgot to stop the timer. Entry is locked.",
        ),
        friendly=(
            """According to Taskmoor I worked 16 hours on {date}. Flattering, but I forgot the timer. How can I
            shorten the entry?""",
            """I keep forgetting to stop my timer when I leave for lunch. Is there something that could remind me?""",
        ),
        upset=(
            """Your timer ran all weekend and the hours went straight to an invoice for {client}! Why is there no
            limit?""",
            """Because of a forgotten timer our working time report breaks the law on paper. How do I correct it
            properly?""",
        ),
        script=(
            Reply("""Click the entry in your week → "Split or shorten" → type when you really stopped. If the week is
            locked, your approver opens just that entry for you ("Return"), not the whole week.

            So that it stops by itself in future: Profile → Timer → "Ask when idle" (after 15 minutes without
            mouse or keyboard it asks whether to keep the time) and "Stop at the end of my working day"."""),
            Customer("Can I set this for the whole team?"),
            Reply("""Yes, administrators set the default under Settings → Time → Timer; "Stop after 10 hours" is
            there, too. People can make it stricter for themselves, but not looser."""),
        ),
    ),
    Dialogue(
        key="week-locked",
        topic="timesheets",
        subjects=("Unlock a closed week", "Week of {date} is locked, hours missing"),
        tags=("timesheets", "approval"),
        brief=(
            "Need to add hours in the locked week of {date}.",
            "Please unlock the week of {date} for {colleague}.",
        ),
        friendly=(
            """{colleague} was ill and could not hand in the hours in time. Now the week of {date} is locked. Who
            can open it again?""",
            """Our closing came a day too early, and some hours for {project} are missing. How do we add them
            without upsetting everything?""",
        ),
        upset=(
            """My hours have been refused because the week is locked. I WILL NOT work for free. Open it.""",
            """The automatic lock makes no allowance for public holidays, so {small} people could not submit.
            Please fix this.""",
        ),
        script=(
            Reply("""An approver or administrator can open it: Time → Approvals → choose the week → {colleague} →
            "Reopen". It is open for 24 hours for that person only, and locks again by itself. The activity log notes
            who did it.

            If hours of that week were billed or exported already, add the missing ones as "late hours": they keep
            their date and appear on the next invoice and export."""),
            Customer("Can we lock on Tuesday instead of Monday? Mondays are often holidays."),
            Reply("""Yes: Settings → Time → "Lock weeks" → Tuesday, and tick "One working day later after a
            holiday". The mail that reminds people moves along."""),
        ),
    ),
    Dialogue(
        key="overtime-balance",
        topic="timesheets",
        subjects=("Overtime balance of {colleague} is wrong", "Flexitime account off by {small} hours"),
        tags=("timesheets", "overtime", "bug"),
        kind="incident",
        brief=(
            "Overtime of {colleague} off by {small} h since {month}.",
            "Flexitime balance wrong after change of working hours.",
        ),
        friendly=(
            """{colleague} keeps a private spreadsheet of overtime, and it differs from Taskmoor by {small} hours
            since {month}. We checked it together and think the spreadsheet is right. Could you look into it?""",
            """Since we changed working hours in {month}, some overtime balances look odd. Is there a way to see
            how they are calculated?""",
        ),
        upset=(
            """Your overtime account cheats our employees out of {small} hours. The works council is already
            involved. We need a correct calculation.""",
            """The balance changed over night without any booking. In matters of pay this is unacceptable. Please
            investigate.""",
        ),
        script=(
            Reply("""I went through the balance of {colleague} week by week (Time → Balance → "Explain") and agree
            with you: in one week the planned hours are counted twice, and I cannot correct that from here. I am
            handing it to the engineers of time recording with my calculation attached. Balances stay visible, and
            nothing is paid out by itself."""),
            Escalate(
                3,
                reason="Overtime balance is wrong by {small} h where working hours change in the middle of a week.",
                tried="""Recalculated by hand: week of the change counts old and new planned hours. Saving the
                hours again does not help.""",
                asked="Please correct the calculation, recompute all affected balances, and list who is affected.",
            ),
            HandBack("""Fixed: planned hours in a week of change are now counted by day. All balances were
            recomputed; list of affected people is attached for the customer."""),
            Reply("""It was indeed wrong, and it is corrected: when working hours changed in the middle of a week,
            that week's planned hours counted twice. All balances have been computed anew; {colleague} gets
            {small} hours back. You find the list of everybody affected under Time → Balance → "Corrections", as a
            PDF for the works council, too. We are sorry for the worry it caused."""),
            Customer("The list matches our spreadsheet to the minute."),
        ),
    ),
)
