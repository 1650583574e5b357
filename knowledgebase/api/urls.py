from django.urls import path

from knowledgebase.api import views

urlpatterns = [
    path("articles/", views.Articles.as_view(), name="articles"),
    path("articles/search/", views.SearchArticles.as_view(), name="search_articles"),
    path("articles/<int:pk>/", views.OneArticle.as_view(), name="article"),
    path("articles/<int:pk>/feedback/", views.ArticleFeedback.as_view(), name="article_feedback"),
]
