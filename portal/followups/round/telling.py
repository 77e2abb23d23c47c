"""What has been told in a round: of each action a report of the period, of each indicator the figure of its year.

Both belong to whoever has the tasks of the responsible department today: what a closed department left behind is told
of by its successor.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    Value,
    When,
)
from django.utils.translation import gettext as _

from actions.marks import Mark
from actions.models import Action, Report
from actions.statuses import COMPLETED, MARKS, NOT_STARTED, ONGOING, OPEN
from indicators.models import FetchedValue, Indicator, Observation
from programmes.formats import number

from ..models import FollowUp
from .period import actions_of, indicators_of, period, reported_as
from .reasons import Telling

UNTOLD, BEGUN, TOLD = "untold", "begun", "told"
GENERATIONS = 3  # of successors that are followed
PARTS = {f"-{month:02}": month for month in range(1, 13)} | {f"-T{n}": 4 * n for n in (1, 2, 3)}  # its last month


@dataclass(frozen=True)
class ActionTask:
    """An action in a part: how it stands, how far it has been told of, and what is still asked."""

    action: Action
    telling: str
    gaps: tuple = ()

    @property
    def answering(self):
        return self.action.answering

    @property
    def telling_mark(self):
        return telling_mark(self.telling)

    def __str__(self):
        return str(self.action)


@dataclass(frozen=True)
class FigureTask:
    """An indicator in a part, with its figure of the year referred to and the one before."""

    indicator: Indicator
    telling: str
    gaps: tuple
    figure: Observation | None
    earlier: Observation | None

    @property
    def answering(self):
        return self.indicator.answering

    @property
    def telling_mark(self):
        return telling_mark(self.telling)

    @property
    def said(self):
        return in_words(self.figure, self.indicator)

    @property
    def said_earlier(self):
        return in_words(self.earlier, self.indicator)

    def __str__(self):
        return str(self.indicator)


def telling_mark(telling):
    """Return how far the telling has come, as symbol, word and colour."""
    code, symbol = MARKS[{UNTOLD: NOT_STARTED, BEGUN: ONGOING, TOLD: COMPLETED}[telling]]
    return Mark(code, symbol, {UNTOLD: _("Not started"), BEGUN: _("In progress"), TOLD: _("Ready")}[telling])


def in_words(figure, indicator):
    """Return a figure as it is read, or the reason why there is none."""
    if figure is None:
        return ""
    return figure.get_missing_display() if figure.value is None else number(figure.value, indicator.decimals)


def answering(path, on, generations=GENERATIONS):
    """Return, as an expression, who has a department's tasks on a day: itself until it closes, then its successor."""
    if not generations:
        return F(path)
    gone = Q(**{f"{path}__valid_through__lt": on, f"{path}__successor__isnull": False})
    heir = answering(f"{path}__successor", on, generations - 1)
    return Case(When(gone, then=heir), default=F(path), output_field=BigIntegerField())


def actions_by_unit(key, on):
    """Return the actions that a follow-up gathers, with `answering`; `key` as in `period.plans_of`."""
    return actions_of(key).annotate(answering=answering("responsible", on))


def indicators_by_unit(key, on):
    return indicators_of(key).annotate(answering=answering("responsible__department", on))


def told_actions(follow_up, on):
    """Return the actions with `telling`, the `account` that is ready, `told_earlier` in the year; in the plans’ order.

    What was completed or cancelled and told of in an earlier report has nothing more to tell.
    """
    reports = Report.objects.kept().filter(action=OuterRef("pk"))
    of_period = told_in_round(reports, follow_up)
    ready = of_period.filter(ready=True)
    finished = ~Q(status__in=OPEN) & Exists(reports.filter(ready=True))
    told = When(Exists(ready) | finished, then=Value(TOLD))
    begun = When(Exists(of_period), then=Value(BEGUN))
    rows = actions_by_unit(follow_up.pk, on).select_related("plan", "responsible", "continues", "municipality")
    return rows.annotate(
        telling=Case(told, begun, default=Value(UNTOLD), output_field=CharField()),
        account=Subquery(ready.order_by("-period").values("account")[:1]),
        told_earlier=Exists(of_year(reports, follow_up).filter(told_before(follow_up), ready=True)),
    ).order_by("plan__start", "plan", "order", "number")


