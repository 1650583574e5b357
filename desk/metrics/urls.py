"""Figures, below /metrics/."""

from collections.abc import Callable

from django.http import HttpResponseBase
from django.urls import URLPattern, path

from desk.metrics import (
    comment_views,
    dashboard_views,
    emerging,
    page_exports,
    quality,
    report_views,
    review_export,
    reviews,
    self_service,
    team,
    views,
    voice,
    wallboard,
)

app_name = "metrics"
FORMS = ("csv", "xlsx")
# Address of a page → what is exported of it.
EXPORTED = (
    ("team", "team"),
    ("voice", "voice"),
    ("self-service", "self_service"),
    ("self-service/articles", "articles"),
    ("self-service/searches", "searches"),
    ("comments", "comments"),
    ("emerging", "emerging"),
)


def exports(place: str, view: Callable[..., HttpResponseBase], name: str, **more: str) -> list[URLPattern]:
    """The addresses of the same page, or list, as a file of each form."""
    return [
        path(f"{place}/export.{form}", view, {"form": form, **more}, name=f"export_{name}_{form}") for form in FORMS
    ]


urlpatterns = [
    path("", views.section, {"section": "overview"}, name="overview"),
    path("responsiveness/", views.section, {"section": "responsiveness"}, name="responsiveness"),
    path("quality/", quality.quality, name="quality"),
    path("levels/", views.section, {"section": "levels"}, name="levels"),
    path("sla/", views.section, {"section": "sla"}, name="sla"),
    path("volume/", views.section, {"section": "volume"}, name="volume"),
    path("self-service/", self_service.self_service, name="self_service"),
    path("self-service/searches/<slug:which>/", self_service.searches, name="searches"),
    path("self-service/articles/<int:pk>/<slug:worth>/", self_service.article_sessions, name="article_sessions"),
    path("self-service/<slug:end>/", self_service.sessions, name="sessions"),
    path("team/", team.team, name="team"),
    path("emerging/", emerging.emerging, name="emerging"),
    path("emerging/<int:pk>/", emerging.issue, name="issue"),
    path("emerging/<int:pk>/problem/", emerging.problem, name="make_problem"),
    path("emerging/<int:pk>/no-issue/", emerging.no_issue, name="no_issue"),
    path("voice/", voice.voice, name="voice"),
    path("voice/area/", voice.voice_area, name="voice_area"),
    path("wallboard/", wallboard.wallboard, name="wallboard"),
    path("wallboard/<slug:number>/", wallboard.wallboard_tickets, name="wallboard_tickets"),
    path("comments/", comment_views.comments, name="comments"),
    path("reviews/", reviews.reviews, name="reviews"),
    path("reviews/draw/", reviews.draw, name="draw_reviews"),
    path("reviews/<int:pk>/", reviews.review, name="review"),
    path("reviews/<int:pk>/share/", reviews.share, name="share_review"),
    path("dashboards/", dashboard_views.dashboards, name="dashboards"),
    path("dashboards/new/", dashboard_views.new, name="new_dashboard"),
    path("dashboards/<int:pk>/", dashboard_views.dashboard, name="dashboard"),
    path("dashboards/<int:pk>/edit/", dashboard_views.edit, name="edit_dashboard"),
    path("dashboards/<int:pk>/delete/", dashboard_views.delete, name="delete_dashboard"),
    path("mails/new/", report_views.new, name="new_report"),
    path("mails/<int:pk>/", report_views.edit, name="edit_report"),
    path("mails/<int:pk>/preview/", report_views.preview, name="preview_report"),
    path("mails/<int:pk>/preview/mail/", report_views.preview_mail, name="preview_report_mail"),
    path("mails/<int:pk>/send/", report_views.send, name="send_report"),
    path("mails/<int:pk>/pause/", report_views.pause, name="pause_report"),
    path("mails/<int:pk>/delete/", report_views.delete, name="delete_report"),
    *(pattern for place, page in EXPORTED for pattern in exports(place, page_exports.export_page, page, page=page)),
    *exports("self-service/<slug:end>", page_exports.export_sessions, "sessions"),
    *exports("self-service/searches/<slug:which>", page_exports.export_searches, "search_list"),
    *exports("self-service/articles/<int:pk>/<slug:worth>", page_exports.export_article_sessions, "article_sessions"),
    *exports("wallboard/<slug:number>", wallboard.export_wallboard_tickets, "wallboard"),
    *exports("emerging/<int:pk>", page_exports.export_issue, "issue"),
    *exports("reviews", review_export.export_reviews, "reviews"),
    path("choices/<slug:name>/", views.choices, name="choices"),
    path("export.csv", views.export, name="export"),
    path("export.xlsx", views.export_spreadsheet, name="export_spreadsheet"),
    path("figures/<slug:key>/", views.tickets, name="tickets"),
    path("figures/<slug:key>/export.csv", views.export_tickets, name="export_tickets"),
    path("figures/<slug:key>/export.xlsx", views.export_tickets_spreadsheet, name="export_tickets_spreadsheet"),
]
