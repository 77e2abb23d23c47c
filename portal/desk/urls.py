"""The desk's own pages, under /arbete/<municipality>/."""

from django.urls import path

from .views import mine

app_name = "desk"
urlpatterns = [
    path("mitt/", mine.todo, name="todo"),
    path("mitt/atgarder/", mine.actions, name="my_actions"),
]
