"""Figures, below /metrics/."""

from django.urls import path

from desk.metrics import comment_views, self_service, team, views

app_name = "metrics"

urlpatterns = [
    path("", views.section, {"section": "overview"}, name="overview"),
    path("responsiveness/", views.section, {"section": "responsiveness"}, name="responsiveness"),
    path("levels/", views.section, {"section": "levels"}, name="levels"),
    path("sla/", views.section, {"section": "sla"}, name="sla"),
    path("volume/", views.section, {"section": "volume"}, name="volume"),
    path("self-service/", self_service.self_service, name="self_service"),
    path("self-service/<slug:end>/", self_service.sessions, name="sessions"),
    path("team/", team.team, name="team"),
    path("team/export.csv", team.export_team, name="export_team"),
    path("comments/", comment_views.comments, name="comments"),
    path("choices/<slug:name>/", views.choices, name="choices"),
    path("export.csv", views.export, name="export"),
    path("export.xlsx", views.export_spreadsheet, name="export_spreadsheet"),
    path("figures/<slug:key>/", views.tickets, name="tickets"),
    path("figures/<slug:key>/export.csv", views.export_tickets, name="export_tickets"),
    path("figures/<slug:key>/export.xlsx", views.export_tickets_spreadsheet, name="export_tickets_spreadsheet"),
]
