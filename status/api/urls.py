from django.urls import path

from status.api import issues, subscriptions

urlpatterns = [
    path("known-issues/", issues.KnownIssues.as_view(), name="known_issues"),
    path("known-issues/<int:pk>/", issues.OneKnownIssue.as_view(), name="known_issue"),
    path("known-issues/<int:pk>/updates/", issues.KnownIssueUpdates.as_view(), name="known_issue_updates"),
    path(
        "known-issues/<int:pk>/translations/<slug:code>/",
        issues.KnownIssueTranslation.as_view(),
        name="known_issue_translation",
    ),
    path("known-issues/<int:pk>/subscription/", subscriptions.OwnSubscription.as_view(), name="issue_subscription"),
    path("known-issues/<int:pk>/subscriptions/", subscriptions.Subscriptions.as_view(), name="issue_subscriptions"),
    path("known-issue-subscriptions/confirm/", subscriptions.Confirm.as_view(), name="confirm_issue_subscription"),
    path("known-issue-subscriptions/end/", subscriptions.End.as_view(), name="end_issue_subscription"),
]
