"""The invoices that our customers write to their own clients with Taskmoor."""

from demo.dialogues.model import Customer, Dialogue, Escalate, HandBack, Note, Reply

DIALOGUES = (
    Dialogue(
        key="number-range",
        topic="invoicing",
        subjects=("Continue our old invoice numbers", "Invoice numbers should start at {order}"),
        tags=("invoicing", "numbers"),
        brief=(
            "Next invoice must be {order}. Where do I set that?",
            "How do we change the format of invoice numbers?",
        ),
        friendly=(
            """We move to Taskmoor in the middle of the year and would like to continue our own numbers: the next
            invoice should be {order}. Is that possible?""",
            """Our accountant likes invoice numbers with the year in front. Can Taskmoor do that, and does it
            start at 1 each January?""",
        ),
        upset=(
            """Taskmoor left a gap in our invoice numbers. The tax office asks about it. How do I explain that?""",
            """We set the number range twice, and it jumps back to 1 each time. We cannot send invoices like this.""",
        ),
        script=(
            Reply("""Settings → Invoicing → Numbers. The format is built of blocks: year, month, counter with as many
            digits as you like. Set "Next number" so that the preview shows {order}, and choose whether the counter
            starts again each year.

            A number is given when an invoice is *issued*, not to drafts, so there are no gaps. The list "Numbers"
            on that page names for each number the invoice, or who cancelled it and why; the tax office accepts
            that as proof."""),
            Customer("Can we have a separate range for credit notes?"),
            Reply("""Yes, on the same page: "Own range for" → Credit notes. You may also keep one for each branch
            or brand."""),
        ),
    ),
    Dialogue(
        key="einvoice-invalid",
        topic="invoicing",
        subjects=("E-invoice rejected by the authority portal", "XRechnung invalid: {error}"),
        tags=("invoicing", "e-invoice", "bug"),
        kind="incident",
        priority="high",
        brief=(
            "E-invoice for {client} rejected: {error}. Leitweg-ID is set.",
            "XRechnung {order} fails validation, {error}.",
        ),
        friendly=(
            """We wrote our first e-invoice to a public authority, and their portal sent it back with {error}. The
            Leitweg-ID is in, I checked it three times. What is missing?""",
            """The validator says our e-invoice {order} is not quite right ({error}). It is the first with a
            discount, maybe that is the reason?""",
        ),
        upset=(
            """{client} has refused our e-invoice over {amount} twice because your XML is invalid. You advertise
            this function!""",
            """Because of {error} we cannot bill a public client. Payment is late already. We expect a corrected
            file today.""",
        ),
        script=(
            Reply("""I ran your file through the official validator and get the same {error}: the sum of the line
            amounts and the total differ by a cent. As a way around, enter the discount as a line of its own
            instead of a percentage; such a file is accepted, I have tried it. The rounding itself is for our
            engineers, to whom I pass it on."""),
            Escalate(
                3,
                reason="E-invoice with percentage discount is off by one cent and fails validation ({error}).",
                tried="""Official validator: BR-CO-13 fails. Without discount or with a discount line it is valid.
                Customer has the way around.""",
                asked="Please correct the rounding of percentage discounts in the XML.",
            ),
            HandBack("""Sum is now built from the rounded lines as EN 16931 asks. Released; validator is green
            with the customer's file."""),
            Reply("""The calculation is corrected: Taskmoor now rounds each line before adding, exactly as the
            standard asks. Open {order} → "Make e-invoice again"; amount and number stay the same, only the file
            is new. I have checked it with the validator and the portal's test, both accept it."""),
            Customer("Accepted by the portal. That was quick."),
        ),
    ),
    Dialogue(
        key="deposit-invoice",
        topic="invoicing",
        subjects=("How do I bill a deposit of {percent} %?", "Partial invoices for {project}"),
        tags=("invoicing", "deposit"),
        channels=("email", "portal", "phone", "chat"),
        brief=(
            "Need a deposit invoice of {percent} % for {project}. How?",
            "Partial and final invoice: how does it work?",
        ),
        friendly=(
            """{client} agreed to pay {percent} % in advance. How do I write that invoice so that it is deducted
            at the end by itself?""",
            """I would like to bill {project} in three parts. Before I do something wrong: what is the intended
            way?""",
        ),
        upset=(
            """Our final invoice did not deduct the deposit, and {client} paid {amount} too much. How could that
            happen?""",
            """Your help text on deposits is wrong or out of date, the menu does not exist. Please describe how it
            is done now.""",
        ),
        script=(
            Reply("""Start from the offer or the project, then the parts know each other:

            1. {project} → Invoices → New → "Deposit" → {percent} % of the agreed sum. Issue and send it.
            2. As the work goes on: New → "Partial", by hours so far or again as a share.
            3. At the end: New → "Final invoice". All earlier parts are listed with their tax and deducted.

            If you have already sent an ordinary invoice as a deposit, open it → "Count as deposit for" →
            {project}. It is then deducted, too."""),
            Customer("And if the deposit is not paid when I write the final invoice?"),
            Reply("""It is deducted all the same, as it has been billed; Taskmoor shows it as open and goes on
            reminding. Only if you cancel the deposit invoice is the whole sum on the final one."""),
        ),
    ),
    Dialogue(
        key="wrong-currency",
        topic="invoicing",
        subjects=("Invoice in the wrong currency", "Bill {client} in another currency"),
        tags=("invoicing", "currency"),
        brief=(
            "{client} pays in USD. Invoice shows EUR. How to change?",
            "Can one client have another currency?",
        ),
        friendly=(
            """Our first client overseas! {client} wants to pay in dollars, but my draft shows euros. Where is the
            currency hidden?""",
            """Can I keep our rates in euro and still bill {client} in their currency? And which exchange rate
            would be used?""",
        ),
        upset=(
            """Your software sent an invoice over {amount} in the wrong currency to our biggest client. How do I
            get out of this?""",
            """Changing the currency of the client has no effect on the draft. I have tried it {small} times.
            Please fix that.""",
        ),
        script=(
            Reply("""The currency belongs to the client: Clients → {client} → Billing → Currency. It counts for new
            documents; an existing draft keeps the old one, so delete the draft and make it again, the hours become
            free by that.

            Rates: keep them in euro and tick "Convert". Taskmoor takes the European Central Bank's rate of the
            invoice date and prints it on the invoice; or enter your agreed rate. Reports always show euro as
            well."""),
            Customer("The invoice was already sent. Do I cancel it?"),
            Reply("""Yes: open it → "Correct" → "Cancel and write again". The client gets one mail with the
            cancellation and the new invoice, with a sentence of yours in between. No reminder runs for the
            cancelled one."""),
        ),
    ),
    Dialogue(
        key="pdf-layout",
        topic="invoicing",
        subjects=("Invoice PDF cuts long descriptions", "Layout of our invoices broken since {version}"),
        tags=("invoicing", "layout"),
        kind="incident",
        brief=(
            "Long texts are cut off in the invoice PDF since {version}.",
            "PDF of {order}: last line missing, total on an empty page.",
        ),
        friendly=(
            """Since the last update our invoices with long descriptions lose half a sentence at the end of the
            page. We use our own layout. Could you have a look at {order}?""",
            """Our lovely letterhead now overlaps the address on the second page. Did something change with
            {version}? I am attaching an example.""",
        ),
        upset=(
            """We sent {small} invoices with cut-off text to clients before we noticed. Your update broke our
            layout without notice.""",
            """The PDF of our invoices is unusable since {version}. Invoices worth {amount} are waiting. Solve
            this at once.""",
        ),
        script=(
            Reply("""I can see it in {order}: the text of the second page runs below your letterhead. Until it is
            mended, Invoice → Layout → "Standard" prints everything properly, with your logo. Your own layout is
            looked at by our documents team; I have given them the example and your template."""),
            Escalate(
                2,
                reason="Own invoice layout cuts long descriptions at the page end since {version}.",
                tried="""Standard layout is fine. Own layout: bottom margin of 10 mm, letterhead of 38 mm on
                following pages.""",
                asked="Please adapt the customer's template to the new page engine.",
            ),
            Note("""New engine takes margins literally. Template adjusted: 42 mm on top of following pages, table
            rows may break."""),
            Reply("""Your layout is adapted and active again: the new PDF engine takes the margins literally, and
            yours were smaller than your letterhead. I printed {order} and two more with long texts, all complete.
            Invoices already sent can be made again with "New PDF", without changing number or date."""),
            Customer("Looks even better than before."),
        ),
    ),
    Dialogue(
        key="payment-reminders",
        topic="invoicing",
        subjects=("Reminders sent although the invoice is paid", "Set up payment reminders"),
        tags=("invoicing", "reminders"),
        brief=(
            "{client} got a reminder for a paid invoice. Why?",
            "How do I set reminders after 7 and 14 days?",
        ),
        friendly=(
            """{client} paid in time, and still got a friendly reminder from us. They took it with humour. How can
            I avoid that?""",
            """I would like to remind late payers after one and two weeks, in a polite tone. What do I set for
            that?""",
        ),
        upset=(
            """Our best client received a dunning letter for an invoice paid weeks ago. This is damaging our
            reputation. Turn it off!""",
            """Reminders go out at night, on Sundays and in the wrong language. That is not serious. How do we get
            control of it?""",
        ),
        script=(
            Reply("""A reminder goes out when no payment is recorded. Payments are recorded by your bank connection,
            and that has not been renewed since {date} (banks ask for it every 90 days): Settings → Invoicing → Bank →
            "Renew".

            Under Settings → Invoicing → Reminders you set days and texts for each level. I recommend two ticks
            there: "Only on working days at 9:00" and "Ask me before sending", which shows you a list each
            morning."""),
            Customer("Renewed, the payments are in. Can one client be left out altogether?"),
            Reply("""Yes: Clients → {client} → Billing → Reminders → "Never". You then see overdue invoices of
            that client only in your own list."""),
        ),
    ),
)
