from django.urls import path

from .views import approvals, follow_ups, mail, meeting, pack, revised, rounds, sections, telling

app_name = "followups"
urlpatterns = [
    path("uppfoljningar/", follow_ups.index, name="index"),
    path("uppfoljningar/ny/<int:programme_pk>/", follow_ups.start, name="start"),
    path("uppfoljningar/underlag/<int:programme_pk>/", pack.pack, name="pack"),
    path("uppfoljningar/reviderade/", revised.revised, name="revised"),
    path("uppfoljningar/<int:pk>/", follow_ups.follow_up, name="follow_up"),
    path("uppfoljningar/<int:pk>/texter/", follow_ups.edit, name="edit"),
    path("uppfoljningar/<int:pk>/omraden/<int:area_pk>/", follow_ups.assess, name="assess"),
    path("uppfoljningar/<int:pk>/lasa/", meeting.read, name="read"),
    path("uppfoljningar/<int:pk>/kommentera/<slug:place>/", meeting.comment, name="comment"),
    path("uppfoljningar/kommentarer/<int:pk>/", meeting.answer, name="answer"),
    path("uppfoljningar/kommentarer/<int:pk>/ta-tillbaka/", meeting.drop_comment, name="drop_comment"),
    path("uppfoljningar/<int:pk>/avsnitt/", sections.sections, name="sections"),
    path("uppfoljningar/<int:pk>/avsnitt/nytt/", sections.add_section, name="add_section"),
    path("uppfoljningar/avsnitt/<int:pk>/", sections.section, name="section"),
    path("uppfoljningar/avsnitt/<int:pk>/ta-bort/", sections.drop_section, name="drop_section"),
    path("uppfoljningar/<int:pk>/avvikelser/", rounds.deviating, name="deviations"),
    path("uppfoljningar/<int:pk>/delar/", rounds.progress, name="parts"),
    path("uppfoljningar/<int:pk>/delar/utan/", rounds.without_department, name="without_department"),
    path("uppfoljningar/<int:pk>/atgarder/<int:action_pk>/", telling.report, name="report"),
    path("uppfoljningar/<int:pk>/indikatorer/<int:indicator_pk>/", telling.figure, name="figure"),
    path("uppfoljningar/<int:pk>/delar/<int:department_pk>/", rounds.part, name="part"),
    path("uppfoljningar/<int:pk>/delar/<int:department_pk>/klar/", rounds.mark_ready, name="mark_part"),
    path("uppfoljningar/<int:pk>/mejl/", mail.letters, name="letters"),
    path("uppfoljningar/<int:pk>/mejl/igen/", mail.again, name="letters_again"),
    path("uppfoljningar/<int:pk>/delar/<int:department_pk>/lamna-tillbaka/", meeting.return_part, name="return"),
    path("uppfoljningar/<int:pk>/godkann/", approvals.approve, name="approve"),
    path("uppfoljningar/<int:pk>/godkann/<int:group_pk>/", approvals.assent, name="assent"),
    path("uppfoljningar/ledamoter/<int:pk>/ta-tillbaka/", approvals.take_back, name="take_back"),
    path("uppfoljningar/<int:pk>/ta-tillbaka/", approvals.withdraw, name="withdraw"),
    path("uppfoljningar/<int:pk>/publicera/", follow_ups.publish, name="publish"),
    path("uppfoljningar/<int:pk>/forhandsvisning/", follow_ups.preview, name="preview"),
    path("uppfoljningar/<int:pk>/forhandsvisning/<path:address>", follow_ups.preview, name="preview_address"),
    path("uppfoljningar/<int:pk>/handling.pdf", follow_ups.document, name="document"),
    path(
        "uppfoljningar/<int:pk>/handling.arkiv.pdf", follow_ups.document, {"ending": "arkiv.pdf"}, name="archive_copy"
    ),
    path("uppfoljningar/<int:pk>/handling/igen/", follow_ups.make_again, name="make_again"),
    path("uppfoljningar/<int:pk>/tjansteskrivelse.docx", follow_ups.letter, name="letter"),
]
