"""The programming interface and webhooks."""

from demo.dialogues.model import Customer, Dialogue, Escalate, HandBack, Note, Reply

DIALOGUES = (
    Dialogue(
        key="api-unauthorized",
        topic="api",
        subjects=("API answers 401 with a new token", "401 Unauthorized on every request"),
        tags=("api", "token"),
        channels=("email", "portal", "api"),
        brief=(
            "New token, every request gives 401. Header: Authorization: {token_hint}",
            "GET /v2/projects -> 401 since {date}. Token is new.",
        ),
        friendly=(
            """I am writing a small script that reads our projects. With the token I made today each request is
            answered with 401. I send it as described, I believe. What could be wrong?""",
            """First steps with your API, and I am stuck at the door: 401 for everything. The token was created by
            {colleague}. Does that matter?""",
        ),
        upset=(
            """Since {date} our nightly job fails with 401, and we changed nothing. Did you revoke tokens without
            telling anybody?""",
            """Your documentation shows a request that simply does not work: 401. I have lost half a day on this.
            Please check it.""",
        ),
        script=(
            Reply("""A 401 means the token was not recognised at all (missing rights would be 403). In nine of ten
            cases it is one of these:

            1. The header must read "Authorization: Bearer" followed by a space and the token. "Token" or "Basic" are
               not accepted.
            2. The token is shown only once and begins with tmk_. If yours begins otherwise, you copied its ID.
            3. Tokens of a deactivated person end with that person. Make tokens for jobs under Settings → API → Service
               tokens.

            To test: curl -H "Authorization: Bearer tmk_…" https://api.taskmoor.example/v2/me must answer with
            your name."""),
            Customer("It was number 2, I had copied the ID. Now I get 403 on /v2/invoices."),
            Reply("""Then the token is fine, and only the right is missing: a token has exactly the scopes chosen
            when it was made. Invoices need the scope "invoices:read". Scopes cannot be added later; make a new
            token with it and delete the old one."""),
        ),
    ),
    Dialogue(
        key="api-rate-limit",
        topic="api",
        subjects=("429 Too Many Requests during nightly sync", "Raise our API limit?"),
        tags=("api", "limits"),
        channels=("email", "portal", "api"),
        brief=(
            "Nightly sync gets 429 after {count} requests. Can you raise the limit?",
            "429 on /v2/time-entries. What is the limit?",
        ),
        friendly=(
            """Our nightly synchronisation has grown, and since {date} it sometimes ends with 429. I would like to
            be a good citizen: what is the limit, and how should we behave?""",
            """Could you raise our API limit a little? We read about {count} time entries one by one and run into
            429.""",
        ),
        upset=(
            """Your rate limit breaks our accounting sync every night. On the {plan} plan we expect that this
            works. Raise it.""",
            """There is no word in the contract about a limit on API calls, yet we receive 429 since {month}.
            Please explain and remove it.""",
        ),
        script=(
            Reply("""The limit is 300 requests a minute and token, on all plans; each answer says what is left
            (X-RateLimit-Remaining) and, with 429, how many seconds to wait (Retry-After). You do not need a higher
            one:

            1. Read lists instead of single entries: /v2/time-entries?updated_after=…&page_size=500 gives 500 at once.
            2. Store the time of your last run, and ask only for what changed since.
            3. On 429 wait for Retry-After seconds and repeat the same request.

            For your {count} entries that is fewer than ten requests a night."""),
            Customer("updated_after works well. Does it also show deleted entries?"),
            Reply("""Add include_deleted=true: deleted entries are then listed for 90 days with "deleted_at" and
            without content, so that your side can remove them too."""),
        ),
    ),
    Dialogue(
        key="webhook-not-arriving",
        topic="api",
        subjects=("Webhooks stopped arriving on {date}", "No webhook for new invoices"),
        tags=("api", "webhooks"),
        kind="incident",
        channels=("email", "portal", "api"),
        brief=(
            "No webhooks since {date}. Our endpoint is up. Workspace {domain}.",
            "invoice.created webhooks missing since {time}.",
        ),
        friendly=(
            """Our endpoint has been waiting for webhooks since {date}. It answers with 200 when I call it by
            hand. In the settings the webhook is shown as active. Could you see what happens on your side?""",
            """It is very quiet on our webhook endpoint, too quiet. Until {date} we got one for each invoice. I
            attached our log. Would you compare it with yours?""",
        ),
        upset=(
            """Your webhooks stopped without any notice, and {count} orders were not billed. We need to know at
            once which events were lost.""",
            """We rely on webhooks for billing. Since {date} nothing arrives, and your status page is green. That
            is not what we pay for.""",
        ),
        script=(
            Reply("""I see your webhook as active, but no delivery was tried since {date}, and I cannot see why
            from here. Events are kept for 30 days, so nothing is lost. Our integration specialists will look at
            the delivery queue and have your log."""),
            Escalate(
                2,
                reason="Active webhook of {domain} gets no delivery attempts since {date}.",
                tried="""Test event from the settings page: accepted, but not delivered. Endpoint answers 200 from
                outside. Status page green.""",
                asked="Please check the queue for this endpoint, and replay what was missed.",
            ),
            Note("""Endpoint is on the block list of the sender: its certificate expired on {date}, renewed next
            day, but the block was not lifted. Lifted by hand."""),
            Reply("""Found: your certificate had expired on {date}, so our sender stopped, as it should. It was renewed
            the next day, but the block was not lifted, and that was our mistake. It is lifted now, and all missed
            events have been sent again in their order, marked with "Taskmoor-Replay: true". Your endpoint answered
            each with 200.

            From now on the owner gets a mail when an endpoint is blocked, and it is tried again every hour."""),
            Customer("All events are in. A notice next time would indeed be appreciated."),
        ),
    ),
    Dialogue(
        key="webhook-signature",
        topic="api",
        subjects=("Webhook signature does not match", "How is the webhook signature calculated?"),
        tags=("api", "webhooks"),
        channels=("email", "portal", "api"),
        brief=(
            "Signature check fails for all webhooks. HMAC over what exactly?",
            "Webhook signature mismatch. Which bytes are signed?",
        ),
        friendly=(
            """I am verifying your webhooks as described, but the signatures never match. I calculate HMAC-SHA256
            over the JSON. Is there a detail that I am missing?""",
            """Your webhooks arrive nicely. Only my signature check says no each time. Could you tell me which
            bytes are signed? An example would be great.""",
        ),
        upset=(
            """The description of your webhook signature is incomplete. I have tried everything. Please send a
            working example.""",
            """Our security review demands that signatures are checked, and yours cannot be reproduced. We need a
            precise specification.""",
        ),
        script=(
            Reply("""The signature is made over three parts joined by dots: message ID, timestamp and the *raw* body,
            in exactly the bytes that arrived. Two things usually go wrong:

            1. Frameworks parse the JSON and write it anew; spaces and order change, and so does the hash. Use the raw
               request body.
            2. The secret begins with whsec_. Remove that prefix and decode the rest from base64 before using it as the
               key.

            This is the "Standard Webhooks" scheme; there is a ready library for most languages, and the page
            Developers → Webhooks has a test vector for your own code."""),
            Customer("It was the base64 of the secret! One more: how old may the timestamp be?"),
            Reply("""Refuse what is older than five minutes; we sign each attempt anew, so retries carry a fresh
            timestamp. Use the message ID to recognise a repetition, it stays the same over all attempts."""),
        ),
    ),
    Dialogue(
        key="api-server-error",
        topic="api",
        subjects=("500 when updating a task through the API", "PATCH /v2/tasks fails with {error}"),
        tags=("api", "bug"),
        kind="incident",
        priority="high",
        channels=("email", "portal", "api"),
        brief=(
            "PATCH /v2/tasks with custom fields -> 500, {error}. Reproducible.",
            "500 since release {version}: updating tasks via API. {error}",
        ),
        friendly=(
            """Since the release {version} our integration gets a 500 when it updates a task that has custom
            fields; without custom fields it works. The error reference is {error}. Can your developers see more
            with that?""",
            """I believe I found a bug: updating the due date of a task in {project} by API ends with 500
            ({error}). The same in the browser works fine.""",
        ),
        upset=(
            """Release {version} broke our integration: 500 on each update, {error}. Do you test your API before a
            release?""",
            """We have {count} failed updates in our queue because your API answers with 500. We demand a fix or a
            rollback.""",
        ),
        script=(
            Reply("""Thank you for the reference, it led me to the failed requests. A workaround until it is
            fixed: send the custom fields in a request of their own (PATCH /v2/tasks/…/fields), that way is not
            affected. I have passed the error to our engineers."""),
            Escalate(
                3,
                reason="PATCH /v2/tasks with custom fields answers 500 since {version} ({error}).",
                tried="""Reproduced with curl in a test workspace: fails only if a list field is among the fields.
                Workaround given.""",
                asked="Please fix and say in which release it is.",
            ),
            HandBack("""List fields were validated against the old schema. Fixed in the release of tonight;
            regression test added. The customer's queue can be repeated safely."""),
            Reply("""It is fixed since last night: fields of the type "list" were checked against an old schema.
            You can send the failed updates again as they are; an update that has already happened changes
            nothing. We have added your case to our tests, so that it stays fixed."""),
            Customer("Confirmed, the queue is empty again."),
        ),
    ),
    Dialogue(
        key="api-pagination",
        topic="api",
        subjects=("API list stops after 100 entries", "How do I page through time entries?"),
        tags=("api", "question"),
        channels=("email", "portal", "api"),
        priority="low",
        brief=(
            "GET /v2/tasks returns 100 rows only. We have {count}. How to get all?",
            "Paging in the API: page=2 is ignored. How?",
        ),
        friendly=(
            """Your API gives me the first 100 tasks and then stops, though we have about {count}. The parameter
            page=2 seems to be ignored. How do I get at the rest?""",
            """I am building a report for {client} and only see 100 time entries. There must be a next page
            somewhere. Could you give me a hint?""",
        ),
        upset=(
            """Our report was wrong for weeks as your API silently cuts lists at 100 entries. Silent truncation is
            dangerous!""",
            """The parameter "page" from your own documentation does nothing in v2. Please correct either.""",
        ),
        script=(
            Reply("""Version 2 pages by cursor, not by number (page=… belongs to version 1, I have had that paragraph
            corrected):

            1. Ask for /v2/tasks?page_size=500.
            2. As long as the answer has "next", call that address; it contains everything needed.
            3. When "next" is null, you have all of them.

            The cursor is stable: entries that are added meanwhile neither shift nor double anything."""),
            Customer("Works. Can I ask for the total number without reading all pages?"),
            Reply("""Yes, with /v2/tasks/count and the same filters. It is exact up to 10,000 and says "10000+"
            beyond."""),
        ),
    ),
)
