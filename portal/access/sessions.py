"""Where a person is signed in: begun at the sign-in, seen now and then, ended by whoever it belongs to."""

import time

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare

SEEN = "seen"
EVERY = 600  # seconds between two notes that somebody was here


def begin(request):
    """Note the time in a session that has just been signed in; what is not noted here is not followed."""
    request.session[SEEN] = time.time()


def note(request):
    """Note that the session is in use: hardly ever a question to the database."""
    seen = request.session.get(SEEN)
    if seen is None or time.time() - seen < EVERY:
        return
    begin(request)
    row = UserSession.objects.filter(session_key=request.session.session_key)
    row.update(last_seen_at=timezone.now(), ip=get_adapter().get_client_ip(request), user_agent=agent(request))


def agent(request):
    return request.headers.get("User-Agent", "")[: UserSession._meta.get_field("user_agent").max_length]


def of(user):
    """Return the sessions in which the person is signed in, latest first; in two questions, however many."""
    rows = list(UserSession.objects.filter(user=user).order_by("-last_seen_at"))
    alive = Session.objects.filter(session_key__in=[row.session_key for row in rows], expire_date__gt=timezone.now())
    alive = {one.session_key: one.get_decoded().get(HASH_SESSION_KEY, "") for one in alive}
    valid = user.get_session_auth_hash()
    return [row for row in rows if constant_time_compare(alive.get(row.session_key, ""), valid)]


def end(rows):
    """End the sessions: whoever sits there is asked to sign in at the next request."""
    for row in rows:
        row.end()
