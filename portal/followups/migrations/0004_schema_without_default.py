from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('followups', '0003_names_of_rows'),
    ]

    operations = [
        migrations.AlterField(
            model_name='approval',
            name='schema',
            field=models.PositiveSmallIntegerField(editable=False),
        ),
        migrations.AlterField(
            model_name='historicalapproval',
            name='schema',
            field=models.PositiveSmallIntegerField(editable=False),
        ),
    ]
