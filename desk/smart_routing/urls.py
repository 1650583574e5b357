"""Smart routing, below /settings/."""

from django.urls import path

from desk.smart_routing import views

app_name = "smart"

urlpatterns = [
    path("smart-routing/", views.smart_routing, name="smart_routing"),
    path("smart-routing/progress/", views.progress, name="progress"),
    path("smart-routing/measure/", views.measure, name="measure"),
    path("smart-routing/<slug:field>/", views.choose, name="choose"),
]
