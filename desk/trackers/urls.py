"""Trackers, below /settings/."""

from django.urls import path

from desk.trackers import views

app_name = "trackers"

urlpatterns = [
    path("trackers/", views.trackers, name="trackers"),
    path("trackers/new/", views.new, name="new"),
    path("trackers/<int:pk>/", views.tracker, name="tracker"),
    path("trackers/<int:pk>/test/", views.test, name="test"),
    path("trackers/<int:pk>/archive/", views.archive, name="archive"),
]
