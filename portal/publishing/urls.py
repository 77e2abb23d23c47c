from django.urls import path

from . import again_views, standing, views, withdrawal_views

app_name = "publishing"
urlpatterns = [
    path("publicera/", views.index, name="index"),
    path("publicera/ga-tillbaka/", standing.pin_page, name="pin"),
    path("publicera/forsok-igen/", standing.build_again, name="build_again"),
    path("publicera/kommunen/", views.publish_site, name="publish_site"),
    path("publicera/kommunen/forhandsvisning/", views.preview_site, name="preview_site"),
    path("publicera/kommunen/forhandsvisning/<path:address>", views.preview_site, name="preview_site_address"),
    path("publicera/kommunen/versioner/", again_views.site_versions, name="site_versions"),
    path("publicera/kommunen/versioner/<int:number>/", again_views.publish_site_again, name="publish_site_again"),
    path("publicera/program/<int:pk>/", views.publish_programme, name="publish_programme"),
    path("publicera/program/<int:pk>/versioner/", again_views.versions, name="versions"),
    path("publicera/program/<int:pk>/versioner/<int:number>/", again_views.publish_again, name="publish_again"),
    path("publicera/program/<int:pk>/forhandsvisning/", views.preview, name="preview"),
    path("publicera/program/<int:pk>/forhandsvisning/<path:address>", views.preview, name="preview_address"),
    path("publicera/ta-bort/", withdrawal_views.withdrawals, name="withdrawals"),
    path("publicera/ta-bort/ord/", withdrawal_views.mask, name="mask"),
    path("publicera/ta-bort/<int:sequence>/", withdrawal_views.withdraw, name="withdraw"),
    path("revisioner/<int:pk>/forhandsvisning/", views.preview_revision, name="preview_revision"),
    path("revisioner/<int:pk>/forhandsvisning/<path:address>", views.preview_revision, name="preview_revision_address"),
]
