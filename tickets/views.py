"""The stream of live updates, and what pages say of themselves. Runs under Django's ASGI handler; see helpdesk/asgi.py."""

from collections.abc import AsyncIterator, Sequence

from asgiref.sync import sync_to_async
from django.db import connections
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from helpdesk.live import TooManyStreams, hub
from tickets import presence
from tickets.live import channels_for
from tickets.presence import Said


@require_GET
async def live_events(request: HttpRequest) -> HttpResponseBase:
    """Server-sent events: `hello` (catch up now), then `ticket` with {"ticket", "kind"} and, for staff, "seq".

    `enough`: this person holds too many streams; looking again later is all that is left.
    """
    # After a restart all browsers come back at once; each is a thread here, and would be a database connection.
    async with hub().admission:
        admitted = await sync_to_async(_admit)(request)
    if admitted is None:
        return HttpResponse(_("Sign in first."), status=403, content_type="text/plain")
    return StreamingHttpResponse(
        _stream(*admitted),
        content_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


@require_POST
async def presence_said(request: HttpRequest) -> HttpResponse:
    """A page that holds a pass says that it is still there, what is written in it, or that it goes: no database is asked.

    403: the pass is over, and the page asks for another one where the ticket is.
    """
    form = request.POST.dict()
    is_heard = await sync_to_async(presence.say)(str(form.get("pass", "")), Said.of(form))
    return HttpResponse(status=204 if is_heard else 403)


def _admit(request: HttpRequest) -> tuple[int, list[str]] | None:
    """Who listens and on what. Django keeps this thread for as long as we stream, so its connection is closed here."""
    try:
        person = request.user
        return (person.pk, channels_for(person)) if isinstance(person, User) else None
    finally:
        connections.close_all()


async def _stream(owner: int, channels: Sequence[str]) -> AsyncIterator[str]:
    try:
        async for text in hub().listen(owner, channels):
            yield text
    except TooManyStreams:
        yield "event: enough\ndata: {}\n\n"
