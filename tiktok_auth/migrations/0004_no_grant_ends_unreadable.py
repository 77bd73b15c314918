from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

REASONS = [
    ("expired", "TikTok no longer accepts it"),
    ("left", "the creator removed us in TikTok"),
    ("gone", "the TikTok account is gone"),
    ("disconnected", "disconnected here"),
]


def call_them_expired(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Their tokens are gone already: as with those that expired, only the creator can renew them."""
    apps.get_model("tiktok_auth", "Grant").objects.filter(ended_because="unreadable").update(ended_because="expired")


class Migration(migrations.Migration):
    dependencies = [("tiktok_auth", "0003_forget_whose_event_was_handled")]
    operations = [
        migrations.RunPython(call_them_expired, migrations.RunPython.noop),
        migrations.AlterField("Grant", "ended_because", models.CharField(blank=True, choices=REASONS, max_length=16)),
    ]
