"""Marks can be given without names, and who waits is told how long."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_initial")]
    operations = [
        migrations.AddField("Offer", "anonymous", models.BooleanField(default=False)),
        migrations.AddField("Offer", "seconds", models.FloatField(default=1.0)),
    ]
