"""Surveys: which are sent, below /settings/."""

from django.urls import path

from desk.surveys import views

app_name = "surveys"

urlpatterns = [
    path("settings/surveys/", views.plans, name="plans"),
    path("settings/surveys/<slug:kind>/", views.plan, name="plan"),
    path("settings/surveys/<slug:kind>/preview/", views.preview, name="preview"),
]
