"""The API, asked with the session of a browser; tokens and their scopes have tests of their own."""

from collections.abc import Mapping

from tests.access.outcomes import (
    ADMINS_ONLY,
    BEA_ONLY,
    BEAS,
    HIDDEN,
    INSIDERS,
    LEADS_ON_THE_PRIVATE_TICKET,
    LEADS_ONLY,
    NO,
    NOWHERE,
    OMAR_AND_LEADS,
    OMAR_ONLY,
    PUBLIC,
    SIGN_IN,
    SIGNED_IN,
    STAFF_ON_THE_PRIVATE_TICKET,
    STAFF_ONLY,
    WHO_SEES_THE_PRIVATE_TICKET,
    WHO_SEES_THE_TICKET,
    YES,
    everybody,
)
from tests.access.row import Row
from tests.access.world import STAFF

V1 = "api/v1/"
TICKET = V1 + "tickets/<int:number>/"
PERSON = V1 + "people/<int:pk>/"
REQUESTER_OR_STAFF = {**WHO_SEES_THE_TICKET, "carl": NO}


def on_ticket(
    part: str,
    method: str = "GET",
    data: Mapping[str, object] | None = None,
    may: Mapping[str, str] = STAFF_ONLY,
    may_on_private: Mapping[str, str] = STAFF_ON_THE_PRIVATE_TICKET,
    **values: str,
) -> list[Row]:
    """Two rows: on an ordinary ticket, and on one of a private team."""
    return [
        Row(TICKET + part, who, method, data or {}, {"number": which, **values}, json=method != "GET")
        for who, which in ((may, "ticket"), (may_on_private, "private_ticket"))
    ]


PEOPLE = [
    Row(V1 + "me/", SIGNED_IN),
    Row(V1 + "me/", SIGNED_IN, "PATCH", {"name": "Somebody"}, json=True),
    Row(V1 + "me/tokens/", SIGNED_IN),
    Row(V1 + "me/tokens/", SIGNED_IN, "POST", {"name": "Export", "scopes": ["read"]}, json=True),
    Row(
        V1 + "me/tokens/<int:pk>/",
        everybody(HIDDEN, anonymous=SIGN_IN, omar=YES),
        "DELETE",
        {},
        {"pk": "omars_token"},
        json=True,
    ),
    Row(V1 + "people/", STAFF_ONLY),
    Row(V1 + "people/", STAFF_ONLY, "POST", {"email": "new@example.net"}, json=True),
    Row(V1 + "people/<int:pk>/", STAFF_ONLY, values={"pk": "person"}),
    Row(V1 + "people/<int:pk>/", STAFF_ONLY, "PATCH", {"name": "Ann Other"}, {"pk": "person"}, json=True),
    Row(PERSON + "addresses/", STAFF_ONLY, values={"pk": "person"}),
    Row(PERSON + "addresses/", STAFF_ONLY, "POST", {"address": "ann@home.example"}, {"pk": "person"}, json=True),
    Row(PERSON + "addresses/<int:address>/", STAFF_ONLY, "DELETE", {}, {"pk": "person"}, json=True),
    Row(PERSON + "addresses/<int:address>/make-first/", STAFF_ONLY, "POST", {}, {"pk": "person"}, json=True),
    Row(PERSON + "changes/", STAFF_ONLY, values={"pk": "person"}),
    Row(PERSON + "merge/", STAFF_ONLY, data={"into": "{other_person}"}, values={"pk": "person"}),
    Row(PERSON + "merge/", STAFF_ONLY, "POST", {"into": "{other_person}"}, {"pk": "person"}, json=True),
    Row(PERSON + "merges/", STAFF_ONLY, values={"pk": "person"}),
    Row(V1 + "person-merges/<int:pk>/", STAFF_ONLY, values={"pk": "person_merge"}),
    Row(V1 + "person-merges/<int:pk>/", STAFF_ONLY, "DELETE", {}, {"pk": "person_merge"}, json=True),
    Row(V1 + "organizations/", STAFF_ONLY),
    Row(V1 + "organizations/", STAFF_ONLY, "POST", {"name": "New & Co"}, json=True),
    Row(V1 + "organizations/<int:pk>/", STAFF_ONLY, values={"pk": "organization"}),
    Row(V1 + "organizations/<int:pk>/", STAFF_ONLY, "PATCH", {"notes": "Kind."}, {"pk": "organization"}, json=True),
    Row(V1 + "organizations/<int:pk>/changes/", STAFF_ONLY, values={"pk": "organization"}),
    Row(V1 + "teams/", STAFF_ONLY),
    Row(V1 + "teams/<int:pk>/", STAFF_ONLY, values={"pk": "team"}),
]

