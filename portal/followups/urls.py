from django.urls import path

from . import approval_views, mail_views, meeting_views, pack_views, round_views, section_views, views

app_name = "followups"
urlpatterns = [
    path("uppfoljningar/", views.index, name="index"),
    path("uppfoljningar/ny/<int:programme_pk>/", views.start, name="start"),
    path("uppfoljningar/underlag/<int:programme_pk>/", pack_views.pack, name="pack"),
    path("uppfoljningar/<int:pk>/", views.follow_up, name="follow_up"),
    path("uppfoljningar/<int:pk>/texter/", views.edit, name="edit"),
    path("uppfoljningar/<int:pk>/omraden/<int:area_pk>/", views.assess, name="assess"),
    path("uppfoljningar/<int:pk>/lasa/", meeting_views.read, name="read"),
    path("uppfoljningar/<int:pk>/kommentera/<slug:place>/", meeting_views.comment, name="comment"),
    path("uppfoljningar/kommentarer/<int:pk>/", meeting_views.answer, name="answer"),
    path("uppfoljningar/kommentarer/<int:pk>/ta-tillbaka/", meeting_views.drop_comment, name="drop_comment"),
    path("uppfoljningar/<int:pk>/avsnitt/", section_views.sections, name="sections"),
    path("uppfoljningar/<int:pk>/avsnitt/nytt/", section_views.add_section, name="add_section"),
    path("uppfoljningar/avsnitt/<int:pk>/", section_views.section, name="section"),
    path("uppfoljningar/avsnitt/<int:pk>/ta-bort/", section_views.drop_section, name="drop_section"),
    path("uppfoljningar/<int:pk>/avvikelser/", round_views.deviating, name="deviations"),
    path("uppfoljningar/<int:pk>/delar/", round_views.progress, name="parts"),
    path("uppfoljningar/<int:pk>/delar/<int:department_pk>/", round_views.part, name="part"),
    path("uppfoljningar/<int:pk>/delar/<int:department_pk>/klar/", round_views.mark_ready, name="mark_part"),
    path("uppfoljningar/<int:pk>/mejl/", mail_views.letters, name="letters"),
    path("uppfoljningar/<int:pk>/mejl/igen/", mail_views.again, name="letters_again"),
    path("uppfoljningar/<int:pk>/delar/<int:department_pk>/lamna-tillbaka/", meeting_views.return_part, name="return"),
    path("uppfoljningar/<int:pk>/godkann/", approval_views.approve, name="approve"),
    path("uppfoljningar/<int:pk>/godkann/<int:group_pk>/", approval_views.assent, name="assent"),
    path("uppfoljningar/ledamoter/<int:pk>/ta-tillbaka/", approval_views.take_back, name="take_back"),
    path("uppfoljningar/<int:pk>/ta-tillbaka/", approval_views.withdraw, name="withdraw"),
    path("uppfoljningar/<int:pk>/publicera/", views.publish, name="publish"),
    path("uppfoljningar/<int:pk>/forhandsvisning/", views.preview, name="preview"),
    path("uppfoljningar/<int:pk>/forhandsvisning/<path:address>", views.preview, name="preview_address"),
    path("uppfoljningar/<int:pk>/handling.pdf", views.document, name="document"),
    path("uppfoljningar/<int:pk>/handling.arkiv.pdf", views.document, {"ending": "arkiv.pdf"}, name="archive_copy"),
    path("uppfoljningar/<int:pk>/handling/igen/", views.make_again, name="make_again"),
    path("uppfoljningar/<int:pk>/tjansteskrivelse.docx", views.letter, name="letter"),
]
