import programmes.rich_fields
from django.db import migrations
from programmes.enriching import both_ways

FIELDS = {'ActionPlan': 'summary'}


class Migration(migrations.Migration):

    dependencies = [
        ('actions', '0003_continued_actions'),
    ]

    operations = [
        migrations.RunPython(*both_ways('actions', FIELDS)),
        migrations.AlterField(
            model_name='actionplan',
            name='summary',
            field=programmes.rich_fields.RichTextField(blank=True, room=20000, verbose_name='what has been done'),
        ),
        migrations.AlterField(
            model_name='historicalactionplan',
            name='summary',
            field=programmes.rich_fields.RichTextField(blank=True, room=20000, verbose_name='what has been done'),
        ),
    ]
