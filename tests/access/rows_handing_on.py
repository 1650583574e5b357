"""Tickets between levels, what colleagues can do, the reasons and the guides: on the desk and by the API."""

from tests.access import rows_api, rows_desk
from tests.access.outcomes import ADMINS_ONLY, LEADS_ON_THE_PRIVATE_TICKET, LEADS_ONLY, STAFF_ONLY
from tests.access.row import Row

V1 = "api/v1/"

HANDING_ON = [
    *rows_desk.on_ticket("escalate/form/", "GET"),
    *rows_desk.on_ticket("escalate/", data={"to": "2:", "reason": "Hard.", "tried": "All.", "asked": "Help."}),
    *rows_desk.on_ticket("accept/"),
    *rows_desk.on_ticket("decline/", data={"answer": "Not ours."}),
    *rows_desk.on_ticket("hand-back/", data={"answer": "Done."}),
    *rows_desk.on_ticket("bring-down/", "GET"),
    *rows_desk.on_ticket("bring-down/", data={"to": "1:", "reason": "Simple."}),
    *rows_desk.on_ticket("level-guide/", "GET"),
    *rows_desk.on_ticket("level-1-should-have/", may=LEADS_ONLY, may_on_private=LEADS_ON_THE_PRIVATE_TICKET),
    *rows_desk.on_ticket("style/", "GET"),
    *rows_api.on_ticket("style-guides/"),
    Row(V1 + "style-guides/", STAFF_ONLY),
    Row(V1 + "style-guides/", ADMINS_ONLY, "POST", {"name": "Brand"}, json=True),
    Row(V1 + "style-guides/<int:pk>/", STAFF_ONLY, values={"pk": "style_guide"}),
    Row(V1 + "style-guides/<int:pk>/", ADMINS_ONLY, "PATCH", {"tone": "Warm."}, {"pk": "style_guide"}, json=True),
    *rows_api.on_ticket("escalation-proposals/"),
    *rows_api.on_ticket("level-stays/"),
    *rows_api.on_ticket("avoidable-escalation/", "PUT", may=LEADS_ONLY, may_on_private=LEADS_ON_THE_PRIVATE_TICKET),
    *rows_api.on_ticket("avoidable-escalation/", "DELETE", may=LEADS_ONLY, may_on_private=LEADS_ON_THE_PRIVATE_TICKET),
    Row(V1 + "escalation-reasons/", STAFF_ONLY),
    Row(V1 + "escalation-reasons/", ADMINS_ONLY, "POST", {"name": "Too hard"}, json=True),
    Row(V1 + "escalation-reasons/<int:pk>/", STAFF_ONLY, values={"pk": "reason"}),
    Row(V1 + "escalation-reasons/<int:pk>/", ADMINS_ONLY, "PATCH", {"is_active": False}, {"pk": "reason"}, json=True),
    Row(V1 + "level-guides/", STAFF_ONLY),
    Row(V1 + "level-guides/<int:level>/", STAFF_ONLY, values={"level": "level"}),
    Row(V1 + "level-guides/<int:level>/", ADMINS_ONLY, "PATCH", {"criteria": "Easy."}, {"level": "level"}, json=True),
    # It waits still: for leads there is nothing to take back.
    Row("desk/concessions/<int:pk>/reopen/", LEADS_ONLY, "POST", values={"pk": "concession"}, htmx=True),
    Row(V1 + "concessions/<int:pk>/reopen/", LEADS_ONLY, "POST", {"words": "Wrong"}, {"pk": "concession"}, json=True),
    Row(V1 + "skills/", STAFF_ONLY),
    Row(V1 + "skills/", LEADS_ONLY, "POST", {"name": "Taxes"}, json=True),
    Row(V1 + "skills/<int:pk>/", STAFF_ONLY, values={"pk": "skill"}),
    Row(V1 + "skills/<int:pk>/", LEADS_ONLY, "PATCH", {"tags": ["tax"]}, {"pk": "skill"}, json=True),
    Row(V1 + "people/<int:pk>/abilities/", STAFF_ONLY, values={"pk": "colleague"}),
    Row(V1 + "people/<int:pk>/abilities/", LEADS_ONLY, "PATCH", {"languages": ["de"]}, {"pk": "colleague"}, json=True),
]
