"""The whole address space, one include per app."""

from django.urls import path

from helpdesk.health import healthz, readyz

urlpatterns = [
    path("healthz/", healthz, name="healthz"),
    path("readyz/", readyz, name="readyz"),
]
