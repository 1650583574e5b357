"""The whole address space, one include per app."""

from django.conf import settings
from django.urls import include, path

from helpdesk.health import healthz, readyz
from helpdesk.styleguide import styleguide

urlpatterns = [
    path("healthz/", healthz, name="healthz"),
    path("readyz/", readyz, name="readyz"),
    path("", include("accounts.urls")),
    path("", include("tickets.urls")),
    path("", include("helpdesk.api.urls")),
    path("desk/articles/", include("desk.articles.urls")),
    path("desk/messages/", include("desk.proactive.urls")),
    path("desk/", include("desk.known_issues.urls")),
    path("desk/", include("desk.urls")),
    path("settings/", include("desk.rules.urls")),
    path("settings/", include("desk.smart_routing.urls")),
    path("settings/", include("desk.sla.urls")),
    path("settings/", include("desk.trackers.urls")),
    path("settings/", include("desk.widget.urls")),
    path("settings/", include("desk.language_model.urls")),
    path("", include("desk.surveys.urls")),
    path("settings/", include("desk.settings.urls")),
    path("metrics/", include("desk.metrics.urls")),
    path("hooks/mail/", include("mail.urls")),
    path("hooks/", include("integrations.urls")),
    path("help/", include("portal.help_urls")),
    path("", include("portal.widget.urls")),
    path("", include("portal.urls")),
    path("", include("demo.urls")),
]

if settings.DEBUG:
    urlpatterns += [path("styleguide/", styleguide, name="styleguide")]
