"""Pages and acts around answering."""

from django.urls import path

from desk.views import answering

urlpatterns = [
    path("after-sending/", answering.after_sending, name="after_sending"),
]
