from django.urls import path

from chat.api import widget

urlpatterns = [
    path("widget/", widget.WidgetSettings.as_view(), name="widget"),
    path("widget/secret/", widget.WidgetSecret.as_view(), name="widget_secret"),
]
