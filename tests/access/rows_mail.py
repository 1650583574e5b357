"""How mailboxes get and send mail: in the settings and by the API."""

from tests.access.outcomes import ADMINS_ONLY, ELSEWHERE, HIDDEN, NO, SIGN_IN, STAFF_ONLY, everybody
from tests.access.row import Row
from tests.access.rows_settings import by_api, page

BOX = "settings/mailboxes/<int:pk>/"
_FORM = {"sign_in": "google", "port": 993, "security": "tls", "user": "support@example.com", "client_id": "x",
         "folders": "INBOX", "begin": "new", "after": "seen"}  # fmt: skip
_RULE = {"name": "News", "does": "drop", "conditions": [{"header": "List-Id", "how": "is_there"}]}
_RULE_FORM = {"name": "News", "does": "drop", "c0-header": "List-Id", "c0-how": "is_there"}
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
    Row("settings/mail-rules/", ADMINS_ONLY),
    *page("mail-rules/new/", _RULE_FORM),
    *page("mail-rules/try/", {"number": "0"}),
    *page("mail-rules/<int:pk>/", _RULE_FORM, pk="mail_rule"),
    Row("settings/mail-rules/<int:pk>/change/", ADMINS_ONLY, "POST", {"to": "off"}, {"pk": "mail_rule"}),
    Row("settings/mail-rules/<int:pk>/archive/", ADMINS_ONLY, "POST", values={"pk": "mail_rule"}),
    by_api("mail-rules/", "GET"),
    by_api("mail-rules/", "POST", _RULE),
    by_api("mail-rules/try/", "POST", {"mail": "Subject: x"}),
    by_api("mail-rules/<int:pk>/", "GET", pk="mail_rule"),
    by_api("mail-rules/<int:pk>/", "PATCH", {"is_on": False}, pk="mail_rule"),
    by_api("mail-rules/<int:pk>/move/", "POST", {"to": "up"}, pk="mail_rule"),
    by_api("mail-rules/<int:pk>/archive/", "POST", pk="mail_rule"),
    by_api("mail-rules/<int:pk>/restore/", "POST", pk="mail_rule"),
    by_api("mailboxes/<int:pk>/imap/", "GET", pk="mailbox"),
    by_api("mailboxes/<int:pk>/imap/", "PATCH", {"after": "seen"}, pk="mailbox"),
    by_api("mailboxes/<int:pk>/imap/fetch/", "POST", pk="mailbox"),
    by_api("mailboxes/<int:pk>/check/", "GET", pk="mailbox"),
    by_api("mailboxes/<int:pk>/check/", "POST", pk="mailbox"),
    by_api("mailboxes/<int:pk>/imap/sign-in/", "POST", pk="mailbox"),
    by_api("mailboxes/<int:pk>/imap/sign-in/code/", "POST", pk="mailbox"),
    by_api("mailboxes/<int:pk>/imap/sign-in/code/done/", "POST", {"handle": "x"}, pk="mailbox"),
    Row("settings/undelivered/", ADMINS_ONLY),
    Row("settings/undelivered/resend/", ADMINS_ONLY, "POST"),
    Row("settings/undelivered/discard/", ADMINS_ONLY, "POST"),
    Row("settings/undelivered/write-again/", ADMINS_ONLY, "POST", {"address": "gone@example.net"}),
    by_api("suppressed-addresses/", "GET"),
    by_api("suppressed-addresses/write-again/", "POST", {"address": "gone@example.net"}, may=STAFF_ONLY),
    *page("mail-limits/", {"mails_a_minute": "5"}),
    Row(BOX + "signing/", ADMINS_ONLY, values={"pk": "mailbox"}),
    Row(BOX + "signing/change/", ADMINS_ONLY, "POST", {"to": "look"}, {"pk": "mailbox"}),
    by_api("undelivered-emails/", "GET"),
    *(by_api(f"undelivered-emails/{act}/", "POST", {"ids": []}) for act in ("resend", "discard", "bring-back")),
    by_api("mailboxes/<int:pk>/signing/", "POST", pk="mailbox"),
    by_api("mailboxes/<int:pk>/signing/", "GET", pk="mailbox"),
    by_api("mailboxes/<int:pk>/signing/", "PATCH", {"is_on": True}, pk="mailbox"),
    by_api("mailboxes/<int:pk>/signing/", "DELETE", pk="mailbox"),
]
