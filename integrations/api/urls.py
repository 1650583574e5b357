from django.urls import path

from integrations.api import issues, trackers

urlpatterns = [
    path("trackers/", trackers.Trackers.as_view(), name="trackers"),
    path("trackers/<int:pk>/", trackers.OneTracker.as_view(), name="tracker"),
    path("trackers/<int:pk>/check/", trackers.CheckTracker.as_view(), name="check_tracker"),
    path("issues/", trackers.Issues.as_view(), name="issues"),
    path("issues/<int:pk>/answer/", issues.AnswerIssue.as_view(), name="answer_issue"),
    path("tickets/<int:number>/issues/", issues.TicketIssues.as_view(), name="ticket_issues"),
    path("tickets/<int:number>/issues/draft/", issues.DraftIssue.as_view(), name="draft_issue"),
    path("tickets/<int:number>/issues/create/", issues.CreateIssue.as_view(), name="create_issue"),
    path("tickets/<int:number>/issues/<int:issue>/", issues.OneTicketIssue.as_view(), name="ticket_issue"),
    path("tickets/<int:number>/issues/<int:issue>/comments/", issues.IssueComments.as_view(), name="issue_comments"),
    path("tickets/<int:number>/tracker-calls/<int:pk>/retry/", issues.RetryCall.as_view(), name="retry_tracker_call"),
]
