from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("profiles", "0022_hashtag_links_once")]
    operations = [
        migrations.AddField("snapshot", "rests_until", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "snapshot",
            models.Index(
                fields=["rests_until"], condition=models.Q(rests_until__isnull=False), name="snapshot_resting"
            ),
        ),
    ]
