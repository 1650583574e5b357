"""The settings: pages below /settings/, and their part of the API."""

from collections.abc import Mapping

from tests.access.outcomes import ADMINS_ONLY, ELSEWHERE, HIDDEN, LEADS_ONLY, NO, PUBLIC, STAFF_ONLY, everybody
from tests.access.row import Row

V1 = "api/v1/"


def page(
    part: str, data: Mapping[str, object] | None = None, may: Mapping[str, str] = ADMINS_ONLY, **values: str
) -> list[Row]:
    """A page with a form: seen, and sent."""
    route = "settings/" + part
    return [Row(route, may, values=values), Row(route, may, "POST", data or {}, values)]


def by_api(
    route: str,
    method: str,
    data: Mapping[str, object] | None = None,
    may: Mapping[str, str] = ADMINS_ONLY,
    **values: str,
) -> Row:
    return Row(V1 + route, may, method, data or {}, values, json=method != "GET")


BY_API = [
    by_api("brands/", "GET"),
    by_api("brands/", "POST", {"name": "Southwind"}),
    by_api("brands/<int:pk>/", "GET", pk="brand"),
    by_api("brands/<int:pk>/", "PATCH", {"welcome_en": "Hello"}, pk="brand"),
    by_api("teams/", "POST", {"name": "Second line", "levels": [2]}),
    by_api("teams/<int:pk>/", "PATCH", {"levels": [1, 2]}, pk="team"),
    by_api("teams/<int:pk>/archive/", "POST", pk="idle_team"),
    by_api("teams/<int:pk>/restore/", "POST", pk="idle_team"),
    by_api("agents/", "GET", may=STAFF_ONLY),
    by_api("agents/", "POST", {"email": "new@example.com", "name": "Nele New"}),
    by_api("agents/<int:pk>/", "GET", may=STAFF_ONLY, pk="colleague"),
    by_api("agents/<int:pk>/", "PATCH", {"level": 3}, pk="colleague"),
    by_api("agents/<int:pk>/invite-again/", "POST", pk="invited"),
    by_api("agents/<int:pk>/deactivate/", "POST", pk="colleague"),
    by_api("agents/<int:pk>/reactivate/", "POST", pk="colleague"),
    by_api("tags/", "POST", {"name": "invoice"}, LEADS_ONLY),
    by_api("tags/<int:pk>/", "GET", may=STAFF_ONLY, pk="tag"),
    by_api("tags/<int:pk>/", "PATCH", {"name": "invoice"}, LEADS_ONLY, pk="tag"),
    by_api("tags/<int:pk>/merge/", "POST", {"into": 1}, LEADS_ONLY, pk="tag"),
    by_api("tags/<int:pk>/archive/", "POST", may=LEADS_ONLY, pk="tag"),
    by_api("tags/<int:pk>/restore/", "POST", may=LEADS_ONLY, pk="tag"),
    by_api("mailboxes/", "POST", {"address": "sales@example.com", "name": "Sales"}),
    by_api("mailboxes/<int:pk>/test/", "POST", pk="mailbox"),
    by_api("mailboxes/<int:pk>/provider/", "GET", pk="mailbox"),
    by_api("mailboxes/<int:pk>/provider/", "PUT", {"kind": "postmark", "key": "k"}, pk="mailbox"),
    by_api("mailboxes/<int:pk>/provider/", "DELETE", pk="mailbox"),
    by_api("inbound-emails/", "GET"),
    by_api("inbound-emails/recover/", "POST", {"ids": [1]}),
    by_api("inbound-emails/<int:pk>/", "GET", pk="stopped_mail"),
    by_api("inbound-emails/<int:pk>/recover/", "POST", pk="stopped_mail"),
    by_api("trusted-senders/", "GET"),
    by_api("trusted-senders/<int:pk>/", "DELETE", pk="trusted_sender"),
    by_api("fields/", "GET", may=STAFF_ONLY),
    by_api("fields/", "POST", {"key": "order", "kind": "text"}),
    by_api("fields/<int:pk>/", "GET", may=STAFF_ONLY, pk="idle_field"),
    by_api("fields/<int:pk>/", "PATCH", {"name": "Order"}, pk="idle_field"),
    by_api("fields/<int:pk>/archive/", "POST", pk="idle_field"),
    by_api("fields/<int:pk>/restore/", "POST", pk="idle_field"),
    by_api("forms/", "POST", {"name": "Orders"}),
    by_api("forms/<int:pk>/", "GET", may=STAFF_ONLY, pk="form"),
    by_api("forms/<int:pk>/", "PATCH", {"name": "Orders"}, pk="form"),
    by_api("setting-changes/", "GET"),
    by_api("setting-changes/<int:pk>/undo/", "GET", pk="setting_change"),
    by_api("setting-changes/<int:pk>/undo/", "POST", pk="setting_change"),
    by_api("configuration/", "GET"),
    by_api("configuration/", "POST", {"yaml": "helpdesk: 1", "dry_run": True}),
]

