"""Known issues, below /desk/."""

from django.urls import path

from desk.known_issues import views

app_name = "known_issues"

urlpatterns = [
    path("known-issues/", views.known_issues, name="list"),
    path("known-issues/new/", views.new, name="new"),
    path("known-issues/<int:pk>/", views.known_issue, name="one"),
    path("known-issues/<int:pk>/<slug:code>/", views.translation, name="translation"),
]
