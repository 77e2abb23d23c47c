"""Who may do what: the one table of role × right. All code asks `user.has_perm(right, row)`; nobody asks for a role.

A right is held where the person has one of its roles: on the rows of that municipality, or of that region. Whoever
holds several roles may do what any of them may. A superuser may do everything; what stands in no row of this table,
nobody else may do.
"""

from django.utils.translation import gettext_lazy as _

from programmes.models import Role

ROLES = {
    Role.READER: _("Reads everything, drafts too, and changes nothing."),
    Role.CONTRIBUTOR: _("Reports on the actions of the own department and on those she or he is responsible for."),
    Role.STEERING_GROUP: _("Reads everything, drafts and internal notes too, comments on reports and approves them."),
    Role.EDITOR: _("Edits everything, registers approvals and publishes."),
    Role.ADMINISTRATOR: _("Does what an editor does and decides who has which role."),
    Role.REGION_EDITOR: _("Belongs to a region and sees no municipality's drafts."),
}

NOBODY = frozenset()
EDIT = frozenset({Role.EDITOR, Role.ADMINISTRATOR})
REPORT = EDIT | {Role.CONTRIBUTOR}
APPROVE = EDIT | {Role.STEERING_GROUP}
STEERING = frozenset({Role.STEERING_GROUP})
INSIDE = REPORT | APPROVE
READ = INSIDE | {Role.READER}
MEMBERS = frozenset({Role.ADMINISTRATOR})
REGION = frozenset({Role.REGION_EDITOR})

REVISION = ("revision", "revisedtexts", "revisedarea", "revisedgoal")
ROWS = {
    "programmes": ("department", "programme", "area", "goal", "group", "casestep", "upload", *REVISION),
    "indicators": ("indicator", "definition", "observation", "annotation", "target", "comparison", "comparisonvalue"),
    "actions": ("actionplan", "action", "report", "dialogue", "proposal"),
    "followups": ("followup", "areaassessment", "section"),
}


def on(rows, verbs, roles):
    """Return {right: roles} for each verb on each kind of row."""
    return {f"{app}.{verb}_{row}": roles for app, kinds in rows.items() for row in kinds for verb in verbs}


MAY = {
    **on(ROWS, ["view"], READ),
    **on(ROWS, ["add", "change", "drop"], EDIT),
    **on({"actions": ["report"]}, ["add", "change", "drop"], REPORT),
    "actions.report_action": REPORT,
    "indicators.report_indicator": REPORT,
    "programmes.view_change": READ,
    "programmes.view_internal_note": INSIDE,
    "followups.view_departmentpart": READ,
    **on({"followups": ["departmentpart"]}, ["add", "change", "drop"], REPORT),
    "followups.view_approval": READ,
    **on({"followups": ["approval"]}, ["add", "change", "drop"], APPROVE),
    "followups.approve_followup": APPROVE,
    "followups.view_comment": READ,
    **on({"followups": ["comment"]}, ["add", "drop"], APPROVE),
    "followups.change_comment": EDIT,
    "followups.view_assent": READ,
    **on({"followups": ["assent"]}, ["add", "change", "drop"], STEERING),
    "followups.return_departmentpart": APPROVE,
    "publishing.view_publication": READ,
    "publishing.publish": EDIT,
    "publishing.withdraw": EDIT,
    "programmes.view_municipality": READ,
    "programmes.change_municipality": EDIT,
    **on({"programmes": ["municipality"]}, ["add", "drop"], NOBODY),
    "programmes.view_membership": EDIT,
    **on({"programmes": ["membership"]}, ["add", "change", "drop"], MEMBERS),
    "programmes.view_region": REGION,
    **on({"programmes": ["region"]}, ["add", "change", "drop"], NOBODY),
    **on({"programmes": ["regionalarea", "regionalgoal", "regionalmember"]}, ["view", "add", "change", "drop"], REGION),
}

# What a contributor may do only with own actions and indicators, those of the own department or where she or he is
# responsible, and with the own department's part of a follow-up.
ON_OWN = frozenset(
    {
        "actions.report_action",
        "indicators.report_indicator",
        *on({"actions": ["report"], "followups": ["departmentpart"]}, ["add", "change", "drop"], REPORT),
    }
)
