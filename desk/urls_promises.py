"""What tickets are promised, below /desk/."""

from django.urls import path

from desk.views import promises

urlpatterns = [
    path("tickets/<int:number>/promises/", promises.promises, name="promises"),
]
