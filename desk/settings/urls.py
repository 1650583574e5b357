"""The settings, below /settings/. An app with a page of its own includes its urls in helpdesk/urls.py before this."""

from django.urls import path

from desk.settings.views import start

app_name = "settings"

urlpatterns = [
    path("", start.start, name="start"),
    path("history/", start.history, name="history"),
    path("changes/<int:pk>/undo/", start.undo, name="undo"),
]
