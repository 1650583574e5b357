from django.urls import path

from metrics.api.views import Metrics

urlpatterns = [path("metrics/", Metrics.as_view(), name="metrics")]
