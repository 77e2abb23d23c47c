import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from portal.public.serve import FileServer

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

DESK = ("/arbete/", "/konto/", "/halsa/")  # all else is public and lies in files; docs/nginx.conf says the same

application = FileServer(get_wsgi_application(), settings.SITES, prefixes=DESK, hsts=settings.SECURE_HSTS_SECONDS)
