"""Speed, outages, notifications, security and data protection."""

from demo.dialogues.model import Customer, Dialogue, Escalate, HandBack, Note, Reply

DIALOGUES = (
    Dialogue(
        key="board-slow",
        topic="performance",
        subjects=("Board of {project} takes {small} seconds to open", "Taskmoor very slow since {date}"),
        tags=("performance", "planning"),
        kind="problem",
        brief=(
            "Board with {count} tasks takes {small} s. {browser}.",
            "Very slow since {date}. Only {project}.",
        ),
        friendly=(
            """Our board for {project} has grown to {count} tasks and needs {small} seconds to open, in {browser}
            as well as elsewhere. Is there anything that we can do, or you?""",
            """Everything is quick but {project}. I can fetch a coffee while it opens. I don't need that much
            coffee. Could you look?""",
        ),
        upset=(
            """{seats} people wait {small} seconds, a hundred times a day. Do the sum. We need this fast again,
            now.""",
            """Since {date} your software is unusably slow in our main project. Your answer "clear the cache" did
            not help.""",
        ),
        script=(
            Reply("""I measured it as well: the server needs most of the time, so it is neither your network nor
            {browser}. For the moment a saved view with "Done in the last 30 days" opens in under a second. I have
            given the measurements to our engineers, as a board of {count} tasks should open quickly without
            tricks."""),
            Escalate(
                3,
                reason="Board of {project} ({count} tasks) takes {small} s on the server since {date}.",
                tried="""Other projects are fast. Without custom fields it is fast, too. View with a filter given
                as a way around.""",
                asked="Please find out why custom fields make it slow, and tell us a date.",
            ),
            Note("Missing index after the change of custom fields, is being built in all regions tonight.", hold=True),
            Reply(
                """It should be quick now: an index for custom fields was missing since {date}, and boards with
            many of them had to read everything. Last night it was built, and your board opens in 0.6 seconds as I
            measure it. How is it at your end?""",
                status="pending",
            ),
            Customer("Under a second here. You can close this."),
        ),
    ),
    Dialogue(
        key="outage-report",
        topic="performance",
        subjects=("Report on the outage of {date}", "What happened on {date} at {time}?"),
        tags=("performance", "outage"),
        channels=("email", "portal", "social", "proactive"),
        brief=(
            "Please send the cause of the outage on {date} for our records.",
            "Down on {date} from {time}. Cause? Credit?",
        ),
        friendly=(
            """On {date} we could not work for a while from {time}. These things happen. Our management would like
            to know what it was and what you are doing about it. Is there a report?""",
            """Thank you for bringing Taskmoor back so quickly on {date}. For our files I need a short statement
            of the cause. Could you send me one?""",
        ),
        upset=(
            """On {date} {seats} people sat idle because your service was down. I expect a report of the cause and
            a credit under our contract.""",
            """The status page said "minor disruption", while nothing at all worked. We want the truth about
            {date}.""",
        ),
        script=(
            Reply("""The full report is at status.taskmoor.example/history. In short: a network change at {time}
            separated the database from half of our web servers. Pages failed for 47 minutes; no data was lost, and
            what you had open could be saved afterwards. Such changes are now made in one zone first, with an automatic
            way back.

            Your plan promises 99.9 % a month. That month reached 99.89 %, so you get a credit of 10 %; it is on
            your next invoice without you doing anything."""),
            Customer("Can we be notified of outages by text message?"),
            Reply("""Yes: status.taskmoor.example → "Subscribe" → text message, mail or webhook, and only for the
            parts that you use. The status page runs outside our own network, so it is there even when we are not."""),
        ),
    ),
    Dialogue(
        key="too-many-mails",
        topic="notifications",
        subjects=("Far too many e-mails from Taskmoor", "Reduce notifications"),
        tags=("notifications", "email"),
        channels=("email", "portal", "chat", "social"),
        priority="low",
        brief=(
            "{count} mails a day. How do I turn most of them off?",
            "Please stop mails about tasks that are not mine.",
        ),
        friendly=(
            """I am in many projects, so I get about {count} mails from you a day. Is there a summary I could get
            in the evening instead?""",
            """Taskmoor is very talkative. I love being informed, but not of everything! How can I keep only what
            concerns me?""",
        ),
        upset=(
            """STOP SENDING ME E-MAILS. I unsubscribed {small} times and they keep coming.""",
            """The flood of notifications hides what matters. I have missed a request of {client}. How does one
            turn this down?""",
        ),
        script=(
            Reply("""I have set your account to the summary, so it is quiet from now on. How to adjust it:

            1. Profile → Notifications → "Summary": daily at a time of your choice, or weekly.
            2. "At once" stays useful for "I am mentioned" and "assigned to me"; leave the rest off.
            3. For a single project: the bell in its head → "Only what concerns me".

            The unsubscribe link in a mail counts for that project only, therefore the others kept coming. We are
            changing its text to say so."""),
            Customer("Much better. Does the summary come on weekends?"),
            Reply("""Only on your working days: those in Profile → Working hours. What happens at the weekend is
            in Monday's summary."""),
        ),
    ),
    Dialogue(
        key="digest-timezone",
        topic="notifications",
        subjects=("Reminders arrive in the middle of the night", "Wrong time zone in notifications"),
        tags=("notifications", "time-zone"),
        brief=(
            "Reminders come at 3 am. Time zone wrong?",
            "Due time shown one hour off since {date}.",
        ),
        friendly=(
            """My phone wishes me a productive day at three in the morning. I moved to {city} recently; can I tell
            Taskmoor?""",
            """Since the clocks changed, our reminders are an hour early. Do we have to set something, or does it
            sort itself out?""",
        ),
        upset=(
            """I am woken up by your notifications at 3 am. Every. Single. Night. Make it stop.""",
            """We missed a call with {client} because of the wrong time in your reminder. A calendar must get time
            zones right.""",
        ),
        script=(
            Reply("""Your profile still has the time zone of your former place. Profile → Language and time → Time zone
            → choose {city}, or tick "Follow this device". Reminders and due times move at once; nothing else changes.

            Dates without a time stay on their day wherever you are. Daylight saving is followed by itself as long
            as a city is chosen; "UTC+1" and the like do not follow it."""),
            Customer("Fixed. Does my team see my local time?"),
            Reply("""Yes, when they rest the pointer on your picture they see your local time, and the planner
            shades your nights, so that nobody invites you at three in the morning."""),
        ),
    ),
    Dialogue(
        key="mention-missed",
        topic="notifications",
        subjects=("Mentioned colleagues are not notified", "@-mention without notification"),
        tags=("notifications", "mentions"),
        channels=("portal", "chat", "widget"),
        brief=(
            "@{colleague} in a comment, no notification. Why?",
            "Mentions don't notify guests.",
        ),
        friendly=(
            """When I mention {colleague} in a comment of {project}, nothing arrives. With others it works. What
            could be different?""",
            """I wondered why {colleague} never answers; it turns out that my mentions do not arrive. Can you see
            why?""",
        ),
        upset=(
            """Mentions are unreliable. {colleague} was not notified and {client} is furious with us. Look into
            it.""",
            """We agreed in the team to use mentions instead of mails, and now they are not delivered. Please
            clarify the cause.""",
        ),
        script=(
            Reply("""{colleague} is not a member of {project}, so the name stays plain text: it is grey instead of blue
            in your comment. Nobody is told about things that they cannot open.

            Add {colleague} under {project} → People, then edit the comment once and save it; the mention turns
            blue and is delivered. If you type the @ and pick from the list, people outside are marked with "not
            in this project"."""),
            Customer("Understood. Can I mention a whole team?"),
            Reply("""Yes, with @ and the team's name; everybody in it who is a member of the project is told.
            Those outside are listed below your comment, with a button to add them."""),
        ),
    ),
    Dialogue(
        key="dpa-contract",
        topic="security",
        subjects=("Data processing agreement", "DPA and list of sub-processors"),
        tags=("security", "privacy"),
        channels=("email", "portal", "widget"),
        priority="low",
        brief=(
            "We need a signed DPA. Where?",
            "Please send DPA and list of sub-processors.",
        ),
        friendly=(
            """Our data protection officer asks for a processing agreement with you. Do you have one ready, and
            who signs it?""",
            """We are preparing an audit and need your DPA as well as a list of the companies that you work with.
            Where do I find both?""",
        ),
        upset=(
            """We have asked for the DPA {small} times. Without it we are not allowed to use your service at all.
            Please answer.""",
            """Our legal department notes that your list of sub-processors is out of date. Please send the valid
            one with dates.""",
        ),
        script=(
            Reply("""It is ready for you: Settings → Privacy → "Data processing agreement". The owner enters the
            company's details, signs on screen, and both sides get the PDF, signed by us already. It contains our
            technical measures as an annex.

            The list of sub-processors with place and purpose is at taskmoor.example/subprocessors, with its
            history. There you can subscribe: we announce changes 30 days ahead."""),
            Customer("Our lawyers want two changes in the liability clause. Is that possible?"),
            Reply("""On the Enterprise plan, yes: reply with the two sentences, and our legal team answers you. On the
            others we use the same text for all, so that each change has been checked."""),
        ),
    ),
    Dialogue(
        key="security-questionnaire",
        topic="security",
        subjects=("Security questionnaire from {client}", "Supplier assessment: {count} questions"),
        tags=("security", "audit"),
        kind="task",
        brief=(
            "Please fill in the attached questionnaire by {date}.",
            "{client} needs our suppliers' security answers. {count} questions.",
        ),
        friendly=(
            """{client} wants to know how their data is protected with us and with you, so I have a questionnaire
            of {count} questions. Could your security team help with the part about Taskmoor? We need it by
            {date}.""",
            """I have the honour of passing on a supplier questionnaire. I filled in what I know. Would you
            complete the rest?""",
        ),
        upset=(
            """We sent you the questionnaire weeks ago, and {client} threatens to stop the project. We need the
            answers by {date}.""",
            """As your customer on the {plan} plan we are entitled to answers on security. Please return the form
            without delay.""",
        ),
        script=(
            Reply("""Most of it is answered by our security package (ISO 27001 certificate, last penetration test,
            answers in CAIQ format), which you can give to {client} right away: Settings → Privacy → "Security
            package". The questions beyond that are answered by our security team; I have passed your file on,
            with {date} as the date."""),
            Escalate(
                2,
                reason="Security questionnaire for {client}, to be completed by {date}.",
                tried="""Security package sent. Most questions are covered by it; those on key management and
                backups are not.""",
                asked="Please answer the open questions and send the file back.",
            ),
            HandBack("""File is complete; two questions on staff screening were answered in general terms, as
            agreed with legal."""),
            Reply("""Your questionnaire is attached, complete and approved by our security team. Two remarks: keys
            are held per region and changed each year (question 31), and backups are kept for 35 days in a second
            place (question 44). If {client} has further questions, just answer this message, and it goes to the
            same people."""),
            Customer("Sent on to {client}, they are satisfied."),
        ),
    ),
    Dialogue(
        key="delete-personal-data",
        topic="security",
        subjects=("Request to delete personal data", "GDPR: delete the data of {colleague}"),
        tags=("security", "privacy", "gdpr"),
        kind="task",
        brief=(
            "Please delete all personal data of {colleague} and confirm.",
            "GDPR erasure request for {colleague_mail}.",
        ),
        friendly=(
            """A former contractor, {colleague}, asks us to erase all personal data. We still need the hours for
            our invoices. How do we do both properly?""",
            """I received my first erasure request and would like to do it right. What happens in Taskmoor when I
            anonymise somebody?""",
        ),
        upset=(
            """I requested the deletion of my data on {date} and still get mails from you. The legal period is one
            month!""",
            """We must answer an erasure request by {date}. Your interface offers no way at all. Please act.""",
        ),
        script=(
            Reply("""There is a function for exactly that: People → {colleague} → three dots → "Anonymise". It

            - replaces name, address, picture and phone by "Former member" everywhere, in comments and files' details
              too,
            - keeps hours and amounts, as invoices must be kept by law,
            - removes the person from backups after 35 days at the latest.

            Afterwards you get a PDF that confirms what was removed and what is kept on which legal ground. It
            cannot be undone, so export first if you are unsure."""),
            Customer("And mentions of the name inside comments written by others?"),
            Note("""Free text is not searched automatically. There is the search for a name in comments for
            administrators."""),
            Reply("""Names typed as @mention are replaced; names typed as plain words are not, as nobody can tell
            people apart by that. Search for the name (Search → Comments), tick the hits and choose "Redact"; the
            word becomes a black bar."""),
        ),
    ),
    Dialogue(
        key="audit-log",
        topic="security",
        subjects=("Who changed the rates of {project}?", "Audit log: who deleted an entry?"),
        tags=("security", "audit"),
        brief=(
            "Somebody changed rates in {project} on {date}. How do I see who?",
            "Where is the audit log?",
        ),
        friendly=(
            """The hourly rates of {project} look different since {date}. I do not want to blame anybody, I would
            just like to know what happened. Is there a log?""",
            """Our auditors ask who may change rates, and who did. Where do I find that in Taskmoor?""",
        ),
        upset=(
            """Somebody manipulated our rates, and we billed {amount} too little. I need to know who it was and
            when.""",
            """A time entry of mine was changed behind my back. I demand to see the history.""",
        ),
        script=(
            Reply("""Two places show it: every object has its own history (three dots → "History"), which everybody who
            can edit it may see. For {project} choose Settings → Rates → History: it lists old value, new value, person
            and time.

            The complete log is under Settings → Safety → Activity, for administrators, with filters by person,
            project and kind. It is kept for two years and cannot be changed, not even by us."""),
            Customer("Found it: an import changed the rates. Can I restrict who may import?"),
            Reply("""Yes: People → Roles → the role in question → untick "Import". In the same list "Change rates"
            can be limited to administrators; imports by others then leave the rates alone and say so in their
            report."""),
        ),
    ),
)
