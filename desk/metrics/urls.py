"""Figures, below /metrics/."""

from django.urls import path

from desk.metrics import comment_views, views

app_name = "metrics"

urlpatterns = [
    path("", views.section, {"section": "overview"}, name="overview"),
    path("responsiveness/", views.section, {"section": "responsiveness"}, name="responsiveness"),
    path("levels/", views.section, {"section": "levels"}, name="levels"),
    path("sla/", views.section, {"section": "sla"}, name="sla"),
    path("volume/", views.section, {"section": "volume"}, name="volume"),
    path("comments/", comment_views.comments, name="comments"),
    path("choices/<slug:name>/", views.choices, name="choices"),
    path("export.csv", views.export, name="export"),
    path("figures/<slug:key>/", views.tickets, name="tickets"),
    path("figures/<slug:key>/export.csv", views.export_tickets, name="export_tickets"),
]
