"""Tickets between levels, below /desk/."""

from django.urls import path

from desk.views import handing_on

urlpatterns = [
    path("tickets/<int:number>/escalate/form/", handing_on.escalation_form, name="escalation_form"),
    path("tickets/<int:number>/escalate/", handing_on.escalate, name="escalate"),
    path("tickets/<int:number>/accept/", handing_on.accept, name="accept"),
    path("tickets/<int:number>/decline/", handing_on.decline, name="decline"),
    path("tickets/<int:number>/hand-back/", handing_on.hand_back, name="hand_back"),
    path("tickets/<int:number>/bring-down/", handing_on.bring_down, name="bring_down"),
    path("tickets/<int:number>/level-1-should-have/", handing_on.judge, name="judge_escalation"),
    path("tickets/<int:number>/style/", handing_on.style, name="style"),
    path("tickets/<int:number>/level-guide/", handing_on.level_guide, name="level_guide"),
]
