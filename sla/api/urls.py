from django.urls import path

from sla.api import clocks

urlpatterns = [
    path("tickets/<int:number>/clocks/", clocks.TicketClocks.as_view(), name="clocks"),
]
