"""The apps on phones and tablets."""

from demo.dialogues.model import Customer, Dialogue, Escalate, HandBack, Note, Reply

DIALOGUES = (
    Dialogue(
        key="app-crash",
        topic="mobile",
        subjects=("App crashes on start since {version}", "Taskmoor app closes immediately on {device}"),
        tags=("mobile", "bug"),
        kind="incident",
        priority="high",
        channels=("email", "portal", "chat", "social"),
        brief=(
            "App {version} crashes on start. {device}.",
            "Since update to {version} the app closes at once. Reinstalled. {device}",
        ),
        friendly=(
            """Since the update to {version} the app on my {device} opens for a second and is gone again. I
            restarted and reinstalled it. Is there a trick, or should I wait for an update?""",
            """My app seems to be shy: it shows the logo and disappears. {device}, version {version}. My
            colleague's works. Happy to send a log if you tell me how!""",
        ),
        upset=(
            """Your update {version} has made the app useless. Our fitters book their hours by phone, all {seats}
            of them. What are they supposed to do today?""",
            """We are unable to record working time since your app crashes on every {device}. That is a legal
            obligation for us. Fix it today.""",
        ),
        script=(
            Reply("""I am sorry. So that hours can be booked right now: open app.taskmoor.example in the phone's
            browser and choose "Add to home screen"; it has the same timer and works on {device}.

            A reinstall does not help, I tried it on the same model. I have reported the crash to our app
            developers, with your version and device."""),
            Escalate(
                3,
                reason="""App {version} crashes on start on {device}, several customers affected, time recording
                blocked.""",
                tried="""Restart, reinstall, cache cleared; reproduced on the same model. Gave the web app as a
                way around.""",
                asked="Please read the crash reports and say when a corrected version can be expected.",
            ),
            Note(
                """Crash in reading stored time zones without a name. Patch is built, waiting for the store's review
                (usually a day).""",
                hold=True,
            ),
            Reply("""The corrected version is in the stores now; please update and start the app once while
            online. The cause was a stored time zone without a name, which the new version could not read. Hours
            that you recorded offline before are still on the phone and are sent at the first start."""),
            Customer("Updated, works, and my hours from Tuesday turned up too."),
        ),
    ),
    Dialogue(
        key="offline-hours",
        topic="mobile",
        subjects=("Hours recorded offline are missing", "Offline entries from {date} not synchronised"),
        tags=("mobile", "timesheets"),
        kind="incident",
        channels=("email", "portal", "phone"),
        brief=(
            "Hours of {date} recorded offline never arrived. {device}.",
            "{small} offline entries missing after sync.",
        ),
        friendly=(
            """I worked in a basement without reception on {date} and recorded my hours in the app. They still
            show on my {device}, but not in the browser. How do I get them over?""",
            """{colleague} recorded a whole day offline at {client}. On the phone it is all there; our report says
            zero. Can this be rescued?""",
        ),
        upset=(
            """Our people's hours vanish when they are offline. It concerns wages! I want to know where the
            entries of {date} are.""",
            """We have lost working hours for the second time through your app. We must be able to rely on it.
            Please find them.""",
        ),
        script=(
            Reply(
                """They are on the phone and safe; please do not sign out of the app and do not remove it. In
            the app open Profile → "Waiting entries". What does it say beside the entries of {date}? Please send
            me a screenshot of that page.""",
                status="pending",
            ),
            Customer('It says "week locked" beside all of them. Screenshot attached.'),
            Escalate(
                2,
                reason="Offline entries of {date} are refused because their week was locked in the meantime.",
                tried="""Entries are still on the device (screenshot). The customer cannot unlock: the week has
                been exported to payroll.""",
                asked="Please accept these entries into the locked week, or tell us how to book them properly.",
            ),
            HandBack("""Booked as a correction into the current week with their original date; this keeps the
            payroll export valid. Nothing to do on the phone."""),
            Reply("""The hours are in. As the week of {date} had already been exported to payroll, we booked them as a
            *correction*: they carry their real date and appear in the payroll of this month. On the phone the list of
            waiting entries is now empty.

            Tip: with Settings → Time → "Wait for offline devices" a week can only be locked when all phones have
            reported."""),
        ),
    ),
    Dialogue(
        key="push-missing",
        topic="mobile",
        subjects=("No push notifications on {device}", "App does not notify me any more"),
        tags=("mobile", "notifications"),
        channels=("email", "portal", "chat", "widget"),
        priority="low",
        brief=(
            "No push on {device} since {version}.",
            "Push notifications gone. Settings look right.",
        ),
        friendly=(
            """I used to get a little "ping" when somebody assigned me a task. On my new {device} it is silent,
            although everything is allowed in the settings. Any idea?""",
            """Could you help me with notifications? In the browser they work; on the {device} nothing since
            {version}.""",
        ),
        upset=(
            """I missed an urgent task of {client} because your app did not notify me. What is it good for, then?""",
            """Push notifications have been broken on my {device} for weeks. I have followed all your help
            articles. Please provide a real solution.""",
        ),
        script=(
            Reply("""Please check these three, in this order; the third is the one that is usually overlooked:

               1. In the app: Profile → Notifications → "On this device" → "Send a test".
               2. If the test does not come: phone settings → Battery → Taskmoor → "Unrestricted". Savers stop the app
                  otherwise.
               3. If the test comes but tasks do not: you are signed in in a browser as well, and Taskmoor is
                  silent on the phone while you are active there. Profile → Notifications → "Also when I am active
                  elsewhere"."""),
            Customer("It was number 3! Can I have it silent after 18:00, though?"),
            Reply("""Yes, just below: "Quiet hours", with times for each day of the week. What comes in meanwhile
            waits in the bell, and you can let marked projects through."""),
        ),
    ),
    Dialogue(
        key="receipt-photo",
        topic="mobile",
        subjects=("Photographed receipts are unreadable", "Upload of receipts from the app fails"),
        tags=("mobile", "expenses"),
        brief=(
            "Receipt photos from {device} are blurred in Taskmoor.",
            'Uploading receipts fails: "file too large".',
        ),
        friendly=(
            """I photograph my receipts with the app. In the app they are sharp, in the expense report they look
            like impressionist art. Can I set the quality?""",
            """Expenses by photo are such a relief. Only long hotel bills cannot be read afterwards. What is the
            best way to do them?""",
        ),
        upset=(
            """Our tax adviser refuses the receipts from your app as illegible. I have thrown the originals away,
            as you recommended!""",
            """Every second upload of a receipt ends in an error on {device}. Please fix it or tell our staff what
            to do.""",
        ),
        script=(
            Reply("""The app makes photos smaller on mobile data. To change it: Profile → Data use → Photos → "Original
            size". Photos already sent are kept by the phone for 30 days: open the expense → three dots → "Send photo
            again".

            For long bills use "Scan" instead of "Photo": it straightens the page, takes several pages into one
            PDF and reads the amount and the date by itself."""),
            Customer("Scan is great. Does it meet the rules for digital receipts?"),
            Note('Article "Receipts and retention" has the certificate, link sent.'),
            Reply("""Yes: scans are stored unchangeably with time and person, and corrections make a new version.
            The certificate of our auditors is under Settings → Expenses → Compliance; your adviser may also want
            the procedure document beside it, which you can fill in with your company's details."""),
        ),
    ),
)
