"""One making of a municipality's site: the record, the release, the day, and the frame that every page stands in."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from uuid import UUID
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string

from portal.public.earlier import Earlier, key
from portal.public.pages import assets, notes
from portal.public.pages.book import Book
from portal.public.pages.colours import readable, style_sheet
from portal.public.sites import Page
from portal.publications.content import Record, Site
from portal.publications.wordings import facts, wordings
from programmes.dates import long_date
from programmes.slugs import slug

STOCKHOLM = ZoneInfo("Europe/Stockholm")
START = ("Start", "/")


@dataclass(frozen=True)
class Link:
    text: str
    href: str
    current: bool = False


@dataclass(frozen=True)
class Colophon:
    """What a page was made from, as the foot of the page says it."""

    owner: str
    updated: str
    version: int
    entry: str

    @property
    def short(self):
        return f"{self.entry[:4]}…{self.entry[-4:]}"


@dataclass(frozen=True)
class Frame:
    """All that base.html needs."""

    title: str
    crumbs: tuple[Link, ...]
    styles: tuple[str, ...]
    release: str
    site: Site | None = None
    notices: tuple[str, ...] = ()
    home: str = "/"
    logotype: str = ""  # its address
    nav: tuple[Link, ...] = ()
    colophon: Colophon | None = None
    example: bool = False
    feeds: tuple[Link, ...] = ()


def render(template, address, frame, **context):
    html = render_to_string(f"public/{template}.html", {"frame": frame, **context})
    return Page(address, html.encode(), "text/html")


def published_on(published):
    """Return the day of a publication where its readers live."""
    return datetime.fromisoformat(published.envelope.published_at).astimezone(STOCKHOLM).date()


@dataclass(frozen=True)
class Edition:
    record: Record
    release: str
    as_of: date
    documents: dict  # {hash of a follow-up's content: {ending: bytes}}
    uploads: dict = field(default_factory=dict)  # the bytes of files that were handed in, by their digest
    origin: str = ""  # the portal's own address, for what is read elsewhere
    earlier: Earlier = field(default_factory=Earlier)  # what the making before has left

    @property
    def slug(self):
        return self.record.slug

    @property
    def home(self):
        return f"/{self.slug}/"

    @cached_property
    def site(self):
        published = self.record.latest("site")
        return published.content if published else nameless(self.slug)

    @cached_property
    def accent(self):
        return readable(self.site.accent)

    @cached_property
    def colour_page(self):
        body = style_sheet(self.site.accent).encode()
        return Page(self.home + assets.named("farg.css", body), body, "text/css")

    def file_address(self, file):
        """Return where a file lies that was handed in, or nothing where there is none or its bytes are gone."""
        if file is None or file.digest not in self.uploads:
            return ""
        stem = slug(file.name.rpartition(".")[0]) or "fil"
        return f"{self.home}filer/{stem}.{file.digest[:12]}.{file.type}"

    @cached_property
    def programmes(self):
        """Return the newest publication of every programme, as (published, book)."""
        newest = {p.envelope.subject: p for p in self.record.publications if p.envelope.kind == "programme"}
        return [
            (published, Book(self.slug, published.content, self.as_of, self.accent)) for published in newest.values()
        ]

    def versions(self, published):
        """Return all publications of the same subject, oldest first."""
        kind, subject = published.envelope.kind, published.envelope.subject
        return [p for p in self.record.publications if (p.envelope.kind, p.envelope.subject) == (kind, subject)]

    @cached_property
    def every_correction(self):
        """Return {subject: its corrections, each with the ids of the rows that it changed}."""
        newest = {p.envelope.subject: p for p in self.record.publications}
        return {subject: notes.corrections(self.versions(p), self.rows_changed) for subject, p in newest.items()}

    def rows_changed(self, old, new):
        """Return the ids of the rows that a publication words otherwise than the one before it."""
        name = key("rows", old and old.entry, new.entry)
        found = self.earlier.answer(name, lambda: sorted(map(str, notes.changed(old and old.content, new.content))))
        return {UUID(row) for row in found}

    def corrections(self, published, rows=notes.EVERYTHING):
        """Return the notes on the corrections of what a page shows: the rows with these ids, or all of them."""
        found = notes.concerning(self.every_correction.get(published.envelope.subject, ()), rows)
        return [notes.note(one, published_on(one)) for one in found]

    def latest_note(self, published):
        """Return the newest note on what is published that is no correction, or None."""
        found = notes.latest(self.versions(published))
        return found and notes.note(found, published_on(found))

    @cached_property
    def wordings(self):
        """Return the adopted wordings of every programme by its id, oldest first."""
        subjects = {published.envelope.subject: self.versions(published) for published, _book in self.programmes}
        return {subject: wordings(versions, self.wording_facts) for subject, versions in subjects.items()}

    def wording_facts(self, published):
        return self.earlier.answer(key("wording", published.entry), lambda: facts(published.content))

    def wording_of(self, published):
        """Return the adopted wording that a version has, or None."""
        found, number = self.wordings[published.envelope.subject], published.envelope.version
        return next((one for one in found if number in one.numbers), None)

    def wording_href(self, wording):
        """Return the address that a wording has for ever, under the programme's name at the time."""
        return f"{self.home}{wording.first.brief.slug}/lydelse/{wording.number}/"

    def follow_ups(self, book):
        """Return the newest publication of every follow-up of a programme, the latest year first."""
        newest = {p.envelope.subject: p for p in self.record.publications if p.envelope.kind == "follow_up"}
        found = [p for p in newest.values() if p.content.programme.id == book.programme.id]
        return sorted(found, key=lambda p: (p.content.year, p.content.slug), reverse=True)

    @property
    def stood(self):
        """Return what readers are told where the site has gone back to how it stood."""
        if self.record.pinned is None:
            return ""
        day = long_date(published_on(self.record.pinned))
        return f"Sidorna visar läget den {day}. Det som har publicerats senare visas inte."

    def frame_key(self, home):
        """Return what names all that stands around a page whose programme has the address `home` now."""
        published = self.record.latest("site")
        return key(
            self.release, published.entry if published else "", self.file_address(self.site.logotype), self.stood, home
        )

    def page(self, template, path, title, *, trail=(), book=None, shown=None, published=None, example=False, **context):
        """Return the page at `path` under the municipality's address.

        `shown` is the programme that the page shows where that is another than `book`; of the rest see `frame`.
        """
        frame = self.frame(path, title, trail=trail, book=book, published=published, example=example)
        return render(template, self.home + path, frame, book=shown or book, published=published, **context)

    def frame(self, path, title, *, trail=(), book=None, published=None, example=False):
        """Return the frame of the page at `path`.

        `trail` is what stands above the page beneath the programme, as (text, address); `book` is the programme now,
        `published` what the page was made from; `example` says whether it shows example data.
        """
        address = self.home + path
        above = [START, (self.site.short_name, self.home)] if path else [START]
        if book and address != book.home:
            above.append((noun(book.words.programme), book.home))
        return Frame(
            title=title,
            crumbs=(*(Link(*one) for one in (*above, *trail)), Link(self.crumb(title, path, book), "", True)),
            styles=(assets.address("public.css"), self.colour_page.address),
            release=self.release,
            site=self.site,
            notices=tuple(notice for notice in (self.site.notice, self.stood) if notice),
            home=self.home,
            logotype=self.file_address(self.site.logotype),
            nav=self.nav(book, address) if book else (),
            colophon=colophon(published, book.programme.page_owner if book else "") if published else None,
            example=example,
            feeds=self.feeds(book),
        )

    def feeds(self, book):
        """Return the feeds that a page leads to."""
        own = [Link(f"{book.programme.title}: ändringar", f"{book.home}flode.atom")] if book else []
        return (*own, Link(f"{self.site.name}: ändringar", f"{self.home}flode.atom"))

    def crumb(self, title, path, book):
        if not path:
            return self.site.short_name
        return noun(book.words.programme) if book and self.home + path == book.home else title

    def nav(self, book, address):
        """Return the ways on from any page of a programme as it is now, those only that lead somewhere."""
        if book.whole:
            return ()
        p, words = book.programme, book.words
        plans = book.current_plans
        ways = [(noun(words.programme), book.home, True)]
        if len(p.plans) == 1 and plans:
            ways.append((words.plan.title, book.place(plans[0]), True))
        else:
            ways.append((words.plan.titles, book.home + "planer/", p.plans))
        ways += [
            ("Indikatorer", book.home + "indikatorer/", p.indicators),
            ("Uppföljning", book.home + "uppfoljning/", self.follow_ups(book)),
            ("Dialoger", book.home + "dialoger/", p.dialogues or p.proposals),
            ("Beslut", book.home + "beslut/", p.steps),
        ]
        return tuple(Link(text, href, href == address) for text, href, there in ways if there)


def colophon(published, owner):
    return Colophon(owner, long_date(published_on(published)), published.envelope.version, published.entry)


def noun(word):
    """Return the noun alone in its definite form, "Programmet" for "näringslivsstrategiska programmet"."""
    return capital(word.the.split()[-1])


def capital(text):
    return text[:1].upper() + text[1:]


def nameless(slug):
    """Return what is known of a municipality that has not yet published itself: its address."""
    texts = dict.fromkeys(
        ("code", "contact", "email", "phone", "website", "accent", "region_slug", "notice"), ""
    ) | dict.fromkeys(("accessibility_statement", "personal_data"), "")
    return Site(id=UUID(int=0), slug=slug, name=capital(slug), short_name=capital(slug), departments=(), **texts)
