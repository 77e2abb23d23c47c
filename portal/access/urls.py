"""The pages of one's own account. Of allauth's there are only those that stand here: nobody signs up."""

from allauth.account import views as allauth
from django.urls import path

from . import views

urlpatterns = [
    path("", views.account, name="account"),
    path("logga-in/", allauth.login, name="account_login"),
    path("logga-ut/", views.sign_out, name="account_logout"),
    path("losenord/", views.change_password, name="account_change_password"),
]
