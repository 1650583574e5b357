"""Projects, boards, timelines, workload."""

from demo.dialogues.model import Customer, Dialogue, Escalate, Note, Reply

DIALOGUES = (
    Dialogue(
        key="dependency-shift",
        topic="planning",
        subjects=("Moving a task does not move the following ones", "Timeline: dependencies do not shift"),
        tags=("planning", "timeline"),
        brief=(
            "Moved a task in {project}, followers stay. Bug?",
            "Dependencies don't shift dates in the timeline.",
        ),
        friendly=(
            """I moved the kick-off of {project} by a week and expected all following tasks to move along. They
            did not budge. Is there a mode for that?""",
            """Timeline question: my tasks are linked with arrows, but when one slips, the others stay where they
            are. What do I have to set?""",
        ),
        upset=(
            """We presented a plan to {client} that was wrong because your timeline does not shift dependent
            tasks. What else are arrows for?""",
            """Since the update, dependencies are ignored when a date changes. This makes planning impossible.
            Please comment.""",
        ),
        script=(
            Reply("""Both ways exist, and it is set per project: {project} → Timeline → gear → "When a date changes":

            - *Only warn* (yours): followers stay, the arrow turns red.
            - *Keep the gap*: all followers move by the same number of working days.
            - *Close the gap*: followers start as early as they can.

            To move the followers now, choose "Keep the gap", then undo and repeat your change (Ctrl+Z,
            Ctrl+Shift+Z). Locked tasks (with the pin) never move."""),
            Customer('Perfect. Does "Keep the gap" respect holidays?'),
            Reply("""Yes, it counts working days of the project's calendar, with holidays and the days off of the
            person in charge. The calendar is chosen in {project} → Settings → Calendar; you can add company days
            there too."""),
        ),
    ),
    Dialogue(
        key="recurring-tasks",
        topic="planning",
        subjects=("Task on every last Friday of the month", "How do recurring tasks work?"),
        tags=("planning", "recurring"),
        channels=("email", "portal", "chat", "widget", "phone"),
        priority="low",
        brief=(
            "Recurring task: last Friday each month. Possible?",
            "How do I repeat a task every {small} weeks?",
        ),
        friendly=(
            """We would like a reminder for our backup test on the last Friday of each month. The menu only offers
            "monthly on the 28th". Is there a cleverer way?""",
            """Can a task come back every {small} weeks, but only after the last one is finished? That would save
            {colleague} a lot of copying.""",
        ),
        upset=(
            """Our recurring tasks have created {count} copies because nobody closed the old ones. How do I stop
            that?""",
            """Your recurring tasks skip holidays and nobody notices. We missed a statutory inspection. Please
            explain the logic.""",
        ),
        script=(
            Reply("""Open the task → Repeat → "Custom". There you can write it as a sentence: "last Friday of the
            month", "every {small} weeks on Monday". Below it are two choices that matter:

            - *After it is finished*: the next one is made only when this one is done, so copies never pile up.
            - *On a holiday*: the working day before, the one after, or leave out.

            The preview shows the next five dates before you save."""),
            Customer("Can the repeated task go to a different person each time?"),
            Reply("""Yes, choose several people and tick "Take turns". Whoever is away is passed over and comes
            next time."""),
        ),
    ),
    Dialogue(
        key="project-template",
        topic="planning",
        subjects=("Use {project} as a template", "Copy a project without its hours"),
        tags=("planning", "templates"),
        brief=(
            "Can I copy {project} without hours and comments?",
            "How to make a template out of {project}?",
        ),
        friendly=(
            """{project} went so well that we want to reuse its structure for {client}. How do I copy it without
            the booked hours and all our chatter?""",
            """We do similar projects over and over. Is there a way to keep one as a template with relative dates?""",
        ),
        upset=(
            """I copied a project, and {client} received {count} notifications about old tasks. How embarrassing!
            How does one copy without that?""",
            """The copy of our project contains the confidential comments of the other client. That must never
            happen. What did I do wrong?""",
        ),
        script=(
            Reply("""Do it by way of a template, that leaves out everything personal: {project} → three dots → "Save as
            template". Hours, comments, files and guests are not taken along; tasks, checklists, roles and dependencies
            are. Dates become relative ("day 12").

            Then New project → From template → choose the start date. Nobody is notified before you press
            "Publish". "Duplicate", on the other hand, really takes everything, and asks for confirmation since
            last month."""),
            Customer("Can I change the template later without starting again?"),
            Reply("""Yes, Templates → open it like a project and change what you like. Projects made from it
            earlier stay as they are."""),
        ),
    ),
    Dialogue(
        key="restore-project",
        topic="planning",
        subjects=("Project {project} deleted by mistake", "Please restore a deleted project"),
        tags=("planning", "restore"),
        kind="incident",
        priority="urgent",
        channels=("email", "portal", "phone", "chat"),
        brief=(
            "{project} was deleted by accident on {date}. Please restore. Not in the bin.",
            "Need {project} back. Bin was emptied.",
        ),
        friendly=(
            """One of us tidied up a little too well: {project} is gone, and the bin has been emptied. Is there
            any chance to bring it back? We would be forever grateful.""",
            """I have done something silly and deleted {project} for good. {client} is waiting for it. Do you keep
            backups?""",
        ),
        upset=(
            """{project} has disappeared with {count} hours that are not billed yet. I did not delete anything.
            Bring it back immediately.""",
            """A trainee was able to delete a whole project including the bin. How can your software allow that?
            We need it back today.""",
        ),
        script=(
            Reply("""Don't worry, we keep deleted projects for another 14 days after the bin is emptied. Restoring
            is done by our data team; I am passing it on as urgent. Please do not create a project with the same
            number until then."""),
            Escalate(
                2,
                reason="Project {project} deleted on {date} and bin emptied; customer needs it back with its hours.",
                tried="""Bin is empty, so the customer cannot restore it. Still inside the 14 days. Owner's
                permission is on record.""",
                asked="Please restore the project from the backup of the day before, with hours, files and guests.",
            ),
            Note("""Restored from the snapshot of the night before. Activity log: deleted by an account with the
            role Member, which had "delete" ticked."""),
            Reply("""{project} is back, with all hours, comments and files, as of the night before {date}; what was
            entered on the day itself is listed in the note "Changes after the backup" in the project.

            So that it cannot happen again: People → Roles → Member has the right "Delete projects", which we
            recommend for administrators only. Under Settings → Safety you can also have the bin emptied by owners
            alone."""),
            Customer("You saved my week. The right is already taken away."),
        ),
    ),
    Dialogue(
        key="workload-wrong",
        topic="planning",
        subjects=("Workload shows {percent} % for a part-time colleague", "Capacity of {colleague} is wrong"),
        tags=("planning", "workload"),
        brief=(
            "{colleague} works 20 h, workload assumes 40. Where to set?",
            "Workload view ignores part time.",
        ),
        friendly=(
            """{colleague} works three days a week, yet the workload view plans five. So everything looks green,
            which it is not. Where do I tell Taskmoor?""",
            """I am planning {month} and like the workload view very much. Only our part-timers look as if they
            were free. Is there a place for working hours?""",
        ),
        upset=(
            """Relying on your workload view, we promised {client} a date that we cannot keep. It does not know
            who works part time!""",
            """The capacity figures are wrong for half of our staff. We entered everything. Please check what is
            going on.""",
        ),
        script=(
            Reply("""Working hours have a start date, and those of {colleague} begin next month; until then the 40
            hours of the workspace count. To correct it: People → {colleague} → Working hours → the pencil → set "Valid
            from" to the first day of work.

            Enter the hours per weekday, not only the sum: with three days of eight hours the view leaves the
            other two days empty. Absences (People → Absences) are subtracted as well."""),
            Customer("Makes sense. Can {colleague} enter the absences, and I approve?"),
            Reply("""Yes: Settings → Absences → "Need approval", and choose yourself as approver. Requests then
            appear in the bell and hatched in the workload view until you decide."""),
        ),
    ),
)
