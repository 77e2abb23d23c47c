"""The round's letters: when it opens, a week before the last day, when that has passed, when the grace is over.

Members who approve here are written to when the report waits for them (`members`).

A letter is sent at least once, and in all likelihood once. Its row is made before it is sent, one for each round,
occasion and person, which a constraint holds; it is locked while it is sent and marked in the same transaction. A
worker killed in between leaves the row as it was, and the next one sends the letter again: better twice than never.
Both have the same Message-ID, by which mail servers know them to be one. Whether somebody is still to be written to,
and about what, is asked again just before.
"""

from contextlib import suppress
from functools import partial
from smtplib import SMTPDataError, SMTPException, SMTPNotSupportedError, SMTPRecipientsRefused, SMTPResponseException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import mailers
from django.db import transaction
from django.tasks import task
from django.urls import reverse
from django.utils import timezone

from portal.access.mail import BY_ITSELF, letter

from ..models import FollowUp
from ..models.notices import KEPT, Notice
from . import members
from .occasions import BY_DAY, LONGEST, TO_MEMBERS, Occasion, day_of, occasion_on
from .recipients import recipients

AWAKE = range(7, 19)  # the hours in which people are written to
OF_THE_LETTER = (SMTPRecipientsRefused, SMTPDataError, SMTPNotSupportedError, ValueError)  # the next one may go
OF_THE_SERVER = (SMTPException, OSError)  # away, slow, or letting nobody in


def by_schedule(now=None):
    """Make the letters that are to be written, and have what is due sent; a chore, by day."""
    now = now or timezone.localtime()
    Notice.objects.filter(at__lt=now - KEPT).delete()
    if now.hour in AWAKE:
        for follow_up in under_way(now.date()):
            announce(follow_up, now.date())
        for follow_up in members.under_way(now.date()):
            members.announce(follow_up, now.date())
        if Notice.objects.due(timezone.now()).exists():
            deliver.enqueue()


def under_way(on):
    """Return the follow-ups whose round may have an occasion on a day."""
    rows = FollowUp.objects.open().filter(first_day__lte=on, last_day__gte=on - LONGEST)
    return rows.filter(municipality__dropped=False).select_related("municipality")


def announce(follow_up, on):
    """Make a letter to everybody who is to be written to on a day and has not been."""
    if occasion := occasion_on(follow_up, on):
        write(follow_up, recipients(follow_up, on), occasion, day=day_of(follow_up, occasion))


def tell_returned(part, deed):
    """Write to those who report for a department whose part was returned by `deed`, once that change is done."""
    asked = recipients(part.follow_up, timezone.localdate()).items()
    about = {user: [one for one in each if one.department == part.department] for user, each in asked}
    write(part.follow_up, {user: each for user, each in about.items() if each}, Occasion.RETURNED, deed=deed)
    transaction.on_commit(deliver.enqueue)


def write(follow_up, asked, occasion, **about):
    same = {"municipality": follow_up.municipality, "follow_up": follow_up, "occasion": occasion, **about}
    for user, each in asked.items():
        notice, is_new = Notice.objects.get_or_create(user=user, **same)
        if is_new:
            notice.departments.set([one.department for one in each])


def try_again(follow_up):
    """Let what could not be sent be tried once more, from the beginning."""
    follow_up.notices.failed().update(state=Notice.State.WAITING, tries=0, next_at=timezone.now())
    deliver.enqueue()


@task(priority=-10)
def deliver():
    """Send what is due over one connection. A server that takes nothing is not asked for the rest: that waits too."""
    connection, fault = mailers.default, None
    try:
        for pk in Notice.objects.due(timezone.now()).order_by("pk").values_list("pk", flat=True):
            fault = deliver_one(pk, connection, fault)
    finally:
        with suppress(*OF_THE_SERVER):
            connection.close()


