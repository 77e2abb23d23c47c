"""Who may see a field: every field of every model is declared public, internal or personal beside its model.

Public fields may reach a publication. Internal ones stay among the municipality's officials. Personal ones tell of a
person and are what an extract from the register or a removal has to find.
"""

from django.db.models import Manager, Model

PUBLIC, INTERNAL, PERSONAL = "public", "internal", "personal"


class Exposure:
    """The declaration of one model: names of fields, separated by blanks."""

    def __init__(self, *, public="", internal="", personal=""):
        groups = {PUBLIC: public.split(), INTERNAL: internal.split(), PERSONAL: personal.split()}
        self.fields = {name: kind for kind, names in groups.items() for name in names}
        if len(self.fields) != sum(map(len, groups.values())):
            raise ValueError("A field is declared once.")

    def __getitem__(self, name):
        return self.fields[name]

    def __or__(self, other):
        both = Exposure()
        both.fields = self.fields | other.fields
        return both


class NotPublic(AttributeError):
    """Somebody tried to read a field that is not declared public in order to publish it."""


class PublicView:
    """A row through which only public fields can be read; related rows come wrapped in the same way.

    A relation to many gives the list of those that have not been dropped, in their own order.
    """

    def __init__(self, row):
        object.__setattr__(self, "_row", row)

    def __getattr__(self, name):
        row = object.__getattribute__(self, "_row")
        if row.exposure.fields.get(name) != PUBLIC:
            raise NotPublic(f"{type(row).__name__}.{name} is not declared public.")
        value = getattr(row, name)
        if isinstance(value, Manager):
            return [PublicView(other) for other in value.all() if not other.dropped]
        return PublicView(value) if isinstance(value, Model) else value

    def __setattr__(self, name, value):
        raise NotPublic("What is published is read, not written.")
