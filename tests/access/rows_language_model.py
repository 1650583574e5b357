"""The language model: admins set it, whoever answers a ticket may have it draft."""

from tests.access import rows_api, rows_desk
from tests.access.outcomes import (
    ADMINS_ONLY,
    HIDDEN,
    SIGN_IN,
    SIGNED_IN,
    STAFF_ON_THE_PRIVATE_TICKET,
    STAFF_ONLY,
    everybody,
)
from tests.access.row import Row
from tests.access.rows_api import V1

_FORM = {"address": "https://models.example.com/v1", "model": "small", "key": "", "seconds": "20"}
_BOTH = ((STAFF_ONLY, ""), (STAFF_ON_THE_PRIVATE_TICKET, "private_"))


def _on_draft(part: str, method: str) -> list[Row]:
    return [
        Row(
            rows_api.TICKET + f"answer-drafts/<int:pk>/{part}",
            may,
            method,
            values={"number": f"{prefix}ticket", "pk": f"{prefix}answer_draft"},
            json=method != "GET",
        )
        for may, prefix in _BOTH
    ]


LANGUAGE_MODEL = [
    Row("settings/language-model/", ADMINS_ONLY),
    Row("settings/language-model/", ADMINS_ONLY, "POST", _FORM),
    Row("settings/language-model/test/", ADMINS_ONLY),
    Row("settings/language-model/test/", ADMINS_ONLY, "POST"),
    Row(f"{V1}language-model/", ADMINS_ONLY),
    Row(f"{V1}language-model/", ADMINS_ONLY, "PATCH", {"seconds": 30}, json=True),
    Row(f"{V1}language-model/test/", ADMINS_ONLY, "POST", json=True),
    Row(f"{V1}language-model/counts/", ADMINS_ONLY),
    Row(f"{V1}help-answers/", SIGNED_IN, "POST", {"question": "how do I pay"}, json=True),
    Row(f"{V1}help-answers/<uuid:key>/", everybody(HIDDEN, anonymous=SIGN_IN)),
    *rows_desk.on_ticket("answer-draft/", "GET"),
    *rows_desk.on_ticket("answer-draft/"),
    *rows_desk.on_ticket("answer-draft/insert/"),
    *rows_api.on_ticket("answer-drafts/", "POST"),
    *_on_draft("", "GET"),
    *_on_draft("insert/", "POST"),
]
