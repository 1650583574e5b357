"""Problems with their incidents, and issues in trackers, below /desk/."""

from django.urls import path

from desk.views import incidents, issues

urlpatterns = [
    path("tickets/<int:number>/incidents/", incidents.incidents, name="incidents"),
    path("issues/<int:pk>/answer/", incidents.issue, name="answer_issue"),
    path("tickets/<int:number>/issues/", issues.issues, name="issues"),
    path("tickets/<int:number>/issues/link/", issues.link, name="link_issue"),
    path("tickets/<int:number>/issues/new/", issues.new, name="new_issue"),
    path("tickets/<int:number>/issues/<int:pk>/unlink/", issues.unlink, name="unlink_issue"),
    path("tickets/<int:number>/issues/<int:pk>/comment/", issues.comment, name="comment_on_issue"),
    path("tickets/<int:number>/issues/calls/<int:pk>/retry/", issues.retry, name="retry_call"),
]
