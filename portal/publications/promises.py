"""What a municipality has promised its readers, and which differences change it: the one home of the rule.

Promised is what was adopted: the programme's own wording and period, its goals in words and numbers, its areas, the
targets of its indicators; of an adopted plan, that each action is done as it is described, by the adopted day. How it
goes is no promise: statuses, reports and figures are told anew without a reason. What a draft says is none either.
"""

from portal.publications import content as c
from portal.publications.codes import CODES
from portal.publications.comparison import CHANGED, REMOVED
from portal.publications.wordings import ADOPTED, NUMBERS
from programmes import case

OF_THE_PROGRAMME = {owner: set(names) for owner, names in (ADOPTED | NUMBERS).items()} | {
    c.Indicator: {"target"},
    c.Target: {"kind", "value", "year", "operator", "base_year", "base_value", "path"},
}
OF_THE_PLANS = {
    c.Plan: {"start", "end"},
    c.Action: {"title", "description", "expected_result", "end_adopted"},
}
NOT_ADOPTED = (case.DRAFT, case.REFERRAL)
WILL_NOT_BE_DONE = CODES[c.Action, "status"]["cancelled"]


def changed(old, differences):
    """Return those of the differences from what was published last that change what it promised."""
    if not isinstance(old, c.Programme):
        return ()
    state = case.state(old.steps, old.period_from, old.period_through, old.as_of)
    promised = OF_THE_PLANS if state in NOT_ADOPTED else OF_THE_PROGRAMME | OF_THE_PLANS
    return tuple(one for one in differences if breaks(one, promised))


def breaks(difference, promised):
    """Return whether a difference takes away, or words anew, something that is `promised`."""
    if difference.owner not in promised:
        return False
    if not difference.name:
        return difference.kind == REMOVED
    given_up = (difference.owner, difference.name, difference.new) == (c.Action, "status", WILL_NOT_BE_DONE)
    return given_up or (difference.kind in (CHANGED, REMOVED) and difference.name in promised[difference.owner])
