"""The whole address space, one include per app."""

from django.urls import include, path

urlpatterns: list = [
    path("", include("tickets.urls")),
]
