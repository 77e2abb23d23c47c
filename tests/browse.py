"""What a browser does with a form: it sends back what the page holds, with what somebody has typed into it."""

from html.parser import HTMLParser


class Form(HTMLParser):
    """The values of the last form on a page that has an editable field, as a browser would send them."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.values, self.area, self.choice = {}, None, None
        self.inside = False
        self.feed(html[html.index("<main") :])

    def add(self, name, value):
        self.values.setdefault(name, []).append(value)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        name = attrs.get("name")
        if tag == "form":
            self.inside = "form" in (attrs.get("class") or "").split()
        elif not self.inside:
            return
        elif tag == "input":
            if attrs.get("type") in ("checkbox", "radio") and "checked" not in attrs:
                return
            self.add(name, attrs.get("value") or ("on" if attrs.get("type") == "checkbox" else ""))
        elif tag == "textarea":
            self.area = name
            self.values[name] = [""]
        elif tag == "select":
            self.choice = name
            self.several = "multiple" in attrs
        elif tag == "option" and "selected" in attrs:
            self.add(self.choice, attrs.get("value", ""))

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.values[self.area] = [self.values[self.area][0].removeprefix("\n")]
            self.area = None
        elif tag == "select" and self.choice:
            if not self.several:
                self.values.setdefault(self.choice, [""])
            self.choice = None
        elif tag == "form":
            self.inside = False

    def handle_data(self, data):
        if self.area:
            self.values[self.area][0] += data


def fill(response, **typed):
    """Return what the browser sends: everything in the page's form, and what was typed into the named fields."""
    values = Form(response.content.decode()).values
    values.pop("csrfmiddlewaretoken", None)
    return values | typed