NOTIFICATIONS = [
    Row(V1 + "me/notifications/", STAFF_ONLY),
    Row(V1 + "me/notifications/read-all/", STAFF_ONLY, "POST", json=True),
    Row(V1 + "me/notifications/unread-since/", STAFF_ONLY, "POST", {"read_at": "{tomorrow}"}, json=True),
    *[
        Row(V1 + f"me/notifications/<int:pk>/{verb}/", BEAS, "POST", values={"pk": "notification"}, json=True)
        for verb in ("read", "unread")
    ],
    Row(V1 + "me/notification-settings/", STAFF_ONLY),
    Row(V1 + "me/notification-settings/", STAFF_ONLY, "PATCH", {"is_quiet": False}, json=True),
    Row(V1 + "me/notification-settings/", STAFF_ONLY, "DELETE", json=True),
    Row(V1 + "me/availability/", STAFF_ONLY),
    Row(V1 + "me/availability/", STAFF_ONLY, "PATCH", {"availability": "away"}, json=True),
]

TICKETS = [
    Row(V1 + "tickets/", SIGNED_IN),
    Row(V1 + "tickets/", SIGNED_IN, "POST", {"subject": "Help", "text": "Please."}, json=True),
    Row(V1 + "tickets/take-next/", STAFF_ONLY, "POST", json=True),
    *on_ticket("", may=WHO_SEES_THE_TICKET, may_on_private=WHO_SEES_THE_PRIVATE_TICKET),
    *on_ticket("messages/", may=WHO_SEES_THE_TICKET, may_on_private=WHO_SEES_THE_PRIVATE_TICKET),
    *on_ticket(
        "messages/",
        "POST",
        {"text": "One thing more.", "seen_seq": "{seen_seq}"},
        may=WHO_SEES_THE_TICKET,
        may_on_private=WHO_SEES_THE_PRIVATE_TICKET,
    ),
    Row(TICKET + "messages/<int:pk>/", WHO_SEES_THE_TICKET, values={"number": "ticket", "pk": "message"}),
    Row(
        TICKET + "messages/<int:pk>/",
        WHO_SEES_THE_PRIVATE_TICKET,
        values={"number": "private_ticket", "pk": "private_message"},
    ),
    Row(
        TICKET + "messages/<int:pk>/",
        everybody(anonymous=SIGN_IN, customers=HIDDEN),
        values={"number": "ticket", "pk": "note"},
    ),
    *on_ticket("notes/", "POST", {"text": "He called.", "seen_seq": "{seen_seq}"}),
    *on_ticket("attachments/", may=WHO_SEES_THE_TICKET, may_on_private=WHO_SEES_THE_PRIVATE_TICKET),
    *on_ticket("events/"),
    *on_ticket("before-writing/"),
    *on_ticket("presence/"),
    *on_ticket("side-conversations/"),
    *on_ticket(
        "side-conversations/", "POST", {"to": ["bob@supplier.test"], "subject": "A part", "text": "Is it there?"}
    ),
    *[
        Row(
            TICKET + "side-conversations/<int:pk>/" + part,
            who,
            method,
            data,
            {"number": prefix + "ticket", "pk": prefix + "side"},
            json=method == "POST",
        )
        for who, prefix in ((STAFF_ONLY, ""), (STAFF_ON_THE_PRIVATE_TICKET, "private_"))
        for part, method, data in (("", "GET", {}), ("messages/", "POST", {"text": "And?"}), ("close/", "POST", {}))
    ],
    *on_ticket("participants/"),
    *on_ticket("participants/", "POST", {"email": "more@example.net", "role": "cc"}),
    *on_ticket("participants/<int:person>/", "DELETE"),
    *on_ticket(
        "copy/",
        "POST",
        {"email": "more@example.net"},
        {**WHO_SEES_THE_TICKET, **dict.fromkeys(STAFF, NO)},
        {**WHO_SEES_THE_PRIVATE_TICKET, "insider": NO, "admin": NO},
    ),
    *on_ticket("links/"),
    *on_ticket("links/", "POST", {"ticket": "{others_ticket}", "kind": "related"}),
    *on_ticket("links/<int:other>/", "DELETE", other="others_ticket"),
    *on_ticket("escalations/"),
    *on_ticket("emails/"),
    Row(
        TICKET + "emails/<int:email>/resend/", STAFF_ONLY, "POST", {}, {"number": "ticket", "email": "email"}, json=True
    ),
    *on_ticket("drafts/<str:kind>/", "PUT", {"html": "<p>Soon.</p>", "seen_seq": 0}, kind="message_kind"),
    *on_ticket("drafts/<str:kind>/", "DELETE", kind="message_kind"),
    *on_ticket("messages/check/", "POST", {"text": "One thing more.", "seen_seq": "{seen_seq}"}),
    *on_ticket("held-reply/", "PUT", {"send_at": "2030-01-01T00:00:00Z"}),
    *on_ticket("held-reply/", "DELETE"),
    *on_ticket("macros/<int:pk>/", pk="macro"),
    *on_ticket("concessions/"),
    *on_ticket("concessions/", "POST", {"kind": "exception", "reason": "Kind."}),
    *on_ticket("identity/"),
    *on_ticket("identity/send/", "POST"),
    *on_ticket("identity/verify/", "POST", {"code": "000000"}),
]

