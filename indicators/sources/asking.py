"""Asking a source over HTTP: within its limits, again where that helps, and never longer or more than bounded.

A source is asked at most so many times in so many seconds. An answer of 429 or 5xx, half an answer or none is asked for
again, after the time that the source names in Retry-After, else after one that doubles. Redirections are not followed:
a source is one address, known by the settings. However the source behaves, a conversation with it ends in time.
"""

import re
import time
from collections import deque
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlencode

import msgspec
import urllib3
from django.utils import timezone
from django.utils.translation import gettext as _

from programmes.rich.leaves import seen

AGAIN = {429, 500, 502, 503, 504}
LONGEST_PAUSE = 60  # seconds
MOST_CALLS = 1000  # in the time that a source names
LARGEST = 20_000_000  # bytes of one answer, unpacked
MOST = 200_000_000  # bytes of all answers of one conversation
LONGEST = 1800  # seconds of one conversation
CHUNK = 65_536
# What JSON writes of signs that no page may hold; the other things with a backslash are passed by.
UNSEEN = re.compile(r'(\\["\\/nrt])|\\(?:[bf]|u00(?:[01][0-9a-f]|[89][0-9a-f]|7f)|uff(?:fe|ff))', re.IGNORECASE)
NAME = "portal for business-strategy programmes"


class SourceFault(Exception):
    """The source could not be asked, or answered with something else than figures; the text is for an official."""


class NotThere(SourceFault):
    """The source has nothing at that address."""


@dataclass(frozen=True)
class Answer:
    """What a source answered, as it came."""

    address: str
    body: bytes
    at: datetime

    def read(self, kind):
        """Return the answer as the msgspec type `kind`; raise SourceFault where it has another shape.

        Its texts are without signs that nobody sees, as are those that people write.
        """
        try:
            text = UNSEEN.sub(lambda found: found[1] or " ", seen(self.body.decode()))
            return msgspec.json.decode(text, type=kind, strict=False)
        except (msgspec.DecodeError, UnicodeDecodeError) as fault:
            if self.body.lstrip()[:1] == b"<":
                raise SourceFault(_("The source answered with a web page instead of figures.")) from fault
            raise SourceFault(
                _("The source answered in a form that is not known: %(fault)s") % {"fault": fault}
            ) from fault


class Source:
    """One source by its address, with the pace it allows: `calls` in `seconds`."""

    def __init__(self, base, *, calls, seconds, tries=5, pause=1.0, timeout=60, longest=LONGEST):
        """Ask below `base`, which ends in a slash, at most `tries` times for the same.

        `pause` is the first wait before asking again, `timeout` how long the source may be silent, `longest` how long
        all that is asked of it may take; in seconds.
        """
        self.base, self.until, self.read = base, time.monotonic() + longest, 0
        self.keep_pace(calls, seconds)
        self.tries, self.pause, self.timeout = tries, pause, urllib3.Timeout(connect=min(timeout, 10), read=timeout)
        self.pool = urllib3.PoolManager(headers={"User-Agent": NAME, "Accept": "application/json"})

    def keep_pace(self, calls, seconds):
        """Ask at most so many times in so many seconds from now on."""
        self.calls, self.seconds = min(max(calls, 1), MOST_CALLS), seconds
        self.asked = deque(maxlen=self.calls)

    def get(self, path, parameters=()):
        """Return the Answer of `path` below the base; `parameters` are (name, value) pairs. Raise SourceFault."""
        address = self.base + path + (f"?{urlencode(parameters)}" if parameters else "")
        return self.get_address(address)

    def get_address(self, address):
        """Return the Answer of a whole address, such as a next page's, which must lie below the base."""
        if not address.startswith(self.base):
            raise SourceFault(_("The source pointed to another place: %(address)s") % {"address": address[:200]})
        for attempt in range(self.tries):
            self._wait_for_turn()
            status, body, said = self._ask(address)
            if status == 200:
                return Answer(address, body, timezone.now())
            if status not in AGAIN and status is not None:
                fault = NotThere if status == 404 else SourceFault
                raise fault(_("The source refused the question (%(status)s).") % {"status": status})
            if attempt + 1 < self.tries:
                self._wait(pause_after(said, self.pause * 2**attempt))
        if status == 429:
            raise SourceFault(_("The source asks for fewer questions. Try again later."))
        raise SourceFault(_("The source does not answer. Try again later."))

    def _wait_for_turn(self):
        if len(self.asked) == self.calls:
            self._wait(max(0, self.asked[0] + self.seconds - time.monotonic()))
        self.asked.append(time.monotonic())

    def _wait(self, seconds=0):
        """Wait, unless the conversation would last too long; then raise SourceFault."""
        if time.monotonic() + seconds > self.until:
            raise SourceFault(_("The source is too slow. Try again later."))
        time.sleep(seconds)

    def _ask(self, address):
        """Return (status, body, Retry-After); a status of None means that no whole answer came."""
        try:
            response = self.pool.request(
                "GET", address, timeout=self.timeout, retries=False, redirect=False, preload_content=False
            )
            with response:
                body = self._body(response)
        except urllib3.exceptions.HTTPError:
            return None, b"", ""
        return response.status, body, response.headers.get("Retry-After", "")

    def _body(self, response):
        """Return what came, unpacked; raise SourceFault where it is too much, or comes too slowly."""
        body = bytearray()
        while part := response.read1(CHUNK):
            body += part
            self.read += len(part)
            if len(body) > LARGEST or self.read > MOST:
                raise SourceFault(_("The source answered with more than can be read."))
            self._wait()
        return bytes(body)


def pause_after(said, otherwise):
    """Return how many seconds to wait: what a Retry-After says, seconds or a date (RFC 9110), else `otherwise`."""
    try:
        wait = float(said) if said.isdecimal() else (parsedate_to_datetime(said) - timezone.now()).total_seconds()
    except (ValueError, TypeError):
        wait = otherwise
    return min(max(wait, 0), LONGEST_PAUSE)