def told_in_round(reports, follow_up):
    """Return the reports that are of a follow-up's period.

    A year's parts belong to the year, but what an interim follow-up has gathered was told there: of the year one tells
    anew, as it stands by then.
    """
    return of_year(reports, follow_up).exclude(told_before(follow_up))


def of_year(reports, follow_up):
    """Return the reports of a period or of its parts, with the `month` in which a part of a year ends."""
    found = Q()
    for name in reported_as(follow_up):
        found |= Q(period__startswith=name)
    ends = [When(period__endswith=ending, then=month) for ending, month in PARTS.items()]
    return reports.alias(month=Case(*ends)).filter(found)


def told_before(follow_up):
    """Return the condition that a report was told in an interim follow-up that ends earlier in the same year."""
    same = {"programme": follow_up.programme_id, "year": follow_up.year, "kind": FollowUp.Kind.INTERIM}
    earlier = FollowUp.objects.kept().filter(**same, end__lt=period(follow_up)[1] or date.max)
    return Exists(earlier.filter(end__month__gte=OuterRef("month")))


def action_tasks(follow_up, on, **which):
    """Return the tasks of the actions, all or those of one that is `answering`."""
    told_in = Telling.of(follow_up)
    return [action_task(row, told_in) for row in told_actions(follow_up, on).filter(**which)]


def action_task(action, told_in):
    gaps = gaps_of(action, told_in) if action.telling == TOLD else [untold(action)]
    return ActionTask(action, BEGUN if gaps and action.telling == TOLD else action.telling, tuple(gaps))


def untold(action):
    if action.told_earlier:
        return _("Nothing ready has been reported since the interim follow-up. Tell how it stands now.")
    return _("Nothing ready has been reported.")


def gaps_of(action, told_in):
    """Return what is still asked of an action that has been told of, in sentences."""
    lacking, asked = told_in.lacking(action, action.account), []
    if lacking.is_worse:
        fault = _("It stands worse than in the follow-up before: %(was)s then, %(now)s now. Say why.")
        asked.append(fault % lacking.marks)
    if lacking.is_moved:
        asked.append(_("The end date has been moved. Say why."))
    return asked


def figure_tasks(follow_up, on, **which):
    """Return the tasks of the indicators, all or those of one that is `answering`."""
    year = follow_up.refers_to_year
    of_total = Observation.objects.kept().filter(sex=Observation.Sex.TOTAL, year__lte=year)
    shown = Prefetch("observations", of_total.order_by("-year", "-definition"), to_attr="figures")
    waiting = FetchedValue.objects.filter(indicator=OuterRef("pk"), year=year, state=FetchedValue.State.WAITING)
    of_year = Observation.objects.kept().filter(indicator=OuterRef("pk"), year=year)
    rows = indicators_by_unit(follow_up.pk, on).filter(**which).select_related("municipality", "responsible")
    rows = rows.annotate(waits=Exists(waiting), is_told=Exists(of_year)).prefetch_related(shown)
    return [figure_task(row, year) for row in rows]


def figure_task(indicator, year):
    figure = next((one for one in indicator.figures if one.year == year), None)
    earlier = next((one for one in indicator.figures if one.year < year and one.value is not None), None)
    if indicator.is_told:
        return FigureTask(indicator, TOLD, (), figure, earlier)
    if indicator.waits:
        gap = _("A fetched value waits for somebody to take it over.")
    else:
        gap = _("There is neither a value for %(year)s nor a reason for none.") % {"year": year}
    return FigureTask(indicator, BEGUN if indicator.waits else UNTOLD, (gap,), figure, earlier)
