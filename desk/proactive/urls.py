"""Messages to customers, below /desk/messages/."""

from django.urls import path

from desk.proactive import views

app_name = "messages"

urlpatterns = [
    path("", views.messages_page, name="messages"),
    path("new/", views.new, name="new"),
    path("<int:pk>/", views.message, name="message"),
    path("<int:pk>/progress/", views.progress, name="progress"),
    path("<int:pk>/start/", views.start, name="start"),
    path("<int:pk>/stop/", views.stop, name="stop"),
]