COMPOSING = [
    Row(V1 + "drafts/", STAFF_ONLY),
    Row(V1 + "mentions/", STAFF_ONLY),
    Row(V1 + "mentions/<int:pk>/read/", BEAS, "POST", values={"pk": "mention"}, json=True),
    Row(V1 + "macros/", STAFF_ONLY),
    Row(V1 + "macros/", STAFF_ONLY, "POST", {"name": "Thanks", "html": "<p>Thanks</p>"}, json=True),
    Row(V1 + "macros/<int:pk>/", STAFF_ONLY, values={"pk": "macro"}),
    Row(V1 + "macros/<int:pk>/", OMAR_AND_LEADS, "PATCH", {"name": "Thank you"}, {"pk": "macro"}, json=True),
    Row(V1 + "macros/<int:pk>/archive/", OMAR_AND_LEADS, "POST", values={"pk": "macro"}, json=True),
    Row(V1 + "macros/<int:pk>/restore/", OMAR_AND_LEADS, "POST", values={"pk": "macro"}, json=True),
    Row(V1 + "mailboxes/", STAFF_ONLY),
    Row(V1 + "mailboxes/<int:pk>/", STAFF_ONLY, values={"pk": "mailbox"}),
    Row(
        V1 + "mailboxes/<int:pk>/", ADMINS_ONLY, "PATCH", {"signature_html": "<p>Bye</p>"}, {"pk": "mailbox"}, json=True
    ),
]