@transaction.atomic
def deliver_one(pk, connection, fault):
    """Send one letter that is due, if nobody else does; return the server's fault if it has one."""
    rows = Notice.objects.due(timezone.now()).select_for_update(of=("self",), skip_locked=True)
    notice = rows.select_related("follow_up__municipality", "follow_up__programme", "user").filter(pk=pk).first()
    today = timezone.localdate()
    if notice is None:
        return fault
    if is_over(notice, today):
        notice.settle(Notice.State.FAILED if notice.tries else Notice.State.UNNEEDED, notice.fault)
    elif not (asked := still_asked(notice, today)):
        notice.settle(Notice.State.UNNEEDED, notice.fault)
    elif fault:
        notice.put_off(fault)
    else:
        fault = post(notice, asked, connection)
    return fault


def is_over(notice, on):
    """Tell whether the occasion has passed: there is another one by now, or its day has been moved."""
    follow_up = notice.follow_up
    if follow_up.dropped or follow_up.programme.dropped or follow_up.approval:
        return True
    now = occasion_on(follow_up, on)
    return notice.occasion in BY_DAY and (notice.occasion, notice.day) != (now, day_of(follow_up, now))


def still_asked(notice, on):
    """Return what the person is asked about today; of a part that was returned, about that one."""
    if notice.occasion in TO_MEMBERS:
        return members.still_asked(notice, on)
    asked = recipients(notice.follow_up, on).get(notice.user, [])
    if notice.occasion != Occasion.RETURNED:
        return asked
    returned = set(notice.departments.all())
    return [one for one in asked if one.department in returned]


def post(notice, asked, connection):
    """Send a letter and note what became of it; return the server's fault if it has one."""
    written = letter_of(notice, asked)
    try:
        connection.open()
    except OF_THE_SERVER as fault:
        notice.put_off(words_of(fault))
        return notice.fault
    try:
        connection.send_messages([written])
    except OF_THE_LETTER as fault:
        put_away = partial(notice.settle, Notice.State.FAILED) if is_lasting(fault) else notice.put_off
        put_away(words_of(fault))
    except OF_THE_SERVER as fault:
        notice.put_off(words_of(fault))
        return notice.fault
    else:
        if notice.occasion not in TO_MEMBERS:
            notice.departments.set([one.department for one in asked])
        notice.settle(Notice.State.SENT)
    return None


def letter_of(notice, asked):
    follow_up, municipality = notice.follow_up, notice.follow_up.municipality
    host = urlsplit(settings.PORTAL_URL).hostname
    return letter(
        f"followups/mail/{notice.occasion}.txt",
        notice.user.email,
        notice.user.language,
        reply_to=municipality.email,
        headers=BY_ITSELF | {"Message-ID": f"<round-{notice.pk}-{notice.follow_up.uuid}@{host}>"},
        follow_up=follow_up,
        municipality=municipality,
        **(to_a_member(notice, asked) if notice.occasion in TO_MEMBERS else to_a_department(follow_up, asked)),
    )


def to_a_department(follow_up, asked):
    return {
        "as_editor": any(one.unit is None for one in asked),
        "asked": [(one, address("followups:part", follow_up, one.department.pk)) for one in asked],
    }


def to_a_member(notice, groups):
    follow_up = notice.follow_up
    return {
        "asked": [(group, address("followups:assent", follow_up, group.pk)) for group in groups],
        "reading": address("followups:read", follow_up),
        "is_anew": notice.deed is not None,
    }


def address(name, follow_up, *keys):
    return settings.PORTAL_URL + reverse(name, args=[follow_up.municipality.slug, follow_up.pk, *keys])


def answer_to(fault):
    """Return (code, words) as a mail server gave them; without a server's answer, (0, the fault's own words)."""
    if isinstance(fault, SMTPRecipientsRefused):
        return next(iter(fault.recipients.values()))
    if isinstance(fault, SMTPResponseException):
        return fault.smtp_code, fault.smtp_error
    return 0, str(fault)


def is_lasting(fault):
    """Tell whether trying again is of no use: codes from 400 to 499 say “not now”."""
    code, _words = answer_to(fault)
    return not 400 <= code < 500


def words_of(fault):
    """Return what the server said as one short line."""
    code, words = answer_to(fault)
    words = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return " ".join(f"{code or ''} {words}".split())[:300]
