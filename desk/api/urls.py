from django.urls import path

from desk.api import notifications, reports, settings
from desk.api.reading import READ
from tickets.api.verbs import VerbView

urlpatterns = [
    path("me/notifications/", notifications.Notifications.as_view(), name="notifications"),
    path("me/notifications/read-all/", notifications.ReadAll.as_view(), name="read_notifications"),
    path("me/notifications/unread-since/", notifications.TakeBackReadAll.as_view(), name="unread_notifications"),
    path("me/notifications/<int:pk>/read/", notifications.Read.as_view(), name="read_notification"),
    path("me/notifications/<int:pk>/unread/", notifications.Unread.as_view(), name="unread_notification"),
    path("tickets/<int:number>/read/", VerbView.as_view(verb=READ), name="ticket_mark_read"),
    path("me/notification-settings/", notifications.Settings.as_view(), name="notification_settings"),
    path("me/availability/", notifications.MyAvailability.as_view(), name="my_availability"),
    path("report-mails/", reports.Reports.as_view(), name="report_mails"),
    path("report-mails/<int:pk>/", reports.OneReport.as_view(), name="report_mail"),
    path("report-mails/<int:pk>/restore/", reports.RestoreReport.as_view(), name="restore_report_mail"),
    path("report-mails/<int:pk>/preview/", reports.ReportPreview.as_view(), name="preview_report_mail"),
    path("report-mails/<int:pk>/send/", reports.SendReport.as_view(), name="send_report_mail"),
    path("setting-changes/", settings.SettingChanges.as_view(), name="setting_changes"),
    path("setting-changes/<int:pk>/undo/", settings.UndoSettingChange.as_view(), name="undo_setting_change"),
    path("configuration/", settings.Configuration.as_view(), name="configuration"),
]
