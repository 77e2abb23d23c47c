from django.urls import path

from .cells import CELLS
from .views import actions, cells, dialogues, order, plans, proposals, removing, reports, rows, table, year

app_name = "actions"
urlpatterns = [
    path("planer/", plans.index, name="plans"),
    path("program/<int:programme>/planer/ny/", plans.add, name="add_plan"),
    path("planer/<int:pk>/", plans.plan, name="plan"),
    path("planer/<int:pk>/andra/", plans.edit, name="edit_plan"),
    path("planer/<int:pk>/ta-bort/", plans.drop, name="drop_plan"),
    path("planer/<int:pk>/nasta/", year.next_plan, name="next_plan"),
    path("planer/<int:pk>/avsluta/", year.close, name="close_plan"),
    path("planer/<int:pk>/hamta-atgarder/", year.more_actions, name="more_actions"),
    path("planer/<int:pk>/angra/", table.take_back, name="take_back"),
    path("atgarder/skriver/", table.who_writes, name="who_writes"),
    path("planer/<int:plan>/atgarder/ny/", actions.add, name="add_action"),
    path("planer/<int:plan>/atgarder/andra/", rows.change, name="change_actions"),
    path("planer/<int:plan>/atgarder/ta-bort/", removing.drop_several, name="drop_actions"),
    path("planer/<int:plan>/atgarder/borttagna/", removing.index, name="removed_actions"),
    path("planer/<int:plan>/atgarder/ordning/", order.order, name="order_actions"),
    path("atgarder/<int:pk>/", actions.action, name="action"),
    path("atgarder/<int:pk>/andra/", actions.edit, name="edit_action"),
    path("atgarder/<int:pk>/kopiera/", actions.copy, name="copy_action"),
    path("atgarder/<int:pk>/ta-bort/", removing.drop, name="drop_action"),
    path("atgarder/<int:pk>/aterstall/", removing.restore, name="restore_action"),
    *(path(f"atgarder/<int:pk>/rutor/{name}/", cells.cell, {"name": name}, name=f"cell_{name}") for name in CELLS),
    path("atgarder/<int:action>/rapporter/ny/", reports.add, name="add_report"),
    path("rapporter/<int:pk>/andra/", reports.edit, name="edit_report"),
    path("rapporter/<int:pk>/ta-bort/", reports.drop, name="drop_report"),
    path("dialoger/", dialogues.index, name="dialogues"),
    path("program/<int:programme>/dialoger/ny/", dialogues.add, name="add_dialogue"),
    path("dialoger/<int:pk>/", dialogues.dialogue, name="dialogue"),
    path("dialoger/<int:pk>/andra/", dialogues.edit, name="edit_dialogue"),
    path("dialoger/<int:pk>/ta-bort/", dialogues.drop, name="drop_dialogue"),
    path("program/<int:programme>/forslag/ny/", proposals.add, name="add_proposal"),
    path("forslag/", proposals.index, name="proposals"),
    path("forslag/<int:pk>/", proposals.proposal, name="proposal"),
    path("forslag/<int:pk>/andra/", proposals.edit, name="edit_proposal"),
    path("forslag/<int:pk>/ta-bort/", proposals.drop, name="drop_proposal"),
]
