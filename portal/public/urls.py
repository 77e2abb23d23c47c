"""The public pages that are made when somebody asks; `serve.ASKED` and docs/nginx.conf know the same addresses."""

from django.urls import path, register_converter

from . import views


class Number:
    """The number of a version in the one form that it has in an address."""

    regex = "[1-9][0-9]{0,5}"
    to_python, to_url = int, str


register_converter(Number, "number")

app_name = "public"
VERSIONS = "<slug:site>/<slug:programme>/versioner/"
urlpatterns = [
    path(f"{VERSIONS}den/", views.on_day, name="on_day"),
    path(f"{VERSIONS}jamfor/", views.choose, name="choose"),
    path(f"{VERSIONS}<number:old>/jamfor/gallande/", views.with_newest, name="with_newest"),
    path(f"{VERSIONS}<number:old>/jamfor/<number:new>/", views.comparison, name="comparison"),
]
