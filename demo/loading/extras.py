"""Short texts around the dialogues: talks written down, waiting for others, the bot, spam."""

TALKS = {
    "en": {
        "phone": "{name} called.\n\nAsked: {said}\n\nExplained on the phone:\n\n{answer}",
        "in_person": "Talked to {name} at the customer day.\n\nAsked: {said}\n\nWhat I answered:\n\n{answer}",
    },
    "de": {
        "phone": "{name} hat angerufen.\n\nAnliegen: {said}\n\nAm Telefon erklärt:\n\n{answer}",
        "in_person": "Gespräch mit {name} beim Kundentag.\n\nAnliegen: {said}\n\nGeantwortet:\n\n{answer}",
    },
}

# Why we wrote first, by dialogue.
PROACTIVE = {
    "add-seats": "All seats of your workspace are in use, and an invitation is waiting, so here is how to add some.",
    "card-declined": "The payment of {invoice} did not go through this morning. We write before anybody else notices.",
    "outage-report": "On {date} at {time} Taskmoor could not be reached for a while. You deserve to know why.",
}

# What the customer is told, and the note that says whom we wait for.
WAITING_FOR_OTHERS = {
    "en": (
        (
            """Thank you for the details. Your bank connection is run by a partner of ours, and the error comes from
            there. I have opened a case with them (their answer usually takes two working days) and will write to you as
            soon as I know more. You need not do anything until then.""",
            "Waiting for the banking partner, their case BP-20871.",
        ),
        (
            """I could reproduce what you describe. It is a known fault that is corrected in the next release, planned for
            next week; I will tell you when it is out. Until then the way round is to use the browser instead of the
            app for this one step.""",
            "Waiting for the release, change is merged.",
        ),
        (
            """I have asked our colleagues in the data centre for the log of that night, because ours does not reach far
            enough back. I come back to you when I have it, by the end of the week at the latest.""",
            "Waiting for the log from the data centre.",
        ),
    ),
    "de": (
        (
            """danke für die Angaben. Die Bankverbindung betreibt ein Partner von uns, der Fehler kommt von dort. Ich habe
            den Fall gemeldet und schreibe Ihnen, sobald ich die Antwort habe; meist dauert das zwei Werktage. Bis dahin
            müssen Sie nichts tun.""",
            "Warte auf den Bankpartner, Fall BP-20871.",
        ),
        (
            """ich konnte es nachstellen: ein bekannter Fehler, der mit der nächsten Version behoben ist, geplant für die
            kommende Woche. Ich melde mich, sobald sie da ist. Bis dahin nehmen Sie für diesen Schritt bitte den Browser
            statt der App.""",
            "Warte auf die nächste Version, Änderung ist fertig.",
        ),
    ),
}

BOT_LEAD = {
    "en": "I am the Taskmoor assistant. This is what our help pages say about it:\n\n{answer}\n\nDid that help? "
    "You can mark your question as solved, or ask for a person at any time.",
    "de": "ich bin die Assistenz von Taskmoor. Unsere Hilfeseiten sagen dazu:\n\n{answer}\n\nHat das geholfen? Sie können "
    "Ihre Frage als gelöst markieren oder jederzeit einen Menschen verlangen.",
}
BOT_HANDOVER = {
    "en": ("The customer asked for a person.", "Showed the help page on this question.", "Please answer personally."),
    "de": ("Der Kunde möchte einen Menschen.", "Hilfeseite zur Frage gezeigt.", "Bitte persönlich antworten."),
}
ASK_FOR_PERSON = {
    "en": "That is not quite my case. I would like to talk to a person, please.",
    "de": "Das trifft es nicht ganz. Ich möchte bitte mit einem Menschen sprechen.",
}

SPAM = (
    (
        "Rank first on every search engine",
        "Dear webmaster, we checked your site and found it invisible. For a small fee…",
    ),
    ("Your parcel could not be delivered", "Please confirm the customs fee within 24 hours by opening the form below."),
    ("Business proposal", "I represent an investor with considerable funds and would like to speak to your director."),
    ("Cheap office chairs, today only", "Ergonomic chairs at half the price, delivered to your door this week."),
    ("Re: Re: our call", "As discussed I send you our brochure again. When can we talk about leads for your company?"),
)
SPAM_SENDERS = (("growth@rankrocket.example", "Rank Rocket"), ("info@parcelzone.example", "Parcel Zone"))
