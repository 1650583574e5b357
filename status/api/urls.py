from django.urls import path

from status.api import issues

urlpatterns = [
    path("known-issues/", issues.KnownIssues.as_view(), name="known_issues"),
    path("known-issues/<int:pk>/", issues.OneKnownIssue.as_view(), name="known_issue"),
    path("known-issues/<int:pk>/updates/", issues.KnownIssueUpdates.as_view(), name="known_issue_updates"),
]
