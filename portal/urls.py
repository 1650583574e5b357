"""The customers' side of the address space."""

from django.urls import path

from portal import (
    asking_views,
    copying_views,
    data_views,
    draft_views,
    identity_views,
    language_views,
    mailed_answer_views,
    message_views,
    report_views,
    status_views,
    survey_views,
    views,
)

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("requests/new/", asking_views.new_request, name="new_request"),
    path("requests/new/questions/", asking_views.questions, name="questions"),
    path("requests/new/draft/", draft_views.keep_new, name="keep_draft"),
    path("requests/<int:number>/draft/", draft_views.keep_answer, name="keep_answer_draft"),
    path("requests/confirm/", asking_views.confirm, name="confirm"),
    path("requests/<int:number>/", views.request_detail, name="request"),
    path("requests/<int:number>/conversation/", views.conversation, name="conversation"),
    path("requests/<int:number>/answer/", views.answer, name="answer"),
    path("requests/<int:number>/solved/", views.mark_solved, name="mark_solved"),
    path("requests/<int:number>/unsolved/", views.mark_unsolved, name="mark_unsolved"),
    path("requests/<int:number>/copy/", copying_views.copy, name="copy"),
    path("requests/<int:number>/copied/<int:person>/remove/", copying_views.uncopy, name="uncopy"),
    path("requests/<int:number>/rating/", survey_views.rate, name="rate"),
    path("reports/", report_views.reports, name="reports"),
    path("reports/export/", report_views.export, name="reports_export"),
    path("profile/data/", data_views.your_data, name="your_data"),
    path("profile/data/copy/", data_views.copy, name="data_copy"),
    path("profile/data/erase/", data_views.erase, name="erase_data"),
    path("profile/data/keep/", data_views.keep, name="keep_data"),
    path("profile/data/<uuid:key>/", data_views.download, name="data_file"),
    path("surveys/<str:token>/", survey_views.survey, name="survey"),
    path("messages/<str:token>/stop/", message_views.stop, name="stop_messages"),
    path("surveys/<str:token>/stop/", survey_views.stop, name="stop_surveys"),
    path("answers/<str:token>/", mailed_answer_views.mailed_answers, name="mailed_answers"),
    path("status/", status_views.status, name="status"),
    path("status/<int:pk>/subscribe/", status_views.subscribe, name="status_subscribe"),
    path("status/confirm/<str:token>/", status_views.confirm, name="status_confirm"),
    path("status/unsubscribe/<str:token>/", status_views.unsubscribe, name="status_unsubscribe"),
    path("language/", language_views.choose, name="language"),
    path("identity/<str:token>/", identity_views.identity, name="identity"),
]
