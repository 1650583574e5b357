"""Messages to customers that the demo's manager has written: a draft, and one that follows what was solved, not started yet."""

from accounts.models import User
from mail.models import Mailbox
from mail.proactive.actions import write_proactive
from mail.proactive.models import When

_MESSAGES = (
    {
        "subject": "The export is quicker from Monday on",
        "html": "<p>Hello {{ requester.first_name | default: 'there' }},</p><p>from Monday on, exports of time sheets take "
        "seconds instead of minutes. You need to do nothing. Just answer this mail if something looks odd.</p>",
        "segment": {"tiers": ["premium", "enterprise"]},
    },
    {
        "subject": "Does it still work?",
        "html": "<p>Hello {{ requester.first_name | default: 'there' }},</p><p>last week we solved a request of yours. Does it "
        "still work as it should? Just answer this mail: somebody reads it.</p>",
        "when": When.SOLVED,
        "days": 7,
        "per_hour": 100,
    },
)


def write_to_customers() -> None:
    manager = User.objects.get(email="manager@example.com")
    mailbox = Mailbox.objects.order_by("-is_default", "pk").first()
    if mailbox is None:
        return
    for words in _MESSAGES:
        write_proactive(actor=manager, mailbox=mailbox, **words)
