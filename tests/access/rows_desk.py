"""The agent's workspace."""

from collections.abc import Mapping

from tests.access.outcomes import (
    ADMINS_ONLY,
    BEA_ONLY,
    BEAS,
    ELSEWHERE,
    INSIDERS_AUTHOR,
    LEADS_ON_THE_PRIVATE_TICKET,
    LEADS_ONLY,
    OMAR_AND_LEADS,
    OMAR_ONLY,
    PUBLIC,
    STAFF_ON_THE_PRIVATE_TICKET,
    STAFF_ONLY,
)
from tests.access.row import Row

ASKED = {"to": "bob@supplier.test", "subject": "A part", "text": "Is it in stock?"}
TICKET = "desk/tickets/<int:number>/"
CUSTOMER = "desk/customers/<int:pk>/"
BEAS_TO_FOLLOW = {**BEAS, "bea": ELSEWHERE}  # to the ticket


def on_ticket(
    part: str,
    method: str = "POST",
    data: Mapping[str, object] | None = None,
    may: Mapping[str, str] = STAFF_ONLY,
    may_on_private: Mapping[str, str] = STAFF_ON_THE_PRIVATE_TICKET,
    **values: str,
) -> list[Row]:
    """Two rows: on an ordinary ticket, and on one of a private team."""
    return [
        Row(TICKET + part, who, method, data or {}, {"number": which, **values}, htmx=method == "POST")
        for who, which in ((may, "ticket"), (may_on_private, "private_ticket"))
    ]


NOTIFICATIONS = [
    Row("desk/notifications/", STAFF_ONLY),
    Row("desk/notifications/panel/", STAFF_ONLY, htmx=True),
    Row("desk/notifications/read/", STAFF_ONLY, "POST"),
    Row("desk/notifications/settings/", STAFF_ONLY),
    Row("desk/notifications/settings/", STAFF_ONLY, "POST", {"mentioned.email": "on"}),
    # Whoever holds the mail: its link is signed.
    Row("desk/notifications/off/<str:token>/", PUBLIC, values={"token": "beas_mails"}),
    Row("desk/notifications/off/<str:token>/", PUBLIC, "POST", values={"token": "beas_mails"}),
    Row("desk/notifications/<int:pk>/", BEAS_TO_FOLLOW, values={"pk": "notification"}),
    Row("desk/notifications/<int:pk>/read/", BEAS, "POST", values={"pk": "notification"}, htmx=True),
    Row("desk/notifications/<int:pk>/words/", BEAS, values={"pk": "notification"}),
    Row("desk/availability/", STAFF_ONLY),
    Row("desk/availability/", STAFF_ONLY, "POST", {"availability": "away"}),
    Row("desk/availability/progress/", STAFF_ONLY, htmx=True),
]

