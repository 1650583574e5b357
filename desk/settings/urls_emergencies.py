"""Emergency plans, below /settings/."""

from django.urls import path

from desk.settings.views import plans

urlpatterns = [
    path("emergencies/", plans.plans, name="emergency_plans"),
    path("emergencies/new/", plans.new_plan, name="new_emergency_plan"),
    path("emergencies/steps/", plans.steps, name="emergency_steps"),
    path("emergencies/<int:pk>/", plans.plan, name="emergency_plan"),
    path("emergencies/<int:pk>/archive/", plans.archive, name="archive_emergency_plan"),
]
