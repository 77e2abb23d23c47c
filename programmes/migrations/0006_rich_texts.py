import programmes.rich_fields
from django.db import migrations
from programmes.enriching import both_ways

FIELDS = {
    'Programme': 'vision target_picture purpose background process summary context linked_vision',
    'Area': 'main_strategy description',
    'Municipality': 'accessibility_statement personal_data',
}


class Migration(migrations.Migration):

    dependencies = [
        ('programmes', '0005_drafts'),
    ]

    operations = [
        migrations.RunPython(*both_ways('programmes', FIELDS)),
        migrations.AlterField(
            model_name='area',
            name='description',
            field=programmes.rich_fields.RichTextField(blank=True, room=20000, verbose_name='description'),
        ),
        migrations.AlterField(
            model_name='area',
            name='main_strategy',
            field=programmes.rich_fields.RichTextField(blank=True, room=20000, verbose_name='main strategy'),
        ),
        migrations.AlterField(
            model_name='historicalarea',
            name='description',
            field=programmes.rich_fields.RichTextField(blank=True, room=20000, verbose_name='description'),
        ),
        migrations.AlterField(
            model_name='historicalarea',
            name='main_strategy',
            field=programmes.rich_fields.RichTextField(blank=True, room=20000, verbose_name='main strategy'),
        ),
        migrations.AlterField(
            model_name='historicalmunicipality',
            name='accessibility_statement',
            field=programmes.rich_fields.RichTextField(blank=True, room=20000, verbose_name='accessibility statement'),
        ),
        migrations.AlterField(
            model_name='historicalmunicipality',
            name='personal_data',
            field=programmes.rich_fields.RichTextField(blank=True, room=20000, verbose_name='on personal data'),
        ),
        migrations.AlterField(
            model_name='historicalprogramme',
            name='background',
            field=programmes.rich_fields.RichTextField(blank=True, room=20000, verbose_name='background'),
        ),
        migrations.AlterField(
            model_name='historicalprogramme',
            name='context',
            field=programmes.rich_fields.RichTextField(blank=True, room=20000, verbose_name='facts from before the programme'),
        ),
        migrations.AlterField(
            model_name='historicalprogramme',
            name='linked_vision',
            field=programmes.rich_fields.RichTextField(blank=True, room=20000, verbose_name='vision it is linked to'),
        ),
        migrations.AlterField(
            model_name='historicalprogramme',
            name='process',
            field=programmes.rich_fields.RichTextField(blank=True, room=20000, verbose_name='how it was made'),
        ),
        migrations.AlterField(
            model_name='historicalprogramme',
            name='purpose',
            field=programmes.rich_fields.RichTextField(blank=True, room=20000, verbose_name='purpose'),
        ),
        migrations.AlterField(
            model_name='historicalprogramme',
            name='summary',
            field=programmes.rich_fields.RichTextField(blank=True, room=20000, verbose_name='summary in plain language'),
        ),
        migrations.AlterField(
            model_name='historicalprogramme',
            name='target_picture',
            field=programmes.rich_fields.RichTextField(blank=True, room=20000, verbose_name='target picture'),
        ),
        migrations.AlterField(
            model_name='historicalprogramme',
            name='vision',
            field=programmes.rich_fields.RichTextField(blank=True, room=20000, verbose_name='vision'),
        ),
        migrations.AlterField(
            model_name='municipality',
            name='accessibility_statement',
            field=programmes.rich_fields.RichTextField(blank=True, room=20000, verbose_name='accessibility statement'),
        ),
        migrations.AlterField(
            model_name='municipality',
            name='personal_data',
            field=programmes.rich_fields.RichTextField(blank=True, room=20000, verbose_name='on personal data'),
        ),
        migrations.AlterField(
            model_name='programme',
            name='background',
            field=programmes.rich_fields.RichTextField(blank=True, room=20000, verbose_name='background'),
        ),
        migrations.AlterField(
            model_name='programme',
            name='context',
            field=programmes.rich_fields.RichTextField(blank=True, room=20000, verbose_name='facts from before the programme'),
        ),
        migrations.AlterField(
            model_name='programme',
            name='linked_vision',
            field=programmes.rich_fields.RichTextField(blank=True, room=20000, verbose_name='vision it is linked to'),
        ),
        migrations.AlterField(
            model_name='programme',
            name='process',
            field=programmes.rich_fields.RichTextField(blank=True, room=20000, verbose_name='how it was made'),
        ),
        migrations.AlterField(
            model_name='programme',
            name='purpose',
            field=programmes.rich_fields.RichTextField(blank=True, room=20000, verbose_name='purpose'),
        ),
        migrations.AlterField(
            model_name='programme',
            name='summary',
            field=programmes.rich_fields.RichTextField(blank=True, room=20000, verbose_name='summary in plain language'),
        ),
        migrations.AlterField(
            model_name='programme',
            name='target_picture',
            field=programmes.rich_fields.RichTextField(blank=True, room=20000, verbose_name='target picture'),
        ),
        migrations.AlterField(
            model_name='programme',
            name='vision',
            field=programmes.rich_fields.RichTextField(blank=True, room=20000, verbose_name='vision'),
        ),
    ]
