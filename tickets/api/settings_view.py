"""What the routes of settings share: rules, calendars, policies."""

from typing import Any

from accounts.api.base import ApiView
from accounts.models import Scope
from accounts.permissions import Permission
from tickets.access import require


class SettingsView(ApiView):
    """Only admins read and change them."""

    staff_only = True
    write_scope = Scope.ADMIN

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        require(request.user, Permission.SETTINGS)
