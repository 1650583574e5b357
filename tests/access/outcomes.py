"""What somebody gets who asks for an address, in one word, and who gets what."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.messages import ERROR, get_messages
from django.http import HttpResponseBase
from django.shortcuts import resolve_url

from tests.access.world import CUSTOMERS, EVERYBODY, STAFF

YES = "yes"  # it is theirs to see or do; also when the form they sent was refused as incomplete
SIGN_IN = "sign in"
NO = "no"  # they may know that it is there, and are refused
HIDDEN = "hidden"  # for them it does not exist
ELSEWHERE = "elsewhere"  # they are sent to another page of theirs

UNDERSTOOD = (400, 409, 412, 413, 415, 422, 428)


def outcome_of(response: HttpResponseBase, method: str) -> str:
    status = response.status_code
    if status == 401:
        return SIGN_IN
    target = response.headers.get("Location") or response.headers.get("HX-Redirect") or ""
    if target:
        path = urlsplit(target).path
        if path == resolve_url(settings.LOGIN_URL):
            return SIGN_IN
        if path == settings.STAFF_HOME_URL:
            return ELSEWHERE
        if was_refused(response):
            return NO
        return ELSEWHERE if method == "GET" else YES
    if 200 <= status < 300 or status in UNDERSTOOD:
        return YES
    return {403: NO, 404: HIDDEN}.get(status, f"status {status}")


def was_refused(response: HttpResponseBase) -> bool:
    """Whether the page that they are sent to will begin with a refusal."""
    return any(message.level == ERROR for message in get_messages(response.wsgi_request))  # type: ignore[attr-defined]


def everybody(outcome: str = YES, **others: str) -> dict[str, str]:
    """The outcome for each of the cast; `customers`, `staff` and single names get another one, names after groups."""
    groups = {"customers": CUSTOMERS, "staff": STAFF}
    may = dict.fromkeys(EVERYBODY, outcome)
    for name, other in sorted(others.items(), key=lambda item: item[0] not in groups):
        may |= dict.fromkeys(groups.get(name, (name,)), other)
    assert set(may) == set(EVERYBODY), f"nobody is called so: {set(may) - set(EVERYBODY)}"
    return may


PUBLIC = everybody()
SIGNED_IN = everybody(anonymous=SIGN_IN)
STAFF_ONLY = everybody(anonymous=SIGN_IN, customers=NO)
LEADS_ONLY = everybody(NO, anonymous=SIGN_IN, lead=YES, manager=YES, admin=YES)
OMAR_ONLY = everybody(HIDDEN, anonymous=SIGN_IN, customers=NO, omar=YES)
ADMINS_ONLY = everybody(NO, anonymous=SIGN_IN, admin=YES)
# What an admin announced to the insider's team.
INSIDERS = everybody(HIDDEN, anonymous=SIGN_IN, customers=NO, insider=YES, admin=YES)
INSIDERS_AUTHOR = everybody(HIDDEN, anonymous=SIGN_IN, customers=NO, insider=NO, admin=YES)
# What Bea asked for.
BEA_ONLY = everybody(NO, anonymous=SIGN_IN, bea=YES)
# What Omar made and shares, and where Bea was named.
OMAR_AND_LEADS = everybody(NO, anonymous=SIGN_IN, omar=YES, lead=YES, manager=YES, admin=YES)
BEAS = everybody(HIDDEN, anonymous=SIGN_IN, customers=NO, bea=YES)
NOWHERE = everybody(HIDDEN)

# A ticket of Ann's with Carl in copy, and one of hers in a private team, for everybody who may see them at all.
WHO_SEES_THE_TICKET = everybody(anonymous=SIGN_IN, charlie=HIDDEN)
WHO_SEES_THE_PRIVATE_TICKET = everybody(HIDDEN, anonymous=SIGN_IN, ann=YES, insider=YES, admin=YES)
# On the desk, customers are refused before any ticket is looked for.
STAFF_ON_THE_PRIVATE_TICKET = everybody(HIDDEN, anonymous=SIGN_IN, customers=NO, insider=YES, admin=YES)
LEADS_ON_THE_PRIVATE_TICKET = everybody(HIDDEN, anonymous=SIGN_IN, customers=NO, insider=NO, admin=YES)
# In the portal, our own people are sent to the desk.
CUSTOMERS_ON_THE_TICKET = everybody(anonymous=SIGN_IN, charlie=HIDDEN, staff=ELSEWHERE)
CUSTOMERS_ON_THE_PRIVATE_TICKET = everybody(anonymous=SIGN_IN, carl=HIDDEN, charlie=HIDDEN, staff=ELSEWHERE)
# What they sent there by mistake is refused, so that they notice.
CUSTOMERS_CHANGE_THE_TICKET = {**CUSTOMERS_ON_THE_TICKET, **dict.fromkeys(STAFF, NO)}
CUSTOMERS_CHANGE_THE_PRIVATE_TICKET = {**CUSTOMERS_ON_THE_PRIVATE_TICKET, **dict.fromkeys(STAFF, NO)}
REQUESTER_CHANGES_THE_TICKET = {**CUSTOMERS_CHANGE_THE_TICKET, "carl": NO}
