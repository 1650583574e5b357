from django.urls import path

from metrics.api import behind, breaches, dashboards, emerging, live, log, pages, restating, reviews, surveys
from metrics.api.views import Metrics

urlpatterns = [
    path("metrics/", Metrics.as_view(), name="metrics"),
    path("metrics/agents/", pages.Agents.as_view(), name="metrics_of_agents"),
    path("metrics/breaches/", breaches.Breaches.as_view(), name="breaches"),
    path("metrics/emerging/", emerging.Emerging.as_view(), name="emerging"),
    path("metrics/emerging/<int:pk>/problem/", emerging.ProblemOfIssue.as_view(), name="emerging_problem"),
    path("metrics/emerging/<int:pk>/dismissed/", emerging.DismissedIssue.as_view(), name="emerging_dismissed"),
    path("metrics/events/", log.Log.as_view(), name="metrics_log"),
    path("metrics/figures/<slug:key>/", behind.RowsBehind.as_view(), name="rows_of_figure"),
    path("metrics/levels/", pages.Levels.as_view(), name="metrics_of_levels"),
    path("metrics/restatements/", restating.Restatements.as_view(), name="restatements"),
    path("metrics/restatements/<int:pk>/", restating.OneRestatement.as_view(), name="restatement"),
    path("metrics/voice/", live.Voice.as_view(), name="voice"),
    path("metrics/wallboard/", live.Wallboard.as_view(), name="wallboard"),
    path("metrics/wallboard/<slug:number>/", live.BehindBoard.as_view(), name="behind_wallboard"),
    path("metrics/self-service/", pages.SelfService.as_view(), name="self_service"),
    path("metrics/reviews/", reviews.Reviews.as_view(), name="reviews"),
    path("metrics/reviews/draw/", reviews.DrawReviews.as_view(), name="draw_reviews"),
    path("metrics/reviews/<int:pk>/", reviews.OneReview.as_view(), name="review"),
    path("metrics/reviews/<int:pk>/shared/<slug:kind>/", reviews.SharedReview.as_view(), name="shared_review"),
    path("dashboards/", dashboards.Dashboards.as_view(), name="dashboards"),
    path("dashboards/<int:pk>/", dashboards.OneDashboard.as_view(), name="dashboard"),
    path("dashboards/<int:pk>/restore/", dashboards.RestoreDashboard.as_view(), name="restore_dashboard"),
    path("surveys/", surveys.Surveys.as_view(), name="surveys"),
    path("surveys/answer/", surveys.AnswerSurvey.as_view(), name="answer_survey"),
    path("surveys/stop/", surveys.StopSurveys.as_view(), name="stop_surveys"),
    path("survey-plans/", surveys.SurveyPlans.as_view(), name="survey_plans"),
    path("survey-plans/<str:kind>/", surveys.OneSurveyPlan.as_view(), name="survey_plan"),
    path("tickets/<int:number>/rating/", surveys.RateTicket.as_view(), name="rate_ticket"),
]