NEWS = [
    Row(V1 + "announcements/", STAFF_ONLY),
    Row(V1 + "announcements/", LEADS_ONLY, "POST", {"kind": "announcement", "html": "<p>Down.</p>"}, json=True),
    # Omar's win, for everybody.
    *[
        Row(V1 + "announcements/<int:pk>/" + part, who, method, data, {"pk": "win"}, json=method != "GET")
        for part, who, method, data in (
            ("", STAFF_ONLY, "GET", {}),
            ("", OMAR_AND_LEADS, "PATCH", {"html": "<p>Better.</p>"}),
            ("archive/", OMAR_AND_LEADS, "POST", {}),
            ("restore/", OMAR_AND_LEADS, "POST", {}),
            ("read/", STAFF_ONLY, "POST", {}),
            ("thanks/", STAFF_ONLY, "POST", {}),
            ("thanks/", STAFF_ONLY, "DELETE", {}),
            ("readers/", OMAR_AND_LEADS, "GET", {}),
        )
    ],
    Row(V1 + "announcements/<int:pk>/", INSIDERS, values={"pk": "insiders_announcement"}),
]

CONCESSIONS = [
    Row(V1 + "concessions/", LEADS_ONLY),
    Row(V1 + "concessions/<int:pk>/approve/", ADMINS_ONLY, "POST", values={"pk": "concession"}, json=True),
    Row(V1 + "concessions/<int:pk>/decline/", LEADS_ONLY, "POST", {"words": "No."}, {"pk": "concession"}, json=True),
    Row(V1 + "concessions/<int:pk>/withdraw/", BEA_ONLY, "POST", values={"pk": "concession"}, json=True),
    Row(V1 + "concession-limits/", STAFF_ONLY),
    Row(V1 + "concession-limits/", ADMINS_ONLY, "PUT", {"role": "agent", "currency": "EUR", "most": "5"}, json=True),
]

VERBS = [
    *on_ticket("assign/", "POST", {"assignee": "{colleague}"}),
    *on_ticket("assign-team/", "POST", {"team": None}),
    *on_ticket("status/", "POST", {"status": "on_hold"}),
    *on_ticket("solve/", "POST", may=REQUESTER_OR_STAFF, may_on_private=WHO_SEES_THE_PRIVATE_TICKET),
    *on_ticket("reopen/", "POST", may=REQUESTER_OR_STAFF, may_on_private=WHO_SEES_THE_PRIVATE_TICKET),
    *on_ticket("close/", "POST"),
    *on_ticket("priority/", "POST", {"priority": "urgent"}),
    *on_ticket("brand/", "POST", {"brand": 1}),
    *on_ticket("kind/", "POST", {"kind": "problem"}),
    *on_ticket("form/", "POST", {"form": "{form}"}),
    *on_ticket("fields/", "POST", {"fields": {}}),
    *on_ticket("close-rule/", "POST", {"close_rule": "free"}),
    *on_ticket("subject/", "POST", {"subject": "Another subject"}),
    *on_ticket("tags/", "POST", {"add": ["billing"]}),
    *on_ticket("escalate/", "POST", {"to_level": 2, "reason": "Hard.", "tried": "All.", "asked": "Help."}),
    *on_ticket("accept-escalation/", "POST"),
    *on_ticket("decline-escalation/", "POST", {"reason": "Not ours."}),
    *on_ticket("hand-back/", "POST", {"answer": "Done."}),
    *on_ticket("de-escalate/", "POST", {"to_level": 1, "reason": "Simple."}),
    *on_ticket("snooze/", "POST", {"until": "{tomorrow}"}),
    *on_ticket("unsnooze/", "POST"),
    *on_ticket("spam/", "POST"),
    *on_ticket("undo/", "POST", {"seq": 1}),
    *on_ticket("not-spam/", "POST"),
    *on_ticket("delete/", "POST", may=LEADS_ONLY, may_on_private=LEADS_ON_THE_PRIVATE_TICKET),
    *on_ticket("restore/", "POST", may=LEADS_ONLY, may_on_private=LEADS_ON_THE_PRIVATE_TICKET),
    *on_ticket("follow/", "POST"),
    *on_ticket("unfollow/", "POST"),
    *on_ticket("read/", "POST"),
    *on_ticket("apply-macro/", "POST", {"macro": "{macro}"}),
    Row(TICKET + "messages/<int:pk>/source/", STAFF_ONLY, values={"number": "ticket", "pk": "mailed_message"}),
    *on_ticket("split/"),
    *on_ticket("split/", "DELETE"),
    *on_ticket("split/", "POST", {"messages": []}),
    *on_ticket("merge/"),
    *on_ticket("merge/", "DELETE"),
    *on_ticket("merge/", "POST", {"into": "{others_ticket}"}),
    *[
        Row(
            TICKET + "messages/<int:pk>/move/",
            who,
            method,
            {"to": "{others_ticket}"} if method == "POST" else {},
            {"number": prefix + "ticket", "pk": prefix + "message"},
            json=method != "GET",
        )
        for who, prefix in ((STAFF_ONLY, ""), (STAFF_ON_THE_PRIVATE_TICKET, "private_"))
        for method in ("GET", "DELETE", "POST")
    ],
]

