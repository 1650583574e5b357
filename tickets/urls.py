from django.urls import path

from tickets import views

app_name = "tickets"
urlpatterns = [
    path("live/events/", views.live_events, name="live_events"),
]
