"""Figures, below /metrics/."""

from django.urls import path

from desk.metrics import comment_views, emerging, quality, self_service, team, views, voice, wallboard

app_name = "metrics"

urlpatterns = [
    path("", views.section, {"section": "overview"}, name="overview"),
    path("responsiveness/", views.section, {"section": "responsiveness"}, name="responsiveness"),
    path("quality/", quality.quality, name="quality"),
    path("levels/", views.section, {"section": "levels"}, name="levels"),
    path("sla/", views.section, {"section": "sla"}, name="sla"),
    path("volume/", views.section, {"section": "volume"}, name="volume"),
    path("self-service/", self_service.self_service, name="self_service"),
    path("self-service/<slug:end>/", self_service.sessions, name="sessions"),
    path("team/", team.team, name="team"),
    path("team/export.csv", team.export_team, name="export_team"),
    path("emerging/", emerging.emerging, name="emerging"),
    path("emerging/<int:pk>/", emerging.issue, name="issue"),
    path("emerging/<int:pk>/problem/", emerging.problem, name="make_problem"),
    path("emerging/<int:pk>/no-issue/", emerging.no_issue, name="no_issue"),
    path("voice/", voice.voice, name="voice"),
    path("voice/area/", voice.voice_area, name="voice_area"),
    path("voice/export.csv", voice.export_voice, name="export_voice"),
    path("wallboard/", wallboard.wallboard, name="wallboard"),
    path("comments/", comment_views.comments, name="comments"),
    path("choices/<slug:name>/", views.choices, name="choices"),
    path("export.csv", views.export, name="export"),
    path("figures/<slug:key>/", views.tickets, name="tickets"),
    path("figures/<slug:key>/export.csv", views.export_tickets, name="export_tickets"),
]
