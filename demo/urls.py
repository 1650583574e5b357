"""Pages that only the demo has."""

from django.urls import path

from demo.catcher import views
from demo.site.views import shop

urlpatterns = [
    path("demo/site/", shop, name="demo_site"),
    path("demo/mail/", views.mail_list, name="demo_mail_list"),
    path("demo/mail/write/", views.mail_write, name="demo_mail_write"),
    path("demo/mail/<int:pk>/", views.mail, name="demo_mail"),
    path("demo/mail/<int:pk>/frame/", views.mail_frame, name="demo_mail_frame"),
    path("demo/mail/<int:pk>/files/<int:attachment>/", views.mail_file, name="demo_mail_file"),
]
