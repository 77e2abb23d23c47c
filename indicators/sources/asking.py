"""Asking a source over HTTP: within its limits, again where that helps, and never longer or more than bounded.

A source is asked at most so many times in so many seconds. An answer of 429 or 5xx, half an answer or none is asked for
again, after the time that the source names in Retry-After, else after one that doubles. Redirections are not followed:
a source is one address, known by the settings.
"""

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

AGAIN = {429, 500, 502, 503, 504}
LONGEST_PAUSE = 60  # seconds
LARGEST = 20_000_000  # bytes of one answer, unpacked
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
        """Return the answer as the msgspec type `kind`; raise SourceFault where it has another shape."""
        try:
            return msgspec.json.decode(self.body, type=kind, strict=False)
        except (msgspec.DecodeError, UnicodeDecodeError) as fault:
            if self.body.lstrip()[:1] == b"<":
                raise SourceFault(_("The source answered with a web page instead of figures.")) from fault
            raise SourceFault(
                _("The source answered in a form that is not known: %(fault)s") % {"fault": fault}
            ) from fault


class Source:
    """One source by its address, with the pace it allows: `calls` in `seconds`."""

    def __init__(self, base, *, calls, seconds, tries=5, pause=1.0, timeout=60):
        """Ask below `base`, which ends in a slash, at most `tries` times for the same.

        `pause` is the first wait before asking again, `timeout` how long the source may be silent; both in seconds.
        """
        self.base = base
        self.keep_pace(calls, seconds)
        self.tries, self.pause, self.timeout = tries, pause, urllib3.Timeout(connect=min(timeout, 10), read=timeout)
        self.pool = urllib3.PoolManager(headers={"User-Agent": NAME, "Accept": "application/json"})

    def keep_pace(self, calls, seconds):
        """Ask at most so many times in so many seconds from now on."""
        self.calls, self.seconds, self.asked = max(calls, 1), seconds, deque(maxlen=max(calls, 1))

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
                time.sleep(pause_after(said, self.pause * 2**attempt))
        if status == 429:
            raise SourceFault(_("The source asks for fewer questions. Try again later."))
        raise SourceFault(_("The source does not answer. Try again later."))

    def _wait_for_turn(self):
        if len(self.asked) == self.calls:
            time.sleep(max(0, self.asked[0] + self.seconds - time.monotonic()))
        self.asked.append(time.monotonic())

    def _ask(self, address):
        """Return (status, body, Retry-After); a status of None means that no whole answer came."""
        try:
            response = self.pool.request(
                "GET", address, timeout=self.timeout, retries=False, redirect=False, preload_content=False
            )
            with response:
                body = response.read(LARGEST + 1)
                response.drain_conn() if len(body) <= LARGEST else response.close()
        except urllib3.exceptions.HTTPError:
            return None, b"", ""
        if len(body) > LARGEST:
            raise SourceFault(_("The source answered with more than can be read."))
        return response.status, body, response.headers.get("Retry-After", "")


def pause_after(said, otherwise):
    """Return how many seconds to wait: what a Retry-After says, seconds or a date (RFC 9110), else `otherwise`."""
    try:
        wait = float(said) if said.isdecimal() else (parsedate_to_datetime(said) - timezone.now()).total_seconds()
    except (ValueError, TypeError):
        wait = otherwise
    return min(max(wait, 0), LONGEST_PAUSE)
