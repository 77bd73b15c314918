from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def forget(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("tiktok_auth", "Event").objects.exclude(handled_at=None).update(open_id="")


class Migration(migrations.Migration):
    dependencies = [("tiktok_auth", "0002_session")]
    operations = [
        migrations.AlterField("Event", "open_id", models.CharField(blank=True, max_length=128)),
        migrations.RunPython(forget, migrations.RunPython.noop),
    ]
