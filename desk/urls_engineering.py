"""Problems with their incidents, and issues in trackers, below /desk/."""

from django.urls import path

from desk.views import incidents

urlpatterns = [
    path("tickets/<int:number>/incidents/", incidents.incidents, name="incidents"),
]
