"""What is made from all municipalities together: the start page, the regions, the page for what is not found."""

import json

import msgspec

from portal.public.pages import assets
from portal.public.pages.edition import Edition, Frame, Link, render
from portal.public.pages.feed import NAME, OF_ALL, entries, shared_feeds
from portal.public.pages.municipality import state
from portal.public.pages.region import areas, measures, promised, region_context
from portal.public.pages.succession import is_over
from portal.public.sites import NOT_FOUND
from portal.publications.content import Region
from programmes.formats import swedish, years


def summary(record, as_of):
    """Return what the shared pages need to know of a municipality, as plain values."""
    edition = Edition(record, "", as_of, {})
    regions = [book.programme.region for _, book in edition.programmes if book.programme.region]
    return {
        "slug": edition.slug,
        "code": edition.site.code,
        "name": edition.site.name,
        "short_name": edition.site.short_name,
        "notice": edition.site.notice,
        "region": edition.site.region_slug or (regions[-1].slug if regions else ""),
        "regions": [json.loads(msgspec.json.encode(region)) for region in regions],
        "programmes": [line(edition, book) for _, book in edition.programmes],
        "measures": measures(edition),
        "entries": entries(edition)[:OF_ALL],
        "withdrawn": record.withdrawn,
    }


def line(edition, book):
    """Return a programme as one line of a list."""
    p = book.programme
    return {
        "title": p.title,
        "href": book.home,
        "period": years(p.period_from, p.period_through),
        "state": book.state,
        "is_over": is_over(edition, book),
        "label": state(edition, book),
        "region": p.region.slug if p.region else "",
        "tally": [count.phrase for count in book.tally(book.current_plans)],
        "example": p.example,
        "examples": book.examples(book.current_plans),
        "areas": areas(edition, book),
        "goals": promised(book),
    }


def regions_of(summaries):
    """Return the regions that the programmes name, each in the words of the newest that does."""
    found = {region["slug"]: region for summary in summaries for region in summary["regions"]}
    return [msgspec.convert(region, Region) for _, region in sorted(found.items())]


def shared_pages(summaries, regions, release, as_of, origin=""):
    """Yield the start page, a page for each region, the page of every 404, and the files that all pages ask for."""
    ordered = sorted(summaries, key=lambda one: swedish(one["short_name"]))
    yield shared("start", "/", "Näringslivsprogram", release, ordered, lines=lines_in_force(ordered), regions=regions)
    for region in regions:
        yield region_page(region, [one for one in ordered if belongs(one, region)], release)
    yield shared("not_found", NOT_FOUND, "Sidan finns inte", release, ordered, tells_of_programmes=False)
    yield from shared_feeds(ordered, regions, belongs, origin)
    yield from assets.pages()


def belongs(summary, region):
    return region.slug in (summary["region"], *(programme["region"] for programme in summary["programmes"]))


def region_page(region, members, release):
    return shared(
        "region",
        f"/region/{region.slug}/",
        region.name,
        release,
        members,
        lines=every_line(members),
        **region_context(region, members),
    )


def shared(template, address, title, release, summaries, tells_of_programmes=True, **context):
    frame = Frame(
        title=title,
        crumbs=(Link("Start", "/"), Link(title, "", True)) if address != "/" else (),
        styles=(assets.address("public.css"),),
        release=release,
        example=tells_of_programmes
        and any(programme["example"] or programme["examples"] for one in summaries for programme in one["programmes"]),
        feeds=(Link(f"{title}: ändringar", address + NAME),) if address.endswith("/") else (),
        notices=tuple(dict.fromkeys(one["notice"] for one in summaries if one["notice"])),
    )
    return render(template, address, frame, **context)


def every_line(summaries):
    return [(one, programme) for one in summaries for programme in one["programmes"]]


def lines_in_force(summaries):
    """Return the programmes that are in force, then those that are over, apart."""
    lines = every_line(summaries)
    return {
        "current": [pair for pair in lines if not pair[1]["is_over"]],
        "earlier": [pair for pair in lines if pair[1]["is_over"]],
    }
