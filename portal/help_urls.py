"""The help centre, below /help/."""

from django.urls import path

from portal import answer_views, help_views

app_name = "help"
urlpatterns = [
    path("", help_views.start, name="start"),
    path("sitemap.xml", help_views.sitemap, name="sitemap"),
    path("pictures/<uuid:key>/<str:name>", help_views.picture, name="picture"),
    path("<str:language>/", help_views.home, name="home"),
    path("<str:language>/answers/", answer_views.answers, name="answers"),
    path("<str:language>/drafted/", answer_views.drafted, name="drafted"),
    path("<str:language>/solved/", answer_views.solved, name="solved"),
    path("<str:language>/solved/say/", answer_views.say_solved, name="say_solved"),
    path("<str:language>/search/", help_views.search, name="search"),
    path("<str:language>/categories/<str:slug>/", help_views.category, name="category"),
    path("<str:language>/articles/<str:slug>/", help_views.article, name="article"),
    path("<str:language>/articles/<str:slug>/feedback/", help_views.feedback, name="feedback"),
]
