"""The whole address space, one include per app."""

from django.conf import settings
from django.urls import path

from helpdesk.styleguide import styleguide

urlpatterns: list = []

if settings.DEBUG:
    urlpatterns += [path("styleguide/", styleguide, name="styleguide")]
