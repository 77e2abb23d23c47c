"""Two editors at one plan, doing at random what editors do, and a book of what each was promised.

A text is lost when somebody's saved text gives way to another whose writer was never shown it, or when what was typed
and not saved is no longer there to be taken up.
"""

import re
from html import unescape

from django.test import Client
from django.urls import reverse

from actions.models import Action, Report
from portal.publications import record
from portal.publishing.publish import propose_programme, propose_site, publish
from programmes.models import Draft
from tests import make
from tests.browse import Form

JSON = {"Accept": "application/json"}
FIELDS = {"titel": "title", "lage": "account"}
ACTIONS = 4


class Opened:
    """A cell that somebody has open: what its form holds, and every text of others that it has shown."""

    def __init__(self, values, field):
        self.values, self.field = values, field
        self.shown = {values[field][0]}
        self.typed = ""

    def takes_over(self, form, values):
        """Go on with the form that came back, which may show what somebody else has written."""
        self.values = values
        others = re.search(r'class="others".*?<blockquote[^>]*>(.*?)</blockquote>', form, re.DOTALL)
        if others:
            self.shown.add(unescape(re.sub("<[^>]+>", "", others.group(1))).strip())


class Office:
    def __init__(self, chance):
        self.chance, self.count = chance, 0
        programme = make.programme()
        self.plan = make.plan(programme, state="adopted", adopted_by=make.step(programme))
        self.units = [make.department(programme.municipality) for _ in range(2)]
        self.actions = [make.action(self.plan, title=f"text {n}") for n in range(ACTIONS)]
        self.desks = [self.desk() for _ in range(2)]
        self.truth = {(a.pk, cell): "" for a in self.actions for cell in FIELDS}
        self.truth |= {(a.pk, "titel"): a.title for a in self.actions}
        self.lost = []
        place = programme.municipality
        publish(propose_site, place, seen=propose_site(place).seen, by="Kommunen")

    def desk(self):
        user, browser = make.membership(self.plan.municipality, "editor").user, Client()
        browser.force_login(user)
        return {"user": user, "browser": browser, "open": {}, "drafts": {}, "changes": []}

    def place(self, key):
        pk, cell = key
        return reverse(f"actions:cell_{cell}", args=[self.plan.municipality.slug, pk])

    def step(self):
        """Let one of the two do one thing, then look whether every text is still there."""
        desk = self.chance.choice(self.desks)
        deeds = [self.open, self.open, self.type, self.type, self.save, self.save, self.save]
        deeds += [self.undo, self.drop, self.bring_back, self.assign, self.publish]
        self.chance.choice(deeds)(desk)
        self.look()

    def open(self, desk):
        key = self.chance.choice(list(self.truth))
        answer = desk["browser"].get(self.place(key), headers=JSON)
        if answer.status_code == 200:
            desk["open"][key] = Opened(values(answer.json()["form"]), FIELDS[key[1]])

    def type(self, desk):
        if desk["open"]:
            key, opened = self.chance.choice(list(desk["open"].items()))
            self.count += 1
            opened.typed = f"text nummer {self.count}"
            opened.values = opened.values | {opened.field: opened.typed}
            kept = desk["browser"].post(
                self.place(key), opened.values | {"draft": "1", "draft_page": "1"}, headers=JSON
            )
            if kept.status_code == 200:
                desk["drafts"][key] = opened.typed

    def save(self, desk):
        typed = {key: opened for key, opened in desk["open"].items() if opened.typed}
        if not typed:
            return
        key, opened = self.chance.choice(list(typed.items()))
        answer = desk["browser"].post(self.place(key), opened.values | {"draft_page": "1"}, headers=JSON)
        if answer.status_code == 422:
            opened.takes_over(answer.json()["form"], values(answer.json()["form"]))
        elif answer.status_code == 200:
            self.saved(desk, key, opened, answer.json())

    def saved(self, desk, key, opened, said):
        before = self.truth[key]
        if before and before not in opened.shown | {opened.typed}:
            self.lost.append(("given way unseen", key, before))
        self.truth[key] = opened.typed
        desk["open"].pop(key)
        desk["drafts"].pop(key, None)
        if "change" in said:
            desk["changes"].append(said["change"])

    def undo(self, desk):
        """Take back one's own latest; where it can be, the text is by choice what it was before."""
        if desk["changes"]:
            self.post(desk, "programmes:undo", desk["changes"].pop())
            self.truth = self.standing()

    def drop(self, desk):
        self.post(desk, "actions:drop_action", self.chance.choice(self.actions).pk, reason="Dubblett")

    def bring_back(self, desk):
        gone = Action.objects.filter(plan=self.plan, dropped=True).first()
        if gone:
            self.post(desk, "programmes:undo", gone.history.latest().change_id)
            self.truth = self.standing()

    def assign(self, desk):
        """Give all actions at once to a department, as a change over many rows does."""
        address = reverse("actions:change_actions", args=[self.plan.municipality.slug, self.plan.pk])
        page = desk["browser"].post(address, {"rows": ",".join(str(action.pk) for action in self.actions)})
        sent = Form(page.text).values if page.status_code == 200 else {}
        desk["browser"].post(address, sent | {"responsible": self.chance.choice(self.units).pk})

    def publish(self, desk):
        """What goes out is what was saved and is ready, never what somebody is typing."""
        proposal = propose_programme(self.plan.programme)
        if not list(proposal.obstacles()):
            said = {"seen": proposal.seen, "by": "Kommunen", "note": "Enligt planen."}  # some of it changes a promise
            publish(propose_programme, self.plan.programme, **said)
            out = record.latest("programme", self.plan.programme.uuid)
            told = {action.account for plan in out.plans for action in plan.actions}
            ready = {""} | set(Report.objects.filter(ready=True).values_list("account", flat=True))
            assert told <= ready

    def post(self, desk, name, pk, **typed):
        return desk["browser"].post(reverse(name, args=[self.plan.municipality.slug, pk]), typed)

    def standing(self):
        """Return every text as the rows have it, of dropped actions too."""
        titles = {
            (pk, "titel"): title for pk, title in Action.objects.filter(plan=self.plan).values_list("pk", "title")
        }
        told = Report.objects.kept().filter(action__plan=self.plan).values_list("action", "account")
        return dict.fromkeys(self.truth, "") | titles | {(pk, "lage"): account for pk, account in told}

    def look(self):
        standing = self.standing()
        here = set(self.plan.actions.kept().values_list("pk", flat=True))  # reports are put away with their action
        stood = {key: text for key, text in self.truth.items() if key[0] in here}
        self.lost += [("not in the row", key, text) for key, text in stood.items() if standing[key] != text]
        self.truth = standing
        for desk in self.desks:
            kept = {draft.typed[field] for draft in Draft.objects.filter(user=desk["user"])
                    for field in FIELDS.values() if field in draft.typed}  # fmt: skip
            self.lost += [("no draft", key, text) for key, text in desk["drafts"].items() if text not in kept]


def values(form):
    return Form(f"<main>{form.replace('editor', 'form', 1)}").values
