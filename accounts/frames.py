"""In what the pages around an account are shown: to customers in the portal, to people of ours at the desk.

The desk stands above this app, so settings name the function that knows its frame (STAFF_FRAME).
"""

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.module_loading import import_string

from accounts.http import PersonRequest
from accounts.models import User

# The template that the page extends as `frame`, and what that one needs.
Frame = dict[str, Any]


def render_framed(request: PersonRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page that extends `frame` and fills its block `account`."""
    return render(request, template, {**_frame_for(request.user), **context}, status=status)


def _frame_for(person: User) -> Frame:
    if not person.is_staff:
        return {"frame": "accounts/base.html"}
    return cast(Callable[[User], Frame], import_string(settings.STAFF_FRAME))(person)
