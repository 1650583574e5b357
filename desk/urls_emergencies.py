"""Emergencies, below /desk/."""

from django.urls import path

from desk.views import emergencies

urlpatterns = [
    path("emergencies/", emergencies.emergencies, name="emergencies"),
    path("emergencies/answer/<str:token>/", emergencies.answer_call, name="answer_call"),
    path("emergencies/<int:pk>/acknowledge/", emergencies.acknowledge, name="acknowledge_emergency"),
    path("emergencies/<int:pk>/stand-down/", emergencies.stand_down, name="stand_down_emergency"),
    path("tickets/<int:number>/emergency/", emergencies.declare_on, name="declare_emergency"),
]
