"""The help widget, below /settings/."""

from django.urls import path

from desk.widget import views

app_name = "widget_settings"

urlpatterns = [
    path("widget/", views.widget, name="widget"),
    path("widget/secret/", views.secret, name="secret"),
]
