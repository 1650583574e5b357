"""Files and messages of tickets, the same for desk and portal."""

from django.urls import path

from tickets import views

app_name = "tickets"

urlpatterns = [
    path("attachments/", views.upload, name="upload"),
    path("attachments/<uuid:key>/<path:name>", views.attachment, name="attachment"),
    path("messages/<int:pk>/frame/", views.message_frame, name="message_frame"),
]
