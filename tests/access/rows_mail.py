"""How mailboxes get and send mail: in the settings and by the API."""

from tests.access.outcomes import ADMINS_ONLY, ELSEWHERE, HIDDEN, NO, SIGN_IN, everybody
from tests.access.row import Row
from tests.access.rows_settings import by_api, page

BOX = "settings/mailboxes/<int:pk>/"
_FORM = {"sign_in": "google", "port": 993, "security": "tls", "user": "support@example.com", "client_id": "x",
         "folders": "INBOX", "begin": "new", "after": "seen"}  # fmt: skip
_AWAY = everybody(NO, anonymous=SIGN_IN, admin=ELSEWHERE)
_NOBODY = everybody(NO, anonymous=SIGN_IN)  # no sign-in was begun, or the provider has no such way
_NOT_BEGUN = everybody(NO, anonymous=SIGN_IN, admin=HIDDEN)

MAIL = [
    *page("mailboxes/<int:pk>/fetching/", _FORM, pk="mailbox"),
    Row(BOX + "fetching/now/", ADMINS_ONLY, "POST", values={"pk": "mailbox"}),
    Row(BOX + "check/", ADMINS_ONLY, values={"pk": "mailbox"}),
    Row(BOX + "check/", ADMINS_ONLY, "POST", values={"pk": "mailbox"}),
    Row(BOX + "sign-in/", _AWAY, values={"pk": "mailbox"}),
    Row(BOX + "sign-in/code/", _NOBODY, "POST", values={"pk": "mailbox"}),
    Row(BOX + "sign-in/code/waiting/", _NOT_BEGUN, values={"pk": "mailbox"}),
    Row(BOX + "sign-in/code/done/", _NOT_BEGUN, "POST", values={"pk": "mailbox"}),
    Row("settings/mail-sign-in/", _NOBODY),
    by_api("mailboxes/<int:pk>/imap/", "GET", pk="mailbox"),
    by_api("mailboxes/<int:pk>/imap/", "PATCH", {"after": "seen"}, pk="mailbox"),
    by_api("mailboxes/<int:pk>/imap/fetch/", "POST", pk="mailbox"),
    by_api("mailboxes/<int:pk>/check/", "GET", pk="mailbox"),
    by_api("mailboxes/<int:pk>/check/", "POST", pk="mailbox"),
]
