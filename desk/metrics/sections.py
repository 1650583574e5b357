"""The pages of figures in their order: key, route and name of each."""

from django.utils.translation import gettext_lazy as _

SECTION_LINKS = (
    ("overview", "metrics:overview", _("Overview")),
    ("responsiveness", "metrics:responsiveness", _("Responsiveness")),
    ("quality", "metrics:quality", _("Quality")),
    ("levels", "metrics:levels", _("Levels")),
    ("sla", "metrics:sla", _("SLA")),
    ("self_service", "metrics:self_service", _("Self-service")),
    ("volume", "metrics:volume", _("Volume and backlog")),
    ("team", "metrics:team", _("Team")),
    ("emerging", "metrics:emerging", _("Emerging issues")),
    ("voice", "metrics:voice", _("Voice of the customer")),
    ("comments", "metrics:comments", _("Comments")),
    ("reviews", "metrics:reviews", _("Case reviews")),
    ("dashboards", "metrics:dashboards", _("Dashboards")),
    ("wallboard", "metrics:wallboard", _("Wallboard")),
)
