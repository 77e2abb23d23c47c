"""What is removed when its time is over, once an hour: sessions, invitations, attempts that were counted."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from .models import Invitation


def forget():
    now = timezone.now()
    Session.objects.filter(expire_date__lt=now).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    Invitation.objects.over(now).delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM access_cache WHERE expires < %s", [now])