BULK = [
    Row(V1 + "bulk-acts/", STAFF_ONLY, "POST", {"kind": "read", "tickets": [1]}, json=True),
    *[
        Row(V1 + "bulk-acts/<int:pk>/" + part, OMAR_ONLY, method, values={"pk": "bulk_act"}, json=method != "GET")
        for part, method in (("", "GET"), ("results/", "GET"), ("cancel/", "POST"), ("undo/", "POST"))
    ],
]

FILES = [
    Row(V1 + "attachments/", SIGNED_IN, "POST"),
    *[
        Row(V1 + "attachments/<uuid:key>/" + part, who, values={"key": which})
        for part in ("", "download/")
        for who, which in (
            (WHO_SEES_THE_TICKET, "file"),
            (WHO_SEES_THE_PRIVATE_TICKET, "private_file"),
            (everybody(anonymous=SIGN_IN, customers=HIDDEN), "note_file"),
        )
    ],
]

API = [
    *PEOPLE,
    *TICKETS,
    *VERBS,
    *BULK,
    *FILES,
    *COMPOSING,
    Row(V1 + "forms/", STAFF_ONLY),
    Row(V1 + "topics/", SIGNED_IN),
    Row(V1 + "workload/", STAFF_ONLY),
    *CONCESSIONS,
    *NEWS,
    Row(V1 + "tags/", STAFF_ONLY),
    Row(V1 + "search/", SIGNED_IN, data={"q": "printer"}),
    Row(V1 + "search/suggestions/", STAFF_ONLY, data={"q": "prin"}),
    Row(V1 + "me/searches/", STAFF_ONLY),
    Row(V1 + "me/searches/", STAFF_ONLY, "POST", {"text": "printer"}, json=True),
    Row(V1 + "me/searches/", STAFF_ONLY, "DELETE", json=True),
    Row(V1 + "me/searches/<int:pk>/", STAFF_ONLY, "DELETE", values={"pk": "ticket"}, json=True),
    Row(V1 + "views/", STAFF_ONLY),
    Row(V1 + "views/", STAFF_ONLY, "POST", {"name": "Billing", "filter": "tag:billing"}, json=True),
    *[
        Row(V1 + "views/<int:pk>/" + part, who, method, data, {"pk": which}, json=method != "GET")
        for which, reads, changes in (("own_view", OMAR_ONLY, OMAR_ONLY), ("shared_view", STAFF_ONLY, LEADS_ONLY))
        for part, method, data, who in (
            ("", "GET", {}, reads),
            ("tickets/", "GET", {}, reads),
            ("", "PATCH", {"name": "Bills"}, changes),
            ("", "DELETE", {}, changes),
        )
    ],
    *NOTIFICATIONS,
    Row(V1 + "me/lists/", STAFF_ONLY),
    Row(V1 + "me/lists/", STAFF_ONLY, "PATCH", {"density": "compact"}, json=True),
    Row("api/schema/", PUBLIC),
    Row("api/docs/", PUBLIC),
    Row("^api/(?P<path>(?s:.*))$", NOWHERE, at="/api/nothing/"),
]