DESK = [
    Row("desk/", STAFF_ONLY),
    Row("desk/search/", STAFF_ONLY, data={"q": "printer"}),
    Row("desk/search/suggestions/", STAFF_ONLY, data={"q": "prin"}),
    Row("desk/search/keep/", STAFF_ONLY, "POST", {"q": "printer"}, htmx=True),
    Row("desk/search/forget/", STAFF_ONLY, "POST", htmx=True),
    Row("desk/palette/", STAFF_ONLY, data={"q": "prin"}),
    Row("desk/keys/", STAFF_ONLY),
    Row("desk/views/<str:key>/", STAFF_ONLY, values={"key": "view"}),
    Row("desk/views/unassigned/elsewhere/", STAFF_ONLY, htmx=True),
    Row("desk/views/manage/", STAFF_ONLY),
    Row("desk/views/order/", STAFF_ONLY, "POST", {"move": "{shared_view}", "by": "1"}, htmx=True),
    *[
        Row("desk/views/new/", STAFF_ONLY, method, data)
        for method, data in (("GET", {}), ("POST", {"name": "Billing", "filter": "tag:billing"}))
    ],
    *[
        Row("desk/views/<int:pk>/" + part, who, method, {}, {"pk": which}, htmx=method == "POST")
        for which, who in (("own_view", OMAR_ONLY), ("shared_view", LEADS_ONLY))
        for part, method in (("edit/", "GET"), ("edit/", "POST"), ("delete/", "POST"))
    ],
    Row("desk/lists/", STAFF_ONLY, "POST", {"density": "compact", "next": "/desk/views/open/"}, htmx=True),
    Row("desk/take-next/", STAFF_ONLY, "POST", htmx=True),
    Row("desk/nav/", STAFF_ONLY),
    Row("desk/bulk/", STAFF_ONLY),
    Row("desk/bulk/start/", STAFF_ONLY, "POST", {"act": "read", "tickets": "1", "token": "x"}, htmx=True),
    Row("desk/bulk/bar/", STAFF_ONLY),
    Row("desk/bulk/matching/", STAFF_ONLY, data={"view": "open"}),
    Row("desk/bulk/choices/<str:what>/", STAFF_ONLY, values={"what": "bulk_choices"}),
    Row("desk/bulk/<int:pk>/", OMAR_ONLY, values={"pk": "bulk_act"}),
    Row("desk/bulk/<int:pk>/cancel/", OMAR_ONLY, "POST", values={"pk": "bulk_act"}, htmx=True),
    Row("desk/bulk/<int:pk>/undo/", OMAR_ONLY, "POST", values={"pk": "bulk_act"}, htmx=True),
    *NOTIFICATIONS,
    Row("desk/tags/", STAFF_ONLY),
    Row("desk/macros/", STAFF_ONLY),
    Row("desk/macros/new/", STAFF_ONLY),
    Row("desk/macros/new/", STAFF_ONLY, "POST", {"name": "Thanks", "html": "<p>Thanks</p>"}),
    Row("desk/macros/preview/", STAFF_ONLY, "POST", {"html": "<p>Thanks</p>"}),
    Row("desk/macros/<int:pk>/", STAFF_ONLY, values={"pk": "macro"}),
    Row("desk/macros/<int:pk>/archive/", OMAR_AND_LEADS, "POST", values={"pk": "macro"}, htmx=True),
    Row("desk/concessions/", LEADS_ONLY),
    Row("desk/concessions/export/", LEADS_ONLY),
    Row("desk/concessions/limits/", ADMINS_ONLY),
    Row("desk/concessions/limits/", ADMINS_ONLY, "POST", {"most--agent": "5", "currency": "EUR"}),
    # Of Bea, above every limit: only an admin approves it, leads may decline it, only she withdraws it.
    Row("desk/concessions/<int:pk>/approve/", ADMINS_ONLY, "POST", values={"pk": "concession"}, htmx=True),
    Row("desk/concessions/<int:pk>/decline/", LEADS_ONLY, "POST", {"words": "No."}, {"pk": "concession"}, htmx=True),
    Row("desk/concessions/<int:pk>/withdraw/", BEA_ONLY, "POST", values={"pk": "concession"}, htmx=True),
    Row("desk/news/", STAFF_ONLY),
    Row("desk/news/banner/", STAFF_ONLY),
    Row("desk/news/new/", STAFF_ONLY),
    Row("desk/news/new/", STAFF_ONLY, "POST", {"html": "<p>Cake.</p>"}),
    *[
        Row("desk/news/<int:pk>/" + part, who, method, data, {"pk": "win"}, htmx=method == "POST")
        for part, who, method, data in (
            ("", OMAR_AND_LEADS, "GET", {}),
            ("", OMAR_AND_LEADS, "POST", {"html": "<p>Better.</p>"}),
            ("archive/", OMAR_AND_LEADS, "POST", {}),
            ("thanks/", STAFF_ONLY, "POST", {}),
            ("read/", STAFF_ONLY, "POST", {}),
            ("readers/", OMAR_AND_LEADS, "GET", {}),
        )
    ],
    Row("desk/news/<int:pk>/readers/", INSIDERS_AUTHOR, values={"pk": "insiders_announcement"}),
    Row("desk/customers/", STAFF_ONLY, data={"q": "ann"}),
    Row(CUSTOMER, STAFF_ONLY, values={"pk": "person"}),
    Row(CUSTOMER + "edit/", STAFF_ONLY, values={"pk": "person"}),
    Row(CUSTOMER + "edit/", STAFF_ONLY, "POST", {"name": "Ann Other"}, {"pk": "person"}, htmx=True),
    Row(CUSTOMER + "addresses/", STAFF_ONLY, "POST", {"address": "a@home.example"}, {"pk": "person"}, htmx=True),
    Row(CUSTOMER + "addresses/write-again/", STAFF_ONLY, "POST", {"address": "x"}, {"pk": "person"}, htmx=True),
    *[
        Row(CUSTOMER + f"addresses/<int:address>/{act}/", STAFF_ONLY, "POST", {}, {"pk": "person"}, htmx=True)
        for act in ("remove", "first")
    ],
    Row(CUSTOMER + "merge/", STAFF_ONLY, values={"pk": "person"}),
    Row(CUSTOMER + "merge/", STAFF_ONLY, "POST", {"into": "{other_person}"}, {"pk": "person"}),
    Row("desk/person-merges/<int:pk>/undo/", STAFF_ONLY, "POST", {}, {"pk": "person_merge"}),
    Row("desk/organizations/names/", STAFF_ONLY),
    Row("desk/organizations/<int:pk>/", STAFF_ONLY, values={"pk": "organization"}),
    Row("desk/organizations/<int:pk>/edit/", STAFF_ONLY, values={"pk": "organization"}),
    Row("desk/organizations/<int:pk>/edit/", STAFF_ONLY, "POST", {"name": "Acme & Co"}, {"pk": "organization"}),
    Row("desk/tickets/new/", STAFF_ONLY),
    Row("desk/tickets/new/", STAFF_ONLY, "POST"),
    *on_ticket("", "GET"),
    *on_ticket("live/", "GET"),
    *on_ticket("presence/", data={"tab": "one"}),
    *on_ticket("assignees/", "GET"),
    *on_ticket("teams/", "GET"),
    *on_ticket("timeline/", "GET"),
    *on_ticket("composer/", "GET"),
    *on_ticket("draft/", data={"kind": "public", "html": "<p>Soon.</p>"}),
    *on_ticket("discard/", data={"kind": "public"}),
    *on_ticket("send/", data={"kind": "public", "html": "<p>Done.</p>", "seen_seq": "{seen_seq}"}),
    *on_ticket("box/", "GET"),
    *on_ticket("signature/", "GET"),
    *on_ticket("take-back/"),
    *on_ticket("send-now/"),
    *on_ticket("macros/", "GET"),
    *on_ticket("macros/<int:pk>/", "GET", pk="macro"),
    *on_ticket("macros/<int:pk>/apply/", pk="macro"),
    *on_ticket("colleagues/", "GET"),
    *on_ticket("assign/", data={"assignee": "me"}),
    *on_ticket("team/", data={"team": ""}),
    *on_ticket("status/", data={"status": "on_hold"}),
    *on_ticket("priority/", data={"priority": "4"}),
    *on_ticket("brand/", data={"brand": "1"}),
    *on_ticket("kind/", data={"kind": "problem"}),
    *on_ticket("link/", "GET"),
    *on_ticket("link/", data={"saying": "related", "other": "{others_ticket}"}),
    *on_ticket("unlink/", data={"kind": "related", "other": "{others_ticket}"}),
    *on_ticket("close-rule/", data={"rule": "free", "other": "{others_ticket}"}),
    *on_ticket("forms/", "GET"),
    *on_ticket("form/", data={"chosen": "{form}"}),
    *on_ticket("fields/<slug:key>/", data={"value": "Hardware"}, key="tree"),
    *on_ticket("fields/<slug:key>/options/", "GET", key="tree"),
    *on_ticket("tags/", data={"add": "billing"}),
    *on_ticket("subject/", "GET"),
    *on_ticket("subject/", data={"subject": "Another subject"}),
    *on_ticket("snooze/", data={"choice": "tomorrow"}),
    *on_ticket("concession/", "GET"),
    *on_ticket("concession/", data={"kind": "exception", "reason": "Kind.", "currency": "EUR", "key": "{key}"}),
    *on_ticket("concessions/", "GET"),
    *on_ticket("identity/", "GET"),
    *on_ticket("identity/", data={"code": "000000"}),
    *on_ticket("identity/send/"),
    *on_ticket("undo/<int:seq>/", seq="message"),
    *on_ticket("spam/"),
    *on_ticket("delete/", may=LEADS_ONLY, may_on_private=LEADS_ON_THE_PRIVATE_TICKET),
    *on_ticket("restore/", may=LEADS_ONLY, may_on_private=LEADS_ON_THE_PRIVATE_TICKET),
    *on_ticket("merge/", "GET"),
    *on_ticket("merge/", data={"into": "{others_ticket}"}),
    *on_ticket("unmerge/"),
    *on_ticket("split/", "GET"),
    *on_ticket("split/", data={"messages": "0"}),
    *on_ticket("unsplit/"),
    *on_ticket("follow/"),
    *on_ticket("participants/<str:role>/", data={"who": "ben@example.net"}, role="copied"),
    *on_ticket("participants/<str:role>/names/", "GET", role="copied"),
    *[
        Row(
            TICKET + "messages/<int:pk>/" + part,
            who,
            method,
            {"into": "{others_ticket}"} if method == "POST" else {},
            {"number": prefix + "ticket", "pk": prefix + "message"},
        )
        for who, prefix in ((STAFF_ONLY, ""), (STAFF_ON_THE_PRIVATE_TICKET, "private_"))
        for part, method in (("move/", "GET"), ("move/", "POST"), ("undo-move/", "POST"))
    ],
    *[
        Row(TICKET + "messages/<int:pk>/" + part, STAFF_ONLY, values={"number": "ticket", "pk": "mailed_message"})
        for part in ("source/", "source.eml")
    ],
    *on_ticket("side/", "GET"),
    *on_ticket("side/", data=ASKED),
    *[
        Row(TICKET + "side/<int:pk>/" + part, who, method, data, {"number": prefix + "ticket", "pk": prefix + "side"})
        for who, prefix in ((STAFF_ONLY, ""), (STAFF_ON_THE_PRIVATE_TICKET, "private_"))
        for part, method, data in (("", "GET", {}), ("", "POST", {"text": "And?"}), ("close/", "POST", {}))
    ],
    Row("desk/emails/<int:pk>/resend/", STAFF_ONLY, "POST", values={"pk": "email"}, htmx=True),
    Row("desk/emails/<int:pk>/resend/", STAFF_ON_THE_PRIVATE_TICKET, "POST", values={"pk": "private_email"}, htmx=True),
]
