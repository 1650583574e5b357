"""All cases by name."""

from tests.mail.corpus.answers import ANSWERS
from tests.mail.corpus.archives import ARCHIVES
from tests.mail.corpus.bounces import BOUNCES
from tests.mail.corpus.case import Case
from tests.mail.corpus.charsets import CHARSETS
from tests.mail.corpus.clients import CLIENTS
from tests.mail.corpus.dialects import DIALECTS
from tests.mail.corpus.headers import HEADERS
from tests.mail.corpus.languages import LANGUAGES
from tests.mail.corpus.lists import LISTS
from tests.mail.corpus.machines import MACHINES
from tests.mail.corpus.programs import PROGRAMS
from tests.mail.corpus.spam import SPAM
from tests.mail.corpus.structures import STRUCTURES
from tests.mail.corpus.wrapped import WRAPPED

FAMILIES = {
    "clients": CLIENTS, "languages": LANGUAGES, "lists": LISTS, "bounces": BOUNCES, "machines": MACHINES, "charsets": CHARSETS,
    "headers": HEADERS, "structures": STRUCTURES, "wrapped": WRAPPED, "spam": SPAM,
    "dialects": DIALECTS, "programs": PROGRAMS, "answers": ANSWERS, "archives": ARCHIVES,
}  # fmt: skip
CASES: dict[str, Case] = {f"{family}: {name}": one for family, cases in FAMILIES.items() for name, one in cases.items()}
