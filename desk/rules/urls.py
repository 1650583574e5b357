"""Rules and what belongs to them, below /settings/."""

from django.urls import path

from desk.rules import giving_out, trying, views

app_name = "rules"

urlpatterns = [
    path("rules/", views.rules, name="rules"),
    path("rules/new/", views.new_rule, name="new_rule"),
    path("rules/builder/", views.builder, name="builder"),
    path("rules/try/", trying.attempt, name="try"),
    path("rules/order/", views.order, name="order"),
    path("rules/<int:pk>/", views.rule, name="rule"),
    path("rules/<int:pk>/switch/", views.switch, name="switch"),
    path("rules/<int:pk>/duplicate/", views.duplicate, name="duplicate"),
    path("rules/<int:pk>/archive/", views.archive, name="archive"),
    path("rules/<int:pk>/versions/<int:number>/restore/", views.restore_version, name="restore_version"),
    path("assignment/", giving_out.assignment, name="assignment"),
    path("assignment/<int:pk>/", giving_out.set_assignment, name="set_assignment"),
    path("webhooks/", giving_out.webhooks, name="webhooks"),
    path("webhooks/<int:pk>/archive/", giving_out.archive_webhook, name="archive_webhook"),
]
