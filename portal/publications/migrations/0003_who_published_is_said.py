from django.db import migrations

from portal.publications.removal import ALSO_WHO_PUBLISHED, ONLY_NOTE_AND_DECISION


class Migration(migrations.Migration):

    dependencies = [
        ('publications', '0002_withdrawal'),
    ]

    operations = [
        migrations.RunSQL(sql=ALSO_WHO_PUBLISHED, reverse_sql=ONLY_NOTE_AND_DECISION),
    ]
