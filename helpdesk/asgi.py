"""The web process. Event streams go to Django's ASGI handler; everything else goes through threads to its WSGI handler.

Django's synchronous views cost three times the CPU under plain ASGI, and WSGI cannot hold a thousand open streams.
"""

import os
from typing import Any, cast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")

from a2wsgi import WSGIMiddleware
from django.conf import settings
from django.core.asgi import get_asgi_application

from helpdesk.wsgi import application as wsgi_application

STREAMS = "/live/"

streams = get_asgi_application()
# Each thread keeps a database connection; requests beyond them wait.
pages = WSGIMiddleware(cast(Any, wsgi_application), workers=settings.WEB_THREADS)


async def application(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] != "http":
        raise ValueError(f"Only HTTP is spoken here, not {scope['type']}.")
    if scope["path"].startswith(STREAMS):
        await streams(scope, receive, send)
    else:
        await pages(scope, receive, send)
