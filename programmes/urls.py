from django.urls import path

from .views import municipality

app_name = "programmes"
urlpatterns = [
    path("", municipality.overview, name="municipality"),
]
