import programmes.rich_fields
from django.db import migrations
from programmes.enriching import both_ways

FIELDS = {
    'FollowUp': 'summary motivation deviations next_year',
    'AreaAssessment': 'motivation',
}


class Migration(migrations.Migration):

    dependencies = [
        ('followups', '0004_schema_without_default'),
    ]

    operations = [
        migrations.RunPython(*both_ways('followups', FIELDS)),
        migrations.AlterField(
            model_name='areaassessment',
            name='motivation',
            field=programmes.rich_fields.RichTextField(blank=True, room=20000, verbose_name='motivation'),
        ),
        migrations.AlterField(
            model_name='followup',
            name='deviations',
            field=programmes.rich_fields.RichTextField(blank=True, room=20000, verbose_name='deviations and changes'),
        ),
        migrations.AlterField(
            model_name='followup',
            name='motivation',
            field=programmes.rich_fields.RichTextField(blank=True, room=20000, verbose_name='motivation'),
        ),
        migrations.AlterField(
            model_name='followup',
            name='next_year',
            field=programmes.rich_fields.RichTextField(blank=True, room=20000, verbose_name='direction for next year'),
        ),
        migrations.AlterField(
            model_name='followup',
            name='summary',
            field=programmes.rich_fields.RichTextField(blank=True, room=20000, verbose_name='summary in plain language'),
        ),
        migrations.AlterField(
            model_name='historicalareaassessment',
            name='motivation',
            field=programmes.rich_fields.RichTextField(blank=True, room=20000, verbose_name='motivation'),
        ),
        migrations.AlterField(
            model_name='historicalfollowup',
            name='deviations',
            field=programmes.rich_fields.RichTextField(blank=True, room=20000, verbose_name='deviations and changes'),
        ),
        migrations.AlterField(
            model_name='historicalfollowup',
            name='motivation',
            field=programmes.rich_fields.RichTextField(blank=True, room=20000, verbose_name='motivation'),
        ),
        migrations.AlterField(
            model_name='historicalfollowup',
            name='next_year',
            field=programmes.rich_fields.RichTextField(blank=True, room=20000, verbose_name='direction for next year'),
        ),
        migrations.AlterField(
            model_name='historicalfollowup',
            name='summary',
            field=programmes.rich_fields.RichTextField(blank=True, room=20000, verbose_name='summary in plain language'),
        ),
    ]
