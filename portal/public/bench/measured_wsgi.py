"""What `manage.py bench public` measures: the server of files as it is, before Django with two views more."""

import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from portal.public.serve import FileServer

settings.ROOT_URLCONF = "portal.public.bench.measured"

application = FileServer(get_wsgi_application(), Path(os.environ["BENCH_SITES"]), prefixes=("/bench/",))
