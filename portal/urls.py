"""What Django answers: the desk, and the few public pages that are made when somebody asks; the rest lies in files."""

from django.urls import include, path

from portal.access.views.account import health
from portal.desk.views.mine import municipalities

# The rooms of the desk. The middleware of portal/access turns the slug into `request.municipality`.
desk = [
    path("", include("programmes.urls")),
    path("", include("portal.access.desk_urls")),
    path("", include("indicators.urls")),
    path("", include("actions.urls")),
    path("", include("portal.publishing.urls")),
    path("", include("portal.followups.urls")),
    path("", include("portal.desk.urls")),
    path("", include("portal.desk.imports.urls")),
]

urlpatterns = [
    path("halsa/", health, name="health"),
    path("konto/", include("portal.access.urls")),
    path("arbete/", municipalities, name="municipalities"),
    path("arbete/<slug:municipality>/", include(desk)),
    path("", include("portal.public.urls")),
]
