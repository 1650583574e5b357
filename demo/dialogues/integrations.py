"""Calendars, chat, accounting: what Taskmoor is connected with."""

from demo.dialogues.model import Customer, Dialogue, Escalate, Note, Reply

DIALOGUES = (
    Dialogue(
        key="calendar-duplicates",
        topic="integrations",
        subjects=("Every appointment appears twice in the calendar", "Calendar sync creates duplicates"),
        tags=("integrations", "calendar"),
        kind="incident",
        brief=(
            "Calendar sync doubles everything since {date}. Please stop it.",
            "{count} duplicate appointments in my calendar, all from Taskmoor.",
        ),
        friendly=(
            """Since {date} each milestone of {project} stands in my calendar twice. I am popular, but not that
            popular. How do I get rid of the copies, and how do I keep them from coming back?""",
            """My calendar shows all Taskmoor tasks double since I got the {device}. Deleting helps for an hour,
            and then they are back. Could you take a look?""",
        ),
        upset=(
            """Your synchronisation has filled the calendars of our whole management with {count} duplicates.
            Clean this up.""",
            """For days I have been deleting double appointments that your software creates anew each night.
            Please put an end to this.""",
        ),
        script=(
            Reply("""I have stopped the synchronisation of your calendar for the moment, so that nothing is added
            while we look at it. The usual cause (the same calendar connected twice) does not apply in your case,
            so our integration team will examine the log. They will also remove the copies; please do not delete
            them one by one."""),
            Escalate(
                2,
                reason="Calendar sync writes every entry twice since {date}, copies return after deletion.",
                tried="""Only one calendar connected, one device. Disconnecting and connecting again did not help.
                Sync is paused.""",
                asked="Please find where the second copy comes from, and remove the {count} duplicates.",
            ),
            Note("""Two service accounts write: the old connection of a deactivated colleague still owns a shared
            calendar. Revoked, copies removed by UID."""),
            Reply("""The copies came from a second connection: a colleague who has left had shared the same
            calendar, and that connection kept writing. I have ended it and removed {count} copies by their ID;
            your own entries were not touched. Synchronisation is on again, and I watched two runs: no new copies.
            Deactivating a person now ends their connections as well."""),
            Customer("All clean, and it stayed clean overnight."),
        ),
    ),
    Dialogue(
        key="chat-notifications-silent",
        topic="integrations",
        subjects=("Taskmoor no longer posts to our chat channel", "Chat integration silent since {date}"),
        tags=("integrations", "chat"),
        channels=("email", "portal", "chat"),
        brief=(
            "No posts from Taskmoor in our channel since {date}.",
            "Chat integration silent. Reconnected already.",
        ),
        friendly=(
            """Our channel for {project} has been silent since {date}. Before, Taskmoor posted each finished task
            there, and we all enjoyed it. What happened to it?""",
            """Did something change in the chat integration? {colleague} moved the channel to private, and since
            then it is quiet. Maybe there is a connection?""",
        ),
        upset=(
            """We missed a deadline because the alert from Taskmoor was not posted to our channel. Why does nobody
            get a warning when an integration fails?""",
            """Your chat integration fails for the {small}th time this year. Either it works or please take it off
            your website.""",
        ),
        script=(
            Reply("""The channel was made private on {date}, and the Taskmoor app is not a member of it; the chat then
            refuses its posts. To mend it:

            1. Write "/invite @taskmoor" in the channel.
            2. In Taskmoor open {project} → Settings → Connections → Chat → "Send a test".
            3. The last failed posts (up to 50) are listed there; "Send again" delivers them.

            On that page you can also name a person who gets a mail when posts are refused."""),
            Customer("The test arrived. Can we choose what is posted? Comments are too much for us."),
            Reply("""Yes: same page, "What to post". Untick "Comments" and keep "Task finished" and "Due
            tomorrow", for example. Each channel has its own choice, so another one can still get the comments."""),
        ),
    ),
    Dialogue(
        key="accounting-export",
        topic="integrations",
        subjects=("Accounting export rejected: unknown account", "Booking export for {month} fails"),
        tags=("integrations", "accounting"),
        brief=(
            'Accounting export {month}: "unknown account 8400". What to set?',
            "Our accountant cannot import your booking file for {month}.",
        ),
        friendly=(
            """Our accountant tried to import the booking file for {month} and got "unknown account". She asks
            which chart of accounts Taskmoor uses. Where can I see or change that?""",
            """Nearly done with our monthly closing: only the export to accounting complains about an account that
            we do not have. Can you point me to the setting?""",
        ),
        upset=(
            """For the third month our accountant sends your export back. We pay {amount} for a function that
            produces unusable files.""",
            """The booking export for {month} is faulty; our tax filing is due on {date}. Please reply
            immediately.""",
        ),
        script=(
            Reply("""Taskmoor starts with the chart SKR03; your accountant works with SKR04, where revenue has other
            account numbers:

            1. Settings → Invoicing → Accounting → Chart of accounts: choose SKR04 (or "Own" and enter the numbers).
            2. Check the table below: one account for each tax rate, one for discounts, one for travel costs.
            3. Export {month} again; it replaces the earlier file, and entries are not doubled.

            If {month} has been partly imported already, ask your accountant to remove that batch first."""),
            Customer("Imported without errors. Can the file be sent to her automatically?"),
            Reply("""Yes: on the same page "Send monthly", with her address and a day. We recommend the 5th, as
            late hours are usually approved by then. She gets a download link, not the file itself, as it holds
            confidential figures."""),
        ),
    ),
    Dialogue(
        key="drive-preview",
        topic="integrations",
        subjects=("Linked documents show no preview", '"No access" on documents from our drive'),
        tags=("integrations", "files"),
        priority="low",
        brief=(
            'Documents from our drive show "no access" to colleagues.',
            "No preview for linked files in {project}.",
        ),
        friendly=(
            """When I link a document from our drive in {project}, I see the preview, but my colleagues only get
            "no access". They do have the rights in the drive itself. How can they see it too?""",
            """The previews of our linked documents are such a nice feature, when they work. For {colleague} they
            stay empty. Is there something to switch on?""",
        ),
        upset=(
            """Half of our team sees "no access" on every linked document. We moved to the drive integration on
            your advice. Please fix.""",
            """The preview of linked files shows documents to me that I should not see, and hides those I should.
            Explain this.""",
        ),
        script=(
            Reply("""Previews are shown with the rights of the person who looks, never with yours; so each colleague
            connects the drive once: click the empty preview → "Connect" → allow reading. From then on all linked
            documents appear for which they have rights.

            Administrators can do it for all at once: Settings → Connections → Drive → "For the whole workspace",
            with an account of your IT. The rights in the drive stay decisive."""),
            Customer("And guests from {client}? They have no account in our drive."),
            Reply("""For guests choose "Attach a copy" instead of "Link" when you add the document. They then get
            a copy in Taskmoor, which you can replace when there is a new version."""),
        ),
    ),
)
