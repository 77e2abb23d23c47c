"""The municipality's own pages: its programmes, its accessibility statement, how it treats personal data."""

from portal.public.pages.edition import capital
from portal.public.pages.goals import promise
from portal.public.pages.succession import REPLACED, is_over, is_replaced
from programmes import case
from programmes.formats import years


def municipality_pages(edition):
    published = edition.record.latest("site")
    current = [shown(edition, *one) for one in edition.programmes]
    yield edition.colour_page
    yield edition.page(
        "municipality",
        "",
        edition.site.name,
        published=published,
        example=any(one["book"].programme.example or one["examples"] for one in current),
        programmes=[one for one in current if not one["is_over"]],
        earlier=[one for one in current if one["is_over"]],
    )
    yield edition.page(
        "accessibility", "tillganglighet/", "Tillgänglighetsredogörelse", published=published, programmes=current
    )
    if edition.site.personal_data:
        yield edition.page("personal_data", "personuppgifter/", "Om personuppgifter", published=published)


def shown(edition, published, book):
    p = book.programme
    plans = book.current_plans
    return {
        "book": book,
        "published": published,
        "period": years(p.period_from, p.period_through),
        "state": state(edition, book),
        "is_over": is_over(edition, book),
        "plan": capital(book.words.plan.one),
        "tally": book.tally(plans),
        "examples": book.examples(plans),
        "promises": [promise(goal, book) for goal in p.goals if goal.quantity],
    }


def state(edition, book):
    """Return the state in the gender of the programme's word, and nothing for what is simply in force."""
    if is_replaced(edition, book):
        return REPLACED
    if book.state == case.IN_FORCE:
        return ""
    label = case.STATES[book.state]
    if book.words.programme.article == "en":
        return label.replace("Antaget", "Antagen").replace("Förlängt", "Förlängd").replace("Upphävt", "Upphävd")
    return label
