from django.db import migrations
from django.db.models import F


def stand_by_number(apps, schema_editor):
    """An action that nobody has put anywhere stands where its number says, in its history too."""
    for name in ("Action", "HistoricalAction"):
        apps.get_model("actions", name).objects.filter(order=0).update(order=F("number"))


class Migration(migrations.Migration):

    dependencies = [
        ('actions', '0005_room_between_actions'),
    ]

    operations = [
        migrations.RunPython(stand_by_number, migrations.RunPython.noop),
    ]
