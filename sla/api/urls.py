from django.urls import path

from sla.api import calendars, clocks, coverage, policies

urlpatterns = [
    path("tickets/<int:number>/clocks/", clocks.TicketClocks.as_view(), name="clocks"),
    path("calendars/", calendars.Calendars.as_view(), name="calendars"),
    path("calendars/days-in-file/", calendars.DaysInFile.as_view(), name="days_in_file"),
    path("calendars/<int:pk>/", calendars.OneCalendar.as_view(), name="calendar"),
    path("calendars/<int:pk>/days-off/", calendars.DaysOff.as_view(), name="days_off"),
    path("calendars/<int:pk>/preview/", calendars.PreviewCalendar.as_view(), name="preview_calendar"),
    path("calendars/<int:pk>/archive/", calendars.ArchiveCalendar.as_view(), name="archive_calendar"),
    path("calendars/<int:pk>/restore/", calendars.RestoreCalendar.as_view(), name="restore_calendar"),
    path("calendars/<int:pk>/default/", calendars.DefaultCalendar.as_view(), name="default_calendar"),
    path("coverage/", coverage.CoverageView.as_view(), name="coverage"),
    path("policies/", policies.Policies.as_view(), name="policies"),
    path("policies/order/", policies.OrderPolicies.as_view(), name="order_policies"),
    path("policies/order/preview/", policies.PreviewOrder.as_view(), name="preview_order"),
    path("policies/preview/", policies.PreviewNewPolicy.as_view(), name="preview_new_policy"),
    path("policies/recomputation/", policies.NewestRecomputation.as_view(), name="recomputation"),
    path("policies/<int:pk>/", policies.OnePolicy.as_view(), name="policy"),
    path("policies/<int:pk>/preview/", policies.PreviewPolicy.as_view(), name="preview_policy"),
    path("policies/<int:pk>/archive/", policies.ArchivePolicy.as_view(), name="archive_policy"),
    path("policies/<int:pk>/restore/", policies.RestorePolicy.as_view(), name="restore_policy"),
]
