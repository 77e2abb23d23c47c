from django.urls import path

from . import views

app_name = "indicators"
urlpatterns = [
    path("indikatorer/", views.index, name="indicators"),
    path("indikatorer/ny/", views.add, name="add_indicator"),
    path("indikatorer/<int:pk>/", views.indicator, name="indicator"),
    path("indikatorer/<int:pk>/andra/", views.edit, name="edit_indicator"),
    path("indikatorer/<int:pk>/ta-bort/", views.drop, name="drop_indicator"),
    path("indikatorer/<int:indicator>/definitioner/ny/", views.add_definition, name="add_definition"),
    path("definitioner/<int:pk>/andra/", views.edit_definition, name="edit_definition"),
    path("indikatorer/<int:indicator>/varden/", views.values, name="values"),
    path("varden/<int:pk>/andra/", views.edit_value, name="edit_value"),
    path("varden/<int:pk>/ta-bort/", views.drop_value, name="drop_value"),
    path("indikatorer/<int:indicator>/malvarden/<int:programme>/ny/", views.add_target, name="add_target"),
    path("malvarden/<int:pk>/andra/", views.edit_target, name="edit_target"),
    path("malvarden/<int:pk>/ta-bort/", views.drop_target, name="drop_target"),
]
