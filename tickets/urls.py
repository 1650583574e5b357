"""What desk and portal share: the live stream, who is where, files, framed messages."""

from django.urls import path

from tickets import file_views, views

app_name = "tickets"
urlpatterns = [
    path("live/events/", views.live_events, name="live_events"),
    path("live/presence/", views.presence_said, name="presence_said"),
    path("attachments/", file_views.upload, name="upload"),
    path("attachments/<uuid:key>/<path:name>", file_views.attachment, name="attachment"),
    path("messages/<int:pk>/frame/", file_views.message_frame, name="message_frame"),
]
