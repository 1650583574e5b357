"""Bringing data in and taking it out."""

from demo.dialogues.model import Customer, Dialogue, Escalate, Note, Reply

DIALOGUES = (
    Dialogue(
        key="csv-umlauts",
        topic="import",
        subjects=("Strange characters after CSV import", "Names with accents broken in {file}"),
        tags=("import", "csv"),
        brief=(
            'After importing {file} names look like "MÃ¼ller". Fix?',
            "Accents broken in import of {file}. {count} rows.",
        ),
        friendly=(
            """I imported our clients from {file}, and it went smoothly, except that all names with accents look
            funny ("RenÃ©"). Can that be repaired without typing {count} names again?""",
            """Our import is nearly perfect. Only the special characters are wrong. I saved the file from Excel as
            always. Which setting should I use?""",
        ),
        upset=(
            """Your import has destroyed {count} client names. We were about to send invoices with them! How do we
            undo this?""",
            """In this century an import should be able to read an accent. Please tell me how to correct our data.""",
        ),
        script=(
            Reply("""The file was saved in the Windows character set but read as UTF-8. Nothing is lost, you can take
            the import back and repeat it:

            1. Settings → Import → History → {file} → "Undo". This removes exactly the rows of that import.
            2. Import the file again. In step 2 choose "Windows-1252 (Excel)" as encoding; the preview below shows at
               once whether the names are right.

            Saving from Excel as "CSV UTF-8" avoids the question in future."""),
            Customer("Undo says two clients cannot be removed as they already have invoices."),
            Reply("""That is on purpose, a client with an invoice must not disappear. Just go on: in step 3 of the
            import choose "Update when the client number is the same". The two are then corrected in place, the
            others are created anew."""),
        ),
    ),
    Dialogue(
        key="import-stuck",
        topic="import",
        subjects=("Import stuck at {percent} %", "{file} has been importing since {time}"),
        tags=("import", "performance"),
        kind="incident",
        brief=(
            "Import of {file} stuck at {percent} % since {time}.",
            "{count} rows, import hangs at {percent} %. Cannot cancel.",
        ),
        friendly=(
            """I started importing {file} this morning ({count} rows), and since {time} it stays at {percent} %.
            Should I wait, or is there something wrong with my file?""",
            """The import bar has been very patient with me: {percent} % for hours. I do not dare to close the
            window. Could you look at it from your side?""",
        ),
        upset=(
            """Our migration to Taskmoor stands still because your import hangs at {percent} %. {seats} people are
            waiting. Is anybody watching this?""",
            """The import was started {small} times and has failed each time at {percent} %. Our go-live is on
            {date}. This must be solved before.""",
        ),
        script=(
            Reply("""You can close the window, the import runs on our servers. Its log shows no progress since
            {time}, though, which should not be. I have asked our data team to look into the job itself; rows that
            are already in will not be doubled when it continues."""),
            Escalate(
                2,
                reason="Import job does not move since {time} at {percent} % ({file}, {count} rows).",
                tried="""Checked the file with the validator (no errors) and the status page (no incident). Did
                not restart the job.""",
                asked="Please find the row where it hangs and restart the job from there.",
            ),
            Note("""Row with a start date in year 0206 made the calendar expansion loop over 1,800 years. Capped,
            job restarted, bug reported."""),
            Reply("""The import has finished: all {count} rows are in. One task had the start date "0206" instead
            of "2026", and Taskmoor tried to plan working days for eighteen centuries. We have corrected that row
            to 2026 (please check it, it is the task marked "imported: check date"), and the import now refuses
            dates before 1970 with a clear message."""),
            Customer("Found it, the date was a typo of ours. All numbers match our old system."),
        ),
    ),
    Dialogue(
        key="dates-swapped",
        topic="import",
        subjects=("Day and month swapped after import", "Due dates wrong after importing {file}"),
        tags=("import", "dates"),
        brief=(
            "Imported dates are swapped: 04/07 became 7 April. {count} tasks.",
            "Due dates wrong after import, day and month exchanged.",
        ),
        friendly=(
            """After importing {file} our deadlines look adventurous: everything up to the 12th has day and month
            exchanged. Is there a trick to set the format?""",
            """The import of our plan for {project} worked, only the dates were read the American way. How can I
            repeat it properly?""",
        ),
        upset=(
            """Because your import guessed the date format wrongly, {colleague} missed a deadline for {client}.
            Guessing is not acceptable with dates.""",
            """{count} tasks carry wrong due dates after the import. I need to know how to correct that without
            doing it by hand.""",
        ),
        script=(
            Reply("""The format can be set: step 2 of the import has "Date format" beside each date column. "Automatic"
            takes the language of your profile, which is English (US) for you, hence month first.

            1. Settings → Import → History → "Undo" for the import in question.
            2. Import again with "DD/MM/YYYY" in both date columns and look at the preview.
            3. To have it right everywhere, set Profile → Language to English (UK)."""),
            Customer("People have already commented on the tasks. If I undo, the comments are gone, right?"),
            Reply("""Right, so do not undo in that case. Import the same file again with "Update when the task ID
            is the same" and only the two date columns ticked. Comments, hours and files stay, just the dates are
            corrected."""),
        ),
    ),
    Dialogue(
        key="full-export",
        topic="export",
        subjects=("Export all our data", "Complete backup of our workspace"),
        tags=("export", "data"),
        channels=("email", "portal", "api"),
        brief=(
            "How do I export everything, including files?",
            "Need a full backup of our workspace for the archive.",
        ),
        friendly=(
            """At the end of the year we put a copy of everything in our archive. Is there one export with
            projects, hours, invoices and files, or do I have to do each on its own?""",
            """Our auditor would like to see that we can get our data out of Taskmoor. How does a complete export
            work, and in which format is it?""",
        ),
        upset=(
            """I exported all our projects and the attachments are missing. An export without files is no export.
            How do I get them?""",
            """We have a right to our data in a usable format. Please tell me without excuses how we obtain all of
            it.""",
        ),
        script=(
            Reply("""One export has it all: Settings → Export → "Whole workspace". Choose:

            - Data: JSON (complete) and CSV (for spreadsheets), both are in the archive.
            - Invoices: as PDF, sorted in folders by year.
            - "With files": tick it; it is off by default because it can be large.

            It is prepared in the background, and the owner gets a link by mail that is valid for seven days. A
            workspace of your size takes about an hour. You can also schedule it monthly to your own storage (S3
            or SFTP)."""),
            Customer('The link says "expired" although the mail came today.'),
            Reply("""The link works once, and a link checker in your mail program has most likely used it up. Take
            the download from Settings → Export → History instead; there it needs your sign-in and can be repeated
            as often as you like for seven days."""),
        ),
    ),
    Dialogue(
        key="export-attachments-missing",
        topic="export",
        subjects=("Attachments missing in the export archive", "Export has {count} files, project has more"),
        tags=("export", "bug"),
        kind="incident",
        brief=(
            "Export of {project} lacks attachments of closed tasks. Error {error} in the log.",
            "Export archive incomplete, {count} files missing.",
        ),
        friendly=(
            """I compared the export of {project} with the project itself: attachments of completed tasks are not
            in the archive, although I ticked "With files". At the bottom of the log it says {error}. Is that
            known?""",
            """We are archiving {project} for {client} and noticed that {count} files are missing in the archive.
            I repeated it twice. Would you take a look?""",
        ),
        upset=(
            """We delivered your export to {client} as proof of our work, and it turned out to be incomplete. You
            can imagine the conversation. I want to know what is missing and why.""",
            """An export that silently leaves out {count} files is worse than none. Please treat this with the
            priority it deserves. {error}.""",
        ),
        script=(
            Reply("""Thank you for comparing so carefully. I could reproduce it with a completed task in a test
            workspace, so it is a fault on our side. I am handing it to our engineers together with your log; you
            will hear from me as soon as there is a corrected archive."""),
            Escalate(
                3,
                reason="""Export archive leaves out attachments of completed tasks ({error}); customer needs a
                complete one.""",
                tried="""Reproduced in a test workspace: completed before the export starts = files missing.
                Repeating does not help.""",
                asked="Please fix the file selection and produce a complete archive for this workspace.",
            ),
            Note(
                """The file query uses the list of active tasks since the last release. Fix is written and in
            review, archive can be rebuilt after deployment.""",
                hold=True,
            ),
            Reply("""The fault is corrected: since the last release the export only looked at the files of active
            tasks. We have rebuilt your archive; it is complete and waits under Settings → Export → History. The
            log at its end now lists the number of files per project, so that a comparison is easy. We have also
            written to the other workspaces that exported in that time."""),
            Customer("Complete this time, I counted. Good that you told the others as well."),
        ),
    ),
    Dialogue(
        key="move-from-other-tool",
        topic="import",
        subjects=("Moving our boards from another tool to Taskmoor", "How do we bring {count} tasks with us?"),
        tags=("import", "migration"),
        channels=("email", "portal", "widget", "in_person"),
        brief=(
            "We want to move {count} tasks from another tool. Best way?",
            "Is there an importer for boards incl. comments?",
        ),
        friendly=(
            """We have decided for Taskmoor! Now we would like to bring our boards with us: about {count} tasks
            with comments and files. What is the best way, and does somebody help us with it?""",
            """Before we switch, one question: can comments and attachments come along when we import from our old
            planning tool, or only titles and dates?""",
        ),
        upset=(
            """The sales person promised a simple migration. Now I see that comments are not in the CSV format at
            all. How is that supposed to work?""",
            """We tried your importer with {file} and all assignees were lost. That is {count} tasks without an
            owner. Please explain.""",
        ),
        script=(
            Reply("""Use the board importer, not CSV, then comments, files, checklists and assignees come along:

            1. In your old tool export the board as JSON (usually Menu → Share → Export).
            2. In Taskmoor: Settings → Import → Boards → upload the JSON.
            3. Match the people: Taskmoor proposes them by e-mail address. Whoever is not matched becomes a note on the
               task.
            4. Start with "Test run": it shows what would be created and changes nothing.

            Invite your people before step 3, so that the matching finds them."""),
            Customer("The test run looks great. Labels become tags, but can I keep their colours?"),
            Reply("""Yes, in step 3 tick "Take over colours". If a tag of the same name exists already, its own
            colour wins, so import first and tidy up afterwards."""),
        ),
    ),
)
