from django.urls import path

from knowledgebase.api import sessions, views

urlpatterns = [
    path("articles/", views.Articles.as_view(), name="articles"),
    path("articles/search/", views.SearchArticles.as_view(), name="search_articles"),
    path("articles/<int:pk>/", views.OneArticle.as_view(), name="article"),
    path("articles/<int:pk>/feedback/", views.ArticleFeedback.as_view(), name="article_feedback"),
    path("tickets/<int:number>/before-writing/", sessions.TicketBeforeWriting.as_view(), name="ticket_before_writing"),
]
