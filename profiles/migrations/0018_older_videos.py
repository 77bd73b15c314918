from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("profiles", "0017_fewer_counts")]
    operations = [
        migrations.AddField("snapshot", "older_than", models.DateTimeField(null=True)),
        migrations.AddField("snapshot", "older_found", models.PositiveSmallIntegerField(null=True)),
    ]
