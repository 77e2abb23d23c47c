"""What a browser would send: the forms of a page, read from its HTML."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

ID = re.compile(r"\d+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
CHOSEN = {"checkbox", "radio"}


@dataclass
class Form:
    """One form: its address and method, what it would send as it stands, and what its controls offer."""

    action: str
    method: str
    sends: dict = field(default_factory=dict)
    offers: dict = field(default_factory=dict)

    def holds_ids(self, name):
        """Tell whether a control offers ids to choose from, or carries one along."""
        return any(ID.fullmatch(value) for value in self.offers.get(name, ()))


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms, self.select, self.text = [], None, None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.forms.append(Form(attrs.get("action", ""), attrs.get("method", "get").lower()))
        elif self.forms and tag in {"input", "select", "textarea", "option", "button"}:
            getattr(self, f"see_{tag}")(self.forms[-1], attrs)

    def see_input(self, form, attrs):
        name, kind, value = attrs.get("name"), attrs.get("type", "text"), attrs.get("value") or ""
        if name and kind in CHOSEN | {"hidden"}:
            form.offers.setdefault(name, []).append(value)
        if name and (kind not in CHOSEN or "checked" in attrs):
            form.sends.setdefault(name, []).append(value)

    def see_button(self, form, attrs):
        if attrs.get("name"):
            form.offers.setdefault(attrs["name"], []).append(attrs.get("value") or "")

    def see_textarea(self, form, attrs):
        form.sends[attrs["name"]] = [""]

    def see_select(self, form, attrs):
        self.select = attrs["name"]
        form.offers[self.select] = []

    def see_option(self, form, attrs):
        form.offers[self.select].append(attrs.get("value") or "")
        if "selected" in attrs:
            form.sends.setdefault(self.select, []).append(attrs.get("value") or "")


def forms(html):
    """Return the forms of a page."""
    reader = Reader()
    reader.feed(html)
    return reader.forms
