"""The desk's own pages, under /arbete/<municipality>/."""

from django.urls import path

from .views import mine, reporting

app_name = "desk"
urlpatterns = [
    path("mitt/", mine.todo, name="todo"),
    path("mitt/atgarder/", mine.actions, name="my_actions"),
    path("mitt/rapportera/", reporting.choose, name="report"),
    path("mitt/rapportera/<str:period>/", reporting.mine, name="report_all"),
    path("mitt/rapportera/<str:period>/forvaltning/<int:pk>/", reporting.department, name="report_department"),
]
