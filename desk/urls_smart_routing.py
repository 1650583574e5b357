"""What people make of smart routing, below /desk/."""

from django.urls import path

from desk.views import proposals

urlpatterns = [
    path("tickets/<int:number>/proposals/<slug:field>/accept/", proposals.accept, name="accept_proposal"),
    path("tickets/<int:number>/proposals/<slug:field>/dismiss/", proposals.dismiss, name="dismiss_proposal"),
    path("tickets/<int:number>/proposals/<slug:field>/undo/", proposals.take_back, name="take_back_proposal"),
]
