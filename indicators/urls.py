from django.urls import path

from .views import annotations, fetching, grid, indicators, targets

app_name = "indicators"
urlpatterns = [
    path("indikatorer/", indicators.index, name="indicators"),
    path("indikatorer/ny/", indicators.add, name="add_indicator"),
    path("indikatorer/rutor/", grid.index, name="grid"),
    path("indikatorer/rutor/angra/", grid.take_back, name="take_back"),
    path("indikatorer/rutor/skriver/", grid.who_writes, name="who_writes"),
    path("indikatorer/<int:indicator>/rutor/<slug:sex>/<int:year>/varde/", grid.cell, name="cell"),
    path("indikatorer/hamtat/", fetching.index, name="fetched"),
    path("indikatorer/hamtat/hamta/", fetching.fetch_now, name="fetch_now"),
    path("indikatorer/kolada/", fetching.search_kolada, name="search_kolada"),
    path("indikatorer/scb/", fetching.search_scb, name="search_scb"),
    path("indikatorer/<int:indicator>/tabell/", fetching.choose_selection, name="choose_selection"),
    path("indikatorer/<int:indicator>/hamtat/", fetching.of_indicator, name="fetched_values"),
    path("indikatorer/<int:pk>/", indicators.indicator, name="indicator"),
    path("indikatorer/<int:pk>/andra/", indicators.edit, name="edit_indicator"),
    path("indikatorer/<int:pk>/ta-bort/", indicators.drop, name="drop_indicator"),
    path("indikatorer/<int:indicator>/definitioner/ny/", indicators.add_definition, name="add_definition"),
    path("definitioner/<int:pk>/andra/", indicators.edit_definition, name="edit_definition"),
    path("indikatorer/<int:indicator>/handelser/ny/", annotations.add, name="add_annotation"),
    path("handelser/<int:pk>/andra/", annotations.edit, name="edit_annotation"),
    path("handelser/<int:pk>/ta-bort/", annotations.drop, name="drop_annotation"),
    path("indikatorer/<int:indicator>/varden/", indicators.values, name="values"),
    path("varden/<int:pk>/andra/", indicators.edit_value, name="edit_value"),
    path("varden/<int:pk>/ta-bort/", indicators.drop_value, name="drop_value"),
    path("indikatorer/<int:indicator>/malvarden/<int:programme>/ny/", targets.add_target, name="add_target"),
    path("malvarden/<int:pk>/andra/", targets.edit_target, name="edit_target"),
    path("malvarden/<int:pk>/ta-bort/", targets.drop_target, name="drop_target"),
]