SETTINGS = [
    *BY_API,
    Row("settings/", LEADS_ONLY),
    Row("settings/history/", ADMINS_ONLY),
    Row("settings/setup/", ADMINS_ONLY),
    # A lead may take back what a lead may change; of this one the verb says no.
    Row("settings/changes/<int:pk>/undo/", ADMINS_ONLY, "POST", values={"pk": "setting_change"}),
    *page("configuration/"),
    Row("settings/configuration/export/", ADMINS_ONLY),
    Row("settings/teams/", ADMINS_ONLY),
    *page("teams/new/", {"name": "Second line", "levels": [2]}),
    *page("teams/<int:pk>/", {"name": "Second line", "levels": [2]}, pk="team"),
    Row("settings/teams/<int:pk>/archive/", ADMINS_ONLY, "POST", values={"pk": "idle_team"}),
    Row("settings/agents/", ADMINS_ONLY),
    *page("agents/invite/", {"email": "new@example.com", "name": "Nele New", "role": "agent", "level": 1}),
    *page("agents/<int:pk>/", {"name": "Bea", "role": "agent", "level": 1}, pk="colleague"),
    *page("agents/<int:pk>/deactivate/", pk="colleague"),
    Row("settings/agents/<int:pk>/reactivate/", ADMINS_ONLY, "POST", values={"pk": "colleague"}),
    Row("settings/agents/<int:pk>/invite-again/", ADMINS_ONLY, "POST", values={"pk": "invited"}),
    Row("settings/tags/", LEADS_ONLY),
    *page("tags/new/", {"name": "invoice"}, LEADS_ONLY),
    *page("tags/<int:pk>/", {"name": "invoice"}, LEADS_ONLY, pk="tag"),
    Row("settings/tags/<int:pk>/merge/", LEADS_ONLY, "POST", {"into": "nothing"}, {"pk": "tag"}),
    Row("settings/tags/<int:pk>/archive/", LEADS_ONLY, "POST", values={"pk": "tag"}),
    Row("settings/organizations/", LEADS_ONLY),
    *page("organizations/new/", {"name": "Initech", "tier": "premium"}, LEADS_ONLY),
    *page("organizations/<int:pk>/", {"name": "Acme", "tier": "premium"}, LEADS_ONLY, pk="organization"),
    Row(
        "settings/organizations/<int:pk>/managers/",
        LEADS_ONLY,
        "POST",
        {"person": "ann@example.net"},
        {"pk": "organization"},
    ),
    Row(
        "settings/organizations/<int:pk>/managers/<int:person>/remove/",
        LEADS_ONLY,
        "POST",
        values={"pk": "organization"},
    ),
    Row("settings/mailboxes/", ADMINS_ONLY),
    *page("mailboxes/new/", {"address": "sales@example.com", "name": "Sales"}),
    *page("mailboxes/<int:pk>/", {"name": "Sales"}, pk="mailbox"),
    Row("settings/mailboxes/<int:pk>/test/", ADMINS_ONLY, "POST", values={"pk": "mailbox"}),
    *page("mailboxes/<int:pk>/provider/", {}, pk="mailbox"),
    Row("settings/mailboxes/<int:pk>/provider/remove/", ADMINS_ONLY, "POST", values={"pk": "mailbox"}),
    # Whoever does not sign is told nothing.
    *(
        Row(f"hooks/mail/<uuid:key>/{end}", everybody(NO), "POST", values={"key": "mail_hook"})
        for end in ("incoming/", "incoming/mime", "delivery/")
    ),
    Row("settings/fields/", ADMINS_ONLY),
    *page("fields/new/", {"name": "Order", "kind": "text"}),
    *page("fields/<int:pk>/", {"name": "Order"}, pk="idle_field"),
    Row("settings/fields/<int:pk>/archive/", ADMINS_ONLY, "POST", values={"pk": "idle_field"}),
    Row("settings/forms/", ADMINS_ONLY),
    *page("forms/new/", {"name": "Orders"}),
    *page("forms/<int:pk>/", {"name": "Orders"}, pk="form"),
    Row("settings/skills/", LEADS_ONLY),
    *page("skills/new/", {"name": "Billing"}, LEADS_ONLY),
    *page("skills/<int:pk>/", {"name": "Billing"}, LEADS_ONLY, pk="skill"),
    Row("settings/skills/<int:pk>/archive/", LEADS_ONLY, "POST", values={"pk": "skill"}),
    Row("settings/abilities/", LEADS_ONLY),
    *page("abilities/<int:pk>/", {"languages": "de"}, LEADS_ONLY, pk="colleague"),
    Row("settings/api-tokens/", ADMINS_ONLY),
    Row("settings/api-tokens/<int:pk>/revoke/", ADMINS_ONLY, "POST", values={"pk": "omars_token"}),
    Row("settings/incoming/", ADMINS_ONLY),
    Row("settings/incoming/recover/", ADMINS_ONLY, "POST"),
    Row("settings/incoming/<int:pk>/", ADMINS_ONLY, values={"pk": "stopped_mail"}),
    Row("settings/incoming/<int:pk>/source/", ADMINS_ONLY, values={"pk": "stopped_mail"}),
    Row("settings/trusted-senders/", ADMINS_ONLY),
    Row("settings/trusted-senders/<int:pk>/forget/", ADMINS_ONLY, "POST", values={"pk": "trusted_sender"}),
    Row("settings/escalation-reasons/", ADMINS_ONLY),
    *page("escalation-reasons/new/", {"name": "Refund"}),
    *page("escalation-reasons/<int:pk>/", {"name": "Refund"}, pk="reason"),
    Row("settings/escalation-reasons/<int:pk>/archive/", ADMINS_ONLY, "POST", values={"pk": "reason"}),
    Row("settings/brands/", ADMINS_ONLY),
    *page("brands/new/", {"name": "Northwind"}),
    Row("settings/brands/preview/", ADMINS_ONLY, "POST", {"colour": "#4353d6"}),
    *page("brands/<int:pk>/", {"name": "Northwind"}, pk="brand"),
    Row("settings/brands/<int:pk>/archive/", ADMINS_ONLY, "POST", values={"pk": "brand"}),
    Row("brand/<int:pk>/<str:key>.css", PUBLIC, values={"pk": "brand", "key": "brand_key"}),
    Row("brand/<int:pk>/logo/<str:key>", PUBLIC, values={"pk": "brand", "key": "brand_key"}),
    Row("brand/<int:pk>/icon/<str:key>.svg", PUBLIC, values={"pk": "brand", "key": "brand_key"}),
    Row("settings/style/", ADMINS_ONLY),
    *page("style/new/", {"name": "Brand"}),
    *page("style/<int:pk>/", {"name": "Brand"}, pk="style_guide"),
    Row("settings/style/<int:pk>/archive/", ADMINS_ONLY, "POST", values={"pk": "style_guide"}),
    Row("settings/level-guides/", ADMINS_ONLY),
    *page("level-guides/<int:level>/", {"criteria": "Money"}, level="level"),
    # Whoever holds the mail: its link is signed. A wrong one is nobody's.
    Row("invitation/<int:pk>/<str:token>/", PUBLIC, values={"pk": "invited", "token": "invitation"}),
    Row(
        "invitation/<int:pk>/<str:token>/",
        everybody(ELSEWHERE),  # to the desk
        "POST",
        {"new_password1": "a long one indeed", "new_password2": "a long one indeed"},
        {"pk": "invited", "token": "invitation"},
    ),
    Row("invitation/<int:pk>/<str:token>/", everybody(HIDDEN), values={"pk": "person", "token": "invitation"}),
]
