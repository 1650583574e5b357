"""What tickets are promised."""

from tests.access.rows_api import on_ticket as api_on_ticket
from tests.access.rows_desk import on_ticket as desk_on_ticket

SLA = [
    *desk_on_ticket("promises/", "GET"),
    *api_on_ticket("clocks/"),
]
