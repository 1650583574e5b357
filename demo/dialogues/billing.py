"""What Taskmoor charges its customers: cards, VAT, refunds, addresses on invoices."""

from demo.dialogues.model import Customer, Dialogue, Escalate, HandBack, Note, Reply

DIALOGUES = (
    Dialogue(
        key="card-declined",
        topic="billing",
        subjects=("Card declined for our {month} payment", "Payment for invoice {invoice} failed"),
        tags=("billing", "payment"),
        channels=("email", "portal", "phone", "proactive"),
        brief=(
            "Our card ending {card} was declined for {invoice}. It works everywhere else. What now?",
            'Got a "payment failed" mail for {invoice}. The card is fine. Please advise.',
        ),
        friendly=(
            """I just got your mail that the {month} payment did not go through. The card ending {card} is valid
            and I used it this morning, so I am a bit puzzled. Could you tell me what I need to do so that nobody
            here gets locked out?""",
            """Hope you are well! Invoice {invoice} over {amount} seems to have bounced. Our bank says nothing was
            declined on their side. Is there a way to just try again?""",
        ),
        upset=(
            """I have now received three mails threatening to suspend our workspace because of {invoice}. There is
            nothing wrong with our card. We have {seats} people working in Taskmoor today and I will not have them
            locked out over this.""",
            """Our payment of {amount} was rejected without any explanation, and your banner shows it to every one
            of our employees. That is embarrassing. Kindly fix it today and tell me what happened.""",
        ),
        script=(
            Reply("""Your bank asked for a confirmation (3-D Secure) that an automatic charge cannot give, so it
            declined {invoice}. The card itself is fine. To pay it now:

            1. Open Settings → Billing → Invoices and choose "Pay now" beside {invoice}.
            2. Confirm the payment in your banking app when it asks.
            3. Tick "Use for future payments", which stores the confirmation, so that next month goes through by
               itself.

            Nobody loses access in the meantime: a workspace is only paused 21 days after the due date, and I have
            moved yours back by another week to be safe."""),
            Customer('I confirmed it in the app, but the page still says "open". Did it work?'),
            Reply("""It did: {amount} arrived a few minutes ago, and {invoice} now shows as paid. The page is
            updated when the bank's message reaches us, which can take up to ten minutes. The banner is gone for
            everybody as well."""),
        ),
    ),
    Dialogue(
        key="invoice-address",
        topic="billing",
        subjects=("Wrong company address on {invoice}", "Please correct the address on our invoice"),
        tags=("billing", "invoice"),
        brief=(
            "We moved to {city}. Please change the address on {invoice} and future invoices.",
            "{invoice} has our old address. Accounting needs a corrected one.",
        ),
        friendly=(
            """We moved to our new office in {city} in {month} (lots of boxes, better coffee). Could you reissue
            {invoice} with the new address? And where do I change it for the next ones?""",
            """Small thing: our accountant noticed that {invoice} still carries the old address. Would it be
            possible to get a corrected copy? Thank you so much in advance.""",
        ),
        upset=(
            """Our auditors rejected {invoice} because the address is wrong. I reported the move on {date}. Please
            send a corrected invoice; we cannot book it otherwise.""",
            """For the second time your invoice carries an address that we left months ago. This costs us time
            with every closing. I expect a corrected document for {invoice} today.""",
        ),
        script=(
            Reply("""You can do both yourself, it takes a minute:

            1. Settings → Billing → Company details: enter the new address and save. All future invoices use it.
            2. Settings → Billing → Invoices → {invoice} → "Reissue with current details".

            The reissued invoice keeps its number and gets the suffix "-K1"; the old one is marked as replaced,
            which is what auditors want to see. Invoices of the last 12 months can be reissued that way."""),
            Customer("That worked. Can the reissued PDF also go to our accountant {colleague_mail} automatically?"),
            Reply("""Yes: under Settings → Billing → Recipients add {colleague_mail} as "Invoices only". They get
            each PDF as it is issued and need no login. I have sent them {invoice}-K1 just now, so that it is on
            their desk."""),
        ),
    ),
    Dialogue(
        key="charged-twice",
        topic="billing",
        subjects=("Charged twice in {month}", "Double charge of {amount}"),
        tags=("billing", "refund"),
        kind="incident",
        priority="high",
        channels=("email", "portal", "phone"),
        brief=(
            "{amount} was taken twice from our card on {date}. Please refund one.",
            "Two identical charges for {invoice}. One must go back.",
        ),
        friendly=(
            """Going through our statement for {month} I found your charge of {amount} two times, both on {date}.
            I am sure it is a simple mix-up. Could you have a look and send one of them back?""",
            """I think {invoice} was paid twice: once by card and once more an hour later. We love Taskmoor, but
            one payment a month is plenty! Would you check?""",
        ),
        upset=(
            """You have taken {amount} from our account TWICE. This is not acceptable for a company that sells
            invoicing software. I want the money back today, and a written explanation.""",
            """Our finance department has found an unauthorised second debit of {amount} dated {date}. Unless it
            is returned within five working days we shall have the bank reverse it.""",
        ),
        script=(
            Reply("""I am sorry about that. I can see two payments of {amount} on {date}, and only one invoice
            ({invoice}) that they belong to. Refunds are made by our billing team, so I am handing this to them
            with everything you wrote; you need not repeat anything, and you will hear from them today."""),
            Escalate(
                2,
                reason="Double payment, refund needed: {amount} charged twice on {date} for {invoice}.",
                tried="""Compared payments and invoices: two captures one hour apart, one invoice. No second
                order, no open invoice.""",
                asked="""Please refund the second capture and tell the customer the date on which it will be on
                their card.""",
            ),
            Note("""The second capture came from the manual "Pay now" while the automatic retry was running.
            Refund is under the limit of my role, no approval needed."""),
            Reply("""I have returned the second payment of {amount} to your card ending {card}. Banks take two to five
            working days to show it; the reference on your statement will be "TM-REFUND {invoice}".

            What happened: "Pay now" was pressed while our automatic retry for the same invoice was already
            running. We have reported that to our developers, so that the button is blocked while a retry runs. I
            apologise for the trouble."""),
        ),
    ),
    Dialogue(
        key="vat-number-missing",
        topic="billing",
        subjects=("VAT charged although we have a VAT ID", "Reverse charge not applied on {invoice}"),
        tags=("billing", "vat"),
        brief=(
            "You charged VAT on {invoice}. We have a valid EU VAT ID. Please correct.",
            "Reverse charge should apply to us. {invoice} includes VAT.",
        ),
        friendly=(
            """Our bookkeeper noticed that {invoice} includes VAT although we are a business in another EU
            country. We do have a VAT ID. Where should I enter it, and can the last invoice still be corrected?""",
            """Quick VAT question: I think reverse charge should apply to us, but {invoice} shows {amount} with
            tax. Did I miss a setting when I signed up?""",
        ),
        upset=(
            """We have been charged VAT wrongly on {invoice}. Any supplier in the EU should know the rules. Please
            correct this and refund the difference.""",
            """Your system refuses our VAT ID and then charges us tax. Our accountant cannot book {invoice} in
            this form. Please resolve this without further delay.""",
        ),
        script=(
            Reply("""Reverse charge is used as soon as a valid VAT ID is stored, and none is stored for your workspace
            yet:

            1. Settings → Billing → Company details → VAT ID: enter it with the country prefix and without spaces.
            2. Taskmoor asks the EU register (VIES). A green tick means it was confirmed.
            3. Open {invoice} → "Reissue with current details". The VAT is taken off, and the difference is credited to
               your next invoice, or paid back if you tick that.

            If the tick stays grey, the register of your country is not answering; try again an hour later."""),
            Customer('The tick stays red: "name does not match". But the number is right!'),
            Reply("""Red with that message means the number exists but is registered under another company name.
            In the register it belongs to your holding. Please write the company's name exactly as it stands in
            your VAT certificate, then save again; the tick turns green at once. I tested it with the spelling
            from the register and it is accepted."""),
        ),
    ),
    Dialogue(
        key="cancel-subscription",
        topic="billing",
        subjects=("How do we cancel our subscription?", "Cancellation of our {plan} plan"),
        tags=("billing", "cancellation"),
        brief=(
            "Please cancel our {plan} plan at the end of {month}.",
            "How do I cancel? I cannot find the button.",
        ),
        friendly=(
            """We are closing our small studio at the end of {month} and will not need Taskmoor any longer. It
            served us well! How do I cancel, and what happens to our data afterwards?""",
            """Our project with {client} is over, so we would like to end the {plan} plan for now. Could you tell
            me the steps, and whether we can come back later with the same projects?""",
        ),
        upset=(
            """I have been looking for the cancel button for half an hour. Hiding it is a cheap trick. Cancel our
            subscription and confirm it in writing.""",
            """We hereby terminate our contract for the {plan} plan at the earliest possible date. Please confirm
            the end date in writing.""",
        ),
        script=(
            Reply("""Cancelling needs the Owner role, that is why the button is not shown to everybody. As an owner:

            1. Settings → Billing → Plan → "End subscription".
            2. Choose the date (end of the paid period or a later one) and confirm. You get the confirmation by mail at
               once.

            Your data stays readable for 90 days after the end; export it under Settings → Export. Within those 90
            days you can come back with everything as it was. After that it is deleted for good."""),
            Customer("Our owner left the company. Nobody else has that role."),
            Reply(
                """Then we can hand the Owner role to you once we know that you may have it. Please send a short
            note on company paper, signed by a managing director, with your name and e-mail address, simply as an
            answer to this message. We change it the same working day, and you can set the end date yourself.""",
                status="pending",
            ),
            Customer("The letter is attached, signed by our managing director."),
            Reply("""Thank you, that is all we need. You are Owner as of now (sign out and in again to see it),
            and the former owner's access has been ended. Settings → Billing → Plan now shows "End subscription"."""),
        ),
    ),
    Dialogue(
        key="nonprofit-discount",
        topic="billing",
        subjects=("Discount for non-profit organisations?", "Do you offer charity pricing?"),
        tags=("billing", "pricing"),
        channels=("email", "portal", "social"),
        priority="low",
        brief=(
            "We are a registered charity. Is there a discount on {plan}?",
            "Non-profit pricing for {seats} people: possible?",
        ),
        friendly=(
            """We are a small charity in {city} and plan our volunteers' work with Taskmoor, which everybody
            likes. Do you have a price for non-profits? We would be {seats} people on the {plan} plan.""",
            """I heard from a friend that you support non-profit organisations. We would love to move from the
            free plan to {plan}. What would it cost us, and what do you need from us?""",
        ),
        upset=(
            """We asked for charity pricing in {month} and never received an answer, while {amount} was charged as
            usual. Every euro is missing in our projects. Please let me know where this stands.""",
            """Your website promises a discount for non-profits but the checkout offers none. We consider that
            misleading and ask for clarification.""",
        ),
        script=(
            Reply("""Registered non-profits get 40 % off every plan, for as long as they stay registered. It takes two
            steps:

            1. Settings → Billing → Plan → "Non-profit": upload your certificate of registration (PDF or a photo).
            2. We check it within two working days; the discount counts from the day you uploaded it.

            The discount also holds for seats that you add later. Schools and universities get the same."""),
            Customer("Uploaded. Does it also count for the invoice of {month} that we already paid?"),
            Reply("""Your certificate is approved, and the discount is active. As you had asked before that
            invoice was issued, I have credited 40 % of it as well: your next invoice is lower by that amount."""),
        ),
    ),
    Dialogue(
        key="refund-unused-seats",
        topic="billing",
        subjects=("Refund for seats we never used", "{seats} unused seats on our yearly plan"),
        tags=("billing", "refund", "seats"),
        brief=(
            "We pay for {seats} seats and use {small}. Refund the rest please.",
            "{seats} seats bought by mistake on {date}. Please undo.",
        ),
        friendly=(
            """When we switched to yearly billing, I typed {seats} seats instead of {small}. My mistake entirely!
            Is there any chance to get that corrected? We have not invited anybody to the extra ones.""",
            """We planned to grow faster than we did, so most of our {seats} seats stand empty. Could we give some
            back and get a credit for them?""",
        ),
        upset=(
            """We have paid {amount} for seats that nobody has ever used. Your checkout added them on its own. I
            expect a refund for the unused ones.""",
            """At no point were we told that seats of a yearly plan cannot be returned. We dispute this part of
            {invoice} and ask for a correction.""",
        ),
        script=(
            Reply("""Thank you for explaining. Seats of a yearly plan can normally be reduced at renewal only; an
            exception within the year is decided by our billing team. I have checked that the extra seats were
            never given to anybody and pass it on to them with my recommendation."""),
            Escalate(
                2,
                reason="Concession wanted: refund for never used seats of a yearly plan ({amount}).",
                tried="""Checked seat history: bought on {date}, never assigned. Standard answer (reduce at
                renewal) does not fit.""",
                asked="Please decide on a pro-rata refund or a credit, and adjust the seat number.",
            ),
            HandBack("""Approved as a credit: seats reduced to {small} from today, unused months credited to the
            account. Please tell the customer; the credit note is in their billing page."""),
            Reply("""Good news from our billing team: your plan now has {small} seats, and the unused months of
            the others are on your account as a credit, which your next invoices use up first. You find the credit
            note under Settings → Billing → Invoices. When you need a seat again, just add it; you pay from that
            day on."""),
        ),
    ),
    Dialogue(
        key="purchase-order",
        topic="billing",
        subjects=("Purchase order number on invoices", "PO {order} must appear on {invoice}"),
        tags=("billing", "invoice"),
        brief=(
            "Please put PO {order} on {invoice}.",
            "Our purchasing needs the PO number {order} on every invoice. How?",
        ),
        friendly=(
            """Our purchasing department has become stricter: from {month} on each invoice needs our order number,
            {order}. Is there a field for that?""",
            """Could you help me get our purchase order number on the invoices? It is {order}, and they will not
            pay {invoice} without it. Bureaucracy, I know!""",
        ),
        upset=(
            """{invoice} has been rejected by our purchasing because the order number is missing. I supplied it
            when we signed. Please reissue it with {order} at once.""",
            """We informed you that invoices without an order number will not be paid. Yet {invoice} again shows
            none. Please correct it before you send another reminder.""",
        ),
        script=(
            Reply("""The field is called "Your reference": Settings → Billing → Company details → Your reference. Enter
            {order} there and save; it is printed at the top of every invoice from now on and is also part of the
            e-invoice (BT-13).

            For {invoice} choose "Reissue with current details" in the list of invoices. The due date starts again
            with the new document, so no reminder will be sent."""),
            Customer("We have a different PO for each quarter. Can I enter several?"),
            Reply("""Yes, with dates: beside "Your reference" choose "Add a period", then enter each order number
            with its first and last day. Each invoice takes the one that is valid on its date. A week before the
            last one ends, the owner gets a reminder to enter the next."""),
        ),
    ),
)
