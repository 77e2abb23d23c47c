from django.urls import path

from . import exports, figure_views, views

app_name = "imports"
urlpatterns = [
    path("planer/<int:plan>/importera/", views.upload, name="upload"),
    path("planer/<int:plan>/klistra-in/", views.paste, name="paste"),
    path("planer/<int:plan>/importera/<int:pk>/", views.job, name="import"),
    path("planer/<int:plan>/importera/<int:pk>/kolumner/", views.columns, name="columns"),
    path("planer/<int:plan>/importera/<int:pk>/ratta/", views.mend, name="mend"),
    path("planer/<int:plan>/importera/<int:pk>/ta/", views.take, name="take"),
    path("planer/<int:plan>/importera/<int:pk>/igen/", views.again, name="again"),
    path("planer/<int:plan>/importera/<int:pk>/ta-bort/", views.drop, name="drop"),
    path("indikatorer/tabell/", figure_views.figures, name="figures"),
    path("planer/<int:plan>/exportera.xlsx", exports.workbook, name="workbook"),
    path("planer/<int:plan>/exportera.csv", exports.text, name="csv"),
]
