"""The two views that `manage.py bench public` compares the files with."""

import os

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import path

from portal.public.bench.public import programme_page


@login_not_required
def empty(request):
    return HttpResponse()


@login_not_required
def rendered(request):
    return HttpResponse(programme_page(os.environ["BENCH_MUNICIPALITY"]).body)


urlpatterns = [path("bench/empty/", empty), path("bench/rendered/", rendered)]
