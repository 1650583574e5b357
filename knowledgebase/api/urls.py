from django.urls import path

from knowledgebase.api import gaps, of_tickets, sessions, sorting, texts, views, writing

_TEXT = "articles/<int:pk>/texts/<str:language>/"

urlpatterns = [
    path("articles/", views.Articles.as_view(), name="articles"),
    path("articles/search/", views.SearchArticles.as_view(), name="search_articles"),
    path("articles/<int:pk>/", views.OneArticle.as_view(), name="article"),
    path("articles/<int:pk>/texts/", writing.Texts.as_view(), name="article_texts"),
    path("articles/<int:pk>/changes/", writing.Changes.as_view(), name="article_changes"),
    path("articles/<int:pk>/verify/", writing.Verify.as_view(), name="verify_article"),
    path("articles/<int:pk>/pictures/", writing.Pictures.as_view(), name="article_pictures"),
    path(f"{_TEXT}", texts.Text.as_view(), name="article_text"),
    path(f"{_TEXT}revisions/", texts.Revisions.as_view(), name="article_revisions"),
    path(f"{_TEXT}revisions/<int:number>/", texts.OneRevision.as_view(), name="article_revision"),
    path(f"{_TEXT}revisions/<int:number>/restore/", texts.Restore.as_view(), name="restore_article_revision"),
    path(f"{_TEXT}submit/", texts.Submit.as_view(), name="submit_article"),
    path(f"{_TEXT}publish/", texts.Publish.as_view(), name="publish_article"),
    path(f"{_TEXT}schedule/", texts.Schedule.as_view(), name="schedule_article"),
    path(f"{_TEXT}unschedule/", texts.Unschedule.as_view(), name="unschedule_article"),
    path(f"{_TEXT}archive/", texts.Archive.as_view(), name="archive_article"),
    path(f"{_TEXT}unarchive/", texts.Unarchive.as_view(), name="unarchive_article"),
    path(f"{_TEXT}address/", texts.Address.as_view(), name="move_article"),
    path(f"{_TEXT}translated/", texts.Translated.as_view(), name="article_translated"),
    path("tickets/<int:number>/article-draft/", of_tickets.Draft.as_view(), name="draft_article"),
    path("tickets/<int:number>/articles/", of_tickets.TicketArticles.as_view(), name="ticket_articles"),
    path("tickets/<int:number>/suggestions/", of_tickets.Suggestions.as_view(), name="ticket_suggestions"),
    path("tickets/<int:number>/suggestions/insert/", of_tickets.Insert.as_view(), name="insert_ticket_suggestion"),
    path("article-gaps/", gaps.Gaps.as_view(), name="article_gaps"),
    path("article-gaps/close/", gaps.Close.as_view(), name="close_article_gap"),
    path("article-gaps/reopen/", gaps.Reopen.as_view(), name="reopen_article_gap"),
    path("article-texts/", writing.AllTexts.as_view(), name="all_article_texts"),
    path("article-categories/", sorting.Categories.as_view(), name="article_categories"),
    path("article-categories/order/", sorting.CategoryOrder.as_view(), name="order_article_categories"),
    path("article-categories/<int:pk>/", sorting.OneCategory.as_view(), name="article_category"),
    path("article-categories/<int:pk>/sections/", sorting.Sections.as_view(), name="article_sections"),
    path("article-categories/<int:pk>/sections/order/", sorting.SectionOrder.as_view(), name="order_article_sections"),
    path("article-sections/<int:pk>/", sorting.OneSection.as_view(), name="article_section"),
    path("articles/<int:pk>/feedback/", views.ArticleFeedback.as_view(), name="article_feedback"),
    path("tickets/<int:number>/before-writing/", sessions.TicketBeforeWriting.as_view(), name="ticket_before_writing"),
]
