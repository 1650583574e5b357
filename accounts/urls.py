"""Signing in and out, and the profile."""

from django.urls import path

from accounts import views

urlpatterns = [
    path("sign-in/", views.sign_in, name="account_login"),
    path("sign-in/code/", views.enter_code, name="account_code"),
    path("sign-in/password/", views.enter_password, name="account_password"),
    path("sign-out/", views.sign_out, name="account_logout"),
    path("profile/", views.profile, name="profile"),
]
