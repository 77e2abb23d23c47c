"""The follow-up before: what is read beside the new one, and what the next one starts from."""

from datetime import date

from django.db.models import F, Q

from actions.following import YEAR

from ..models import FollowUp

TITLES = {
    FollowUp.Kind.YEARLY: "Uppföljning",
    FollowUp.Kind.INTERIM: "Delårsuppföljning",
    FollowUp.Kind.FINAL: "Slutuppföljning",
    FollowUp.Kind.EVALUATION: "Utvärdering",
}


def before(follow_up):
    """Return the latest earlier follow-up of the same programme and kind, or None.

    Of one year there can be several interim ones, known by their last day; one without goes on to the end of its year.
    """
    alike = FollowUp.objects.kept().filter(programme=follow_up.programme_id, kind=follow_up.kind)
    earlier = Q(year__lt=follow_up.year)
    if follow_up.kind == FollowUp.Kind.INTERIM:
        earlier |= Q(year=follow_up.year, end__lt=follow_up.end or date(follow_up.year, 12, 31))
    return alike.filter(earlier).order_by("-year", F("end").desc(nulls_first=True)).first()


def latest(programme):
    """Return the programme's latest yearly follow-up, or None."""
    return programme.follow_ups.kept().filter(kind=FollowUp.Kind.YEARLY).order_by("-year").first()


def proposed(programme, on, suggestion=None):
    """Return what a follow-up that is started on a day is proposed to say: as last time, for the next year.

    A `suggestion` goes before that.
    """
    usual = _next_year(programme, on)
    if suggestion is None:
        return usual
    lag = usual["year"] - usual["refers_to_year"]
    rest = {"refers_to_year": suggestion.year - lag, "diary_number": usual["diary_number"]}
    return rest | suggestion.proposed | {"title": title_of(suggestion.year, kind=suggestion.kind, plan=suggestion.plan)}


def _next_year(programme, on):
    last = latest(programme)
    year = max(on.year - 1, last.year + 1) if last else on.year - 1
    step = year - last.year if last else 0
    return {
        "year": year,
        "refers_to_year": last.refers_to_year + step if last else year,
        "as_of": years_later(last.as_of, step) if last else date(year, 12, 31),
        "title": title_of(year, last),
        "diary_number": programme.diary_number,
        "first_day": years_later(last.first_day, step) if last and last.first_day else None,
        "last_day": years_later(last.last_day, step) if last and last.last_day else None,
        "grace_days": last.grace_days if last else 0,
    }


def title_of(year, last=None, kind=FollowUp.Kind.YEARLY, plan=None):
    """Return the title that is proposed for a follow-up: of a yearly one last time's, with the years moved on."""
    if kind != FollowUp.Kind.YEARLY or last is None:
        return f"{TITLES[kind]} av {plan}"[:200] if plan else f"{TITLES[kind]} {year}"
    moved = {str(one): str(one + year - last.year) for one in (last.refers_to_year, last.year)}
    return YEAR.sub(lambda found: moved.get(found.group(), found.group()), last.title)


def years_later(day, years):
    """Return the same day some years later; 29 February becomes the 28th."""
    year = min(day.year + years, date.max.year)
    return date(year, 2, 28) if (day.month, day.day) == (2, 29) else day.replace(year=year)
