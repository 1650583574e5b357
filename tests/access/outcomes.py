"""What somebody gets who asks for an address, in one word, and who gets what."""

from django.conf import settings
from django.http import HttpResponseBase
from django.shortcuts import resolve_url

from tests.access.world import CUSTOMERS, EVERYBODY, STAFF

YES = "yes"  # it is theirs to see or do; also when the form they sent was refused as incomplete
SIGN_IN = "sign in"
NO = "no"  # they see that it is there, and may not (403)
HIDDEN = "hidden"  # for them it does not exist (404)
ELSEWHERE = "elsewhere"  # a page that sends them to another one of theirs

UNDERSTOOD = (400, 406, 409, 412, 413, 415, 422, 428)


def outcome_of(response: HttpResponseBase, method: str) -> str:
    status = response.status_code
    if status == 401:
        return SIGN_IN
    if 300 <= status < 400:
        if response.headers["Location"].startswith(resolve_url(settings.LOGIN_URL)):
            return SIGN_IN
        return ELSEWHERE if method == "GET" else YES
    if 200 <= status < 300 or status in UNDERSTOOD:
        return YES
    return {403: NO, 404: HIDDEN}.get(status, f"status {status}")


def everybody(outcome: str = YES, **others: str) -> dict[str, str]:
    """The outcome for each of the cast; `customers`, `staff` or single names get another one."""
    groups = {"customers": CUSTOMERS, "staff": STAFF}
    may = dict.fromkeys(EVERYBODY, outcome)
    for name, other in others.items():
        for person in groups.get(name, (name,)):
            if name not in groups or may[person] == outcome:
                may[person] = other
    assert set(may) == set(EVERYBODY), f"Nobody is called so: {set(may) - set(EVERYBODY)}"
    return may


PUBLIC = everybody()
SIGNED_IN = everybody(anonymous=SIGN_IN)
STAFF_ONLY = everybody(anonymous=SIGN_IN, customers=NO)
ADMIN_ONLY = everybody(NO, anonymous=SIGN_IN, admin=YES)
# A ticket of Ann's with Carl in copy: for everybody who may see it at all.
WHO_SEES_THE_TICKET = everybody(anonymous=SIGN_IN, charlie=HIDDEN)
WHO_SEES_THE_PRIVATE_TICKET = everybody(HIDDEN, anonymous=SIGN_IN, ann=YES, insider=YES, admin=YES)
# On the desk, customers meet the door of the desk before any ticket.
STAFF_ON_THE_TICKET = STAFF_ONLY
STAFF_ON_THE_PRIVATE_TICKET = everybody(HIDDEN, anonymous=SIGN_IN, customers=NO, insider=YES, admin=YES)
