"""The desk's pages of a municipality, its programmes and departments; under /arbete/<municipality>/."""

from django.urls import path

from .views import changes, departments, drafts, municipality, parts, programme, revisions, uploads


def part_paths(folder, name, new, kind):
    """Return the addresses of one kind of a programme's parts."""
    given = {"part": kind}
    return [
        path(f"program/<int:pk>/{folder}/{new}/", parts.add, given, name=f"add_{name}"),
        path(f"{folder}/<int:pk>/", parts.edit, given, name=name),
        path(f"{folder}/<int:pk>/ta-bort/", parts.drop, given, name=f"drop_{name}"),
    ]


def revised_paths(folder, name, new, kind):
    """Return the addresses of one kind of part in a revision."""
    given = {"kind": kind}
    return [
        path(f"revisioner/<int:pk>/{folder}/{new}/", revisions.add, given, name=f"add_revised{name}"),
        path(f"revisioner/<int:pk>/{folder}/<int:target>/", revisions.revise, given, name=f"revise_{name}"),
        path(f"revisioner/{folder}/<int:pk>/", revisions.part, given, name=f"revised{name}"),
        path(f"revisioner/{folder}/<int:pk>/ta-bort/", revisions.drop_part, given, name=f"drop_revised{name}"),
    ]


app_name = "programmes"
urlpatterns = [
    path("", municipality.overview, name="municipality"),
    path("uppgifter/", municipality.facts, name="facts"),
    path("uppgifter/logotyp/", uploads.logotype, name="logotype"),
    path("filer/<int:pk>/", uploads.upload, name="upload"),
    path("filer/<int:pk>/ta-bort/", uploads.drop, name="drop_upload"),
    path("program/nytt/", programme.add, name="add_programme"),
    path("program/<int:pk>/", programme.overview, name="programme"),
    path("program/<int:pk>/texter/", programme.texts, name="texts"),
    path("program/<int:pk>/dokument/", uploads.adopted_document, name="adopted_document"),
    path("program/<int:pk>/ord/", programme.words, name="words"),
    path("program/<int:pk>/ta-bort/", programme.drop, name="drop_programme"),
    *part_paths("mal", "goal", "nytt", parts.GOAL),
    path("program/<int:pk>/mal/ordning/", parts.order, {"part": parts.GOAL}, name="order_goals"),
    path("program/<int:pk>/omraden/ordning/", parts.order, {"part": parts.AREA}, name="order_areas"),
    path("mal/<int:pk>/flytta/", parts.move, {"part": parts.GOAL}, name="move_goal"),
    *part_paths("omraden", "area", "nytt", parts.AREA),
    path("omraden/<int:pk>/flytta/", parts.move, {"part": parts.AREA}, name="move_area"),
    *part_paths("beslut", "step", "nytt", parts.STEP),
    path("beslut/<int:pk>/bilaga/", uploads.attach, name="attach"),
    *part_paths("grupper", "group", "ny", parts.GROUP),
    path("program/<int:pk>/revision/ny/", revisions.start, name="start_revision"),
    path("revisioner/<int:pk>/", revisions.revision, name="revision"),
    path("revisioner/<int:pk>/andra/", revisions.edit, name="edit_revision"),
    path("revisioner/<int:pk>/ta-bort/", revisions.drop, name="drop_revision"),
    path("revisioner/<int:pk>/texter/", revisions.texts, name="revise_texts"),
    path(
        "revisioner/texter/<int:pk>/ta-bort/",
        revisions.drop_part,
        {"kind": revisions.TEXTS},
        name="drop_revisedtexts",
    ),
    *revised_paths("mal", "goal", "nytt", revisions.GOAL),
    *revised_paths("omraden", "area", "nytt", revisions.AREA),
    path("revisioner/<int:pk>/beslut/", revisions.enact, name="enact_revision"),
    path("forvaltningar/", departments.index, name="departments"),
    path("forvaltningar/ny/", departments.add, name="add_department"),
    path("forvaltningar/<int:pk>/", departments.edit, name="department"),
    path("forvaltningar/<int:pk>/stang/", departments.close, name="close_department"),
    path("forvaltningar/<int:pk>/ta-bort/", departments.drop, name="drop_department"),
    path("utkast/", drafts.index, name="drafts"),
    path("utkast/<int:pk>/kasta/", drafts.drop, name="drop_draft"),
    path("andringar/", changes.index, name="changes"),
    path("andringar/<int:pk>/", changes.change, name="change"),
    path("andringar/<int:pk>/ta-tillbaka/", changes.undo, name="undo"),
]
