"""What the company's people can do, what customers call its teams, and what belongs to which level."""

from accounts.abilities import add_skill, set_abilities
from accounts.models import Team, User
from demo.company import BILLING, ENGINEERING, SPECIALISTS
from tickets.actions.escalation_reasons import set_level_guide
from tickets.actions.style_guides import add_style_guide
from tickets.models import Level

# Which tags ask for them.
_SKILLS = {
    "Invoices and refunds": ("billing", "invoicing", "invoice", "refund", "payment", "vat"),
    "Import and export": ("import", "export", "csv"),
    "Sign-in": ("login", "two-factor", "password", "sso"),
    "API": ("api", "integrations", "webhooks"),
    "Mobile app": ("mobile",),
}
# Skills with how well, languages, and the most at once by channel.
_PEOPLE: dict[str, tuple[dict[str, int], list[str], dict[str, int]]] = {
    "agent@example.com": ({"Sign-in": 2}, ["en"], {"email": 12, "chat": 3}),
    "agent2@example.com": ({"Invoices and refunds": 2, "Import and export": 3}, ["en"], {"email": 8}),
    "agent3@example.com": ({"API": 3, "Sign-in": 3}, ["en"], {"email": 5}),
    "rosa@example.com": ({"Invoices and refunds": 3}, ["en"], {"email": 8}),
    "karl@example.com": ({"Import and export": 2, "Mobile app": 3}, ["de", "en"], {"email": 8}),
    "julia@example.com": ({"Invoices and refunds": 1}, ["de", "en"], {"email": 12}),
    "timo@example.com": ({"Sign-in": 2}, ["de", "en"], {"email": 12, "chat": 3}),
    "yuki@example.com": ({"API": 2, "Mobile app": 2}, ["en"], {"email": 5}),
}
_PUBLIC_NAMES = {
    BILLING: ("Our billing team", "Unsere Abrechnung"),
    SPECIALISTS: ("Our product specialists", "Unsere Fachleute für das Produkt"),
    ENGINEERING: ("Our engineers", "Unsere Entwicklung"),
}
_GUIDES = {
    Level.FIRST_LINE: (
        "Everything that has an article or a macro, and whatever is answered within **15 minutes**.",
        "1. Look for the customer's earlier requests.\n2. Answer with a macro where one fits, and make it personal.\n"
        "3. Not solved after **two answers**: escalate, and say what you tried.",
    ),
    Level.SPECIALIST: (
        "- Refunds and invoices that are wrong\n- Imports that fail for one company only\n"
        "- Questions that nothing in the help center answers\n\nNot here: lost passwords, and what an article answers.",
        "1. Accept within the hour, or decline and say why.\n2. Reproduce it before you answer.\n"
        "3. Hand it back with an answer that the first line can send.",
    ),
    Level.EXPERT: (
        "Faults that you can reproduce, data that has to be repaired, and outages. Add steps, time and account.",
        "Write down the cause in the answer: the next one like it should be solved a level below.",
    ),
}
# Of one topic only, so that it can be seen without asking about every answer.
_REFUNDS = {
    "tone": "Say **first** what the customer gets and when, then why. No excuses.",
    "greetings": ["Hello", "Hi", "Dear", "Guten Tag", "Hallo"],
    "avoid": ["unfortunately", "as per our terms"],
    "most_words": 150,
    "good_example": "Hello Ann, we have sent back 40 €. It is on your account within three days.",
    "bad_example": "Unfortunately, as per our terms, refunds can take some time.",
}


def teach_people() -> None:
    """After people and teams are there."""
    admin = User.objects.get(email="admin@example.com")
    skills = {name: add_skill(actor=admin, name=name, tags=tags) for name, tags in _SKILLS.items()}
    for email, (known, languages, capacity) in _PEOPLE.items():
        set_abilities(
            User.objects.get(email=email),
            actor=admin,
            skills={skills[name]: how for name, how in known.items()},
            languages=languages,
            capacity=capacity,
        )
    for name, (public_name, in_german) in _PUBLIC_NAMES.items():
        Team.objects.filter(name=name).update(public_name=public_name, public_names={"de": in_german})
    for level, (criteria, procedure) in _GUIDES.items():
        set_level_guide(level, actor=admin, criteria=criteria, procedure=procedure)
    add_style_guide(actor=admin, name="Refunds", tag="refund", **_REFUNDS)
