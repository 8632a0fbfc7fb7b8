"""Marks can be given without names."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_initial")]
    operations = [migrations.AddField("Offer", "anonymous", models.BooleanField(default=False))]
