"""What was written in appeals goes with its creator; of those who left before that was so, it goes now."""

from django.db import migrations


def forget(apps, schema_editor):
    here = apps.get_model("socialaccount", "SocialAccount").objects.values("uid")
    addressed = apps.get_model("profiles", "Addressee").objects.filter(open_id__in=here)
    left = apps.get_model("profiles", "Appeal").objects.filter(measure__page=None)
    left = left.exclude(measure__in=addressed.values("measure"))
    left.filter(answer=None).delete()
    left.update(text="")


class Migration(migrations.Migration):
    dependencies = [("profiles", "0027_append_only")]
    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
