from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.db import DatabaseError, connection

from programmes.models import User

from .mark import is_marked


@register(Tags.security, deploy=True)
def no_demonstration_in_real_use(**kwargs):
    """What the demonstration leaves may not go into production: everybody may know it."""
    if not settings.PRODUCTION:
        return []
    try:
        return [*traces()]
    except DatabaseError:
        return [Warning("The database does not answer, so nobody knows what the demonstration left.", id="demo.W001")]


def traces():
    if is_marked(connection):
        yield Error("The database was made by the demonstration.", hint="Begin with an empty one.", id="demo.E001")
    tables = connection.introspection.table_names()
    if User._meta.db_table in tables and User.objects.filter(demo=True).exists():
        yield Error("There are accounts of the demonstration.", hint="Remove them.", id="demo.E002")
