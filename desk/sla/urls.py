"""Calendars and SLA policies, below /settings/."""

from django.urls import path

from desk.sla import answers, calendars, coverage, policies, restating

app_name = "sla"

urlpatterns = [
    path("calendars/", calendars.calendars, name="calendars"),
    path("calendars/new/", calendars.new_calendar, name="new_calendar"),
    path("calendars/preview/", calendars.preview, name="preview_calendar"),
    path("calendars/regions/", calendars.regions, name="regions"),
    path("calendars/<int:pk>/", calendars.calendar, name="calendar"),
    path("calendars/<int:pk>/archive/", calendars.archive, name="archive_calendar"),
    path("calendars/<int:pk>/default/", calendars.default, name="default_calendar"),
    path("calendars/<int:pk>/figures/", restating.figures, name="restate"),
    path("calendars/figures/<int:pk>/take-back/", restating.take_back_restatement, name="take_restatement_back"),
    path("coverage/", coverage.coverage, name="coverage"),
    path("sla/", policies.policies, name="policies"),
    path("sla/new/", policies.new_policy, name="new_policy"),
    path("sla/conditions/", policies.conditions, name="conditions"),
    path("sla/progress/", answers.progress, name="progress"),
    path("sla/<int:pk>/", policies.policy, name="policy"),
    path("sla/<int:pk>/move/", policies.move, name="move_policy"),
    path("sla/<int:pk>/switch/", policies.switch, name="switch_policy"),
    path("sla/<int:pk>/archive/", policies.archive, name="archive_policy"),
]
