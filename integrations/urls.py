"""What other systems call, below /hooks/."""

from django.urls import path

from integrations import hooks

app_name = "integrations"

urlpatterns = [
    path("trackers/<uuid:key>/", hooks.hook, name="hook"),
]
