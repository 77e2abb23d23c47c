"""A programme's content opened for reading: what belongs together, and where each thing has its page."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from portal.public.pages.figures import Figure
from portal.public.pages.overview import area_name, band, indicator_row, mark, tally
from portal.publications.content import Action, Area, Plan, Programme
from programmes import case


@dataclass(frozen=True)
class Entry:
    """An action as the pages show it."""

    action: Action
    plan: Plan
    href: str
    mark: object
    area: Area | None
    area_href: str

    @property
    def anchor(self):
        return self.href.removeprefix("#")

    @property
    def account(self):
        """Return what there is to tell about how it went, in one text that says nothing twice."""
        told = self.action.account
        for reason in (self.action.cancel_reason, self.action.end_reason):
            told += f" {reason}" if reason not in told else ""
        return told.strip()


@dataclass(frozen=True)
class Tile:
    """One action in the band, with the address that it leads to."""

    code: str
    symbol: str
    label: str
    href: str


@dataclass(frozen=True)
class Chapter:
    """An area with those of its actions that are at hand; `area` is None for what belongs to no area."""

    area: Area | None
    name: str
    href: str
    band: tuple[Tile, ...]
    entries: tuple[Entry, ...]

    @property
    def anchor(self):
        """Return the place on the page where everything has its place, else nothing."""
        return self.href[1:] if self.href.startswith("#") else ""

    @property
    def example(self):
        """Return whether all of it is example data: the area, or every one of its actions."""
        return bool(self.area and self.area.example) or bool(
            self.entries and all(entry.action.example for entry in self.entries)
        )

    @property
    def holds_examples(self):
        return self.example or any(entry.action.example for entry in self.entries)


class Book:
    """`as_of` is today: what truly depends on it is whether the programme is in force, and which plan is the current.

    With `whole_at`, the address of the programme now, the book is one page, as an earlier version is, and everything in
    it has its place on that page.
    """

    def __init__(self, slug: str, programme: Programme, as_of: date, accent: str, whole_at: str = ""):
        self.programme, self.as_of, self.accent, self.whole = programme, as_of, accent, bool(whole_at)
        self.words = programme.words
        self.home = whole_at or f"/{slug}/{programme.slug}/"

    @cached_property
    def areas(self):
        return {area.id: area for area in sorted(self.programme.areas, key=lambda area: area.order)}

    @cached_property
    def steps(self):
        return {step.id: step for step in self.programme.steps}

    @cached_property
    def indicators(self):
        return {indicator.id: indicator for indicator in self.programme.indicators}

    @cached_property
    def entries(self):
        """Return every action of every plan by its id."""
        return {action.id: self.entry(plan, action) for plan in self.programme.plans for action in plan.actions}

    def entry(self, plan, action):
        area = self.areas.get(action.area or plan.area)
        return Entry(
            action=action,
            plan=plan,
            href=self.place(plan, action),
            mark=mark(action, self.words.action),
            area=area,
            area_href=self.place(area) if area else "",
        )

    def place(self, thing, part=None):
        """Return the address of a plan (and an action in it), an area or an indicator."""
        match thing:
            case Plan():
                ends = (f"planer/{thing.slug}/", f"{part.number}/") if part else (f"planer/{thing.slug}/",)
            case Area():
                ends = (f"omraden/{thing.slug}/",)
            case _:
                ends = (f"indikatorer/{thing.slug}/",)
        return self.at("".join(ends))

    def at(self, path):
        return f"#{anchor(path)}" if self.whole else self.home + path

    @cached_property
    def figures(self):
        return [Figure(indicator_row(one), self.place(one), self.accent) for one in self.programme.indicators]

    @cached_property
    def current_plans(self):
        """Return the plans that the front page shows: those in force today, else the newest.

        A plan without a known period counts as in force only where no other is; a draft is shown only where all are.
        """
        plans = [plan for plan in self.programme.plans if plan.state != "draft"] or list(self.programme.plans)
        running = [p for p in plans if (not p.start or p.start <= self.as_of) and (not p.end or self.as_of <= p.end)]
        if running or not plans:
            return [plan for plan in running if plan.start or plan.end] or running
        newest = max(plans, key=lambda plan: plan.start or date.min)
        return [plan for plan in plans if (plan.start, plan.end) == (newest.start, newest.end)]

    def plans_in_order(self):
        """Return all plans, the newest first, those of one period in the order of their areas."""
        order = {area: number for number, area in enumerate(self.areas)}
        plans = sorted(self.programme.plans, key=lambda plan: order.get(plan.area, -1))
        return sorted(plans, key=lambda plan: plan.start or date.min, reverse=True)

    def actions_of(self, plans):
        return [self.entries[action.id] for plan in plans for action in plan.actions]

    def examples(self, plans):
        """Return how much of what is counted in the plans is example data, in words: all of it, some, or nothing."""
        flags = [entry.action.example for entry in self.actions_of(plans)]
        if not any(flags):
            return ""
        return "Exempeldata" if all(flags) else f"varav {sum(flags)} exempeldata"

    def tally(self, plans):
        return self.tally_of(self.actions_of(plans))

    def tally_of(self, entries):
        return tally([entry.action for entry in entries], self.words.action)

    def chapters(self, plans):
        """Return every area with its actions in these plans, then the actions that belong to none."""
        entries = self.actions_of(plans)
        chapters = [self.chapter(area, [e for e in entries if e.area is area]) for area in self.areas.values()]
        rest = [entry for entry in entries if entry.area is None]
        return [*chapters, self.chapter(None, rest)] if rest else chapters

    def chapter(self, area, entries):
        if area:
            name, href = area_name(area, self.words), self.place(area)
        else:
            name, href = f"Övriga {self.words.action.many}" if self.areas else "", ""
        return Chapter(area, name, href, self.band(entries), tuple(entries))

    def band(self, entries):
        cells = band([entry.action for entry in entries], self.words.action)
        return tuple(
            Tile(cell.code, cell.symbol, cell.label + " (exempeldata)" * entry.action.example, entry.href)
            for cell, entry in zip(cells, entries, strict=True)
        )

    @cached_property
    def state(self):
        p = self.programme
        return case.state(p.steps, p.period_from, p.period_through, self.as_of)

    @cached_property
    def remark(self):
        """Return a sentence about a programme that is not simply in force."""
        p = self.programme
        return case.state_in_words(p.steps, p.period_from, p.period_through, self.words.programme, self.as_of)

    def area_links(self, ids):
        return [(area_name(area, self.words), self.place(area)) for key, area in self.areas.items() if key in ids]

    def links(self):
        """Return every address that this version gives a page of its own, with what stands there."""
        found = {f"omraden/{area.slug}/": area_name(area, self.words) for area in self.areas.values()}
        for plan in self.programme.plans:
            found[f"planer/{plan.slug}/"] = plan.title
            for action in plan.actions:
                found[f"planer/{plan.slug}/{action.number}/"] = (
                    f"{self.words.action.title} {action.number}, {action.title}"
                )
        return found | {f"indikatorer/{one.slug}/": one.name for one in self.programme.indicators}


def anchor(path):
    """Return the place on a version's page of what else has the page `path`."""
    return path.strip("/").replace("/", "-")
