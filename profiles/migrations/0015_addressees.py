"""What was decided about a person waits for them, and what staff hid is known by more than the link it was."""

from itertools import batched

import django.db.models.deletion
from django.db import migrations, models

from profiles.validators import place_of

BATCH = 500
GUARDED = "id, verb, ground, reason, about, by_name, at, undoes_id"
GUARD = """
DROP TRIGGER profiles_measure_append_only ON profiles_measure;
CREATE TRIGGER profiles_measure_append_only
  BEFORE DELETE OR UPDATE OF {columns} ON profiles_measure
  FOR EACH ROW EXECUTE FUNCTION profiles_measure_is_append_only();
"""


def guard(schema_editor, columns):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(GUARD.format(columns=columns), params=None)


def guard_marks(apps, schema_editor):
    guard(schema_editor, f"{GUARDED}, marks")


def unguard_marks(apps, schema_editor):
    guard(schema_editor, GUARDED)


def keep_marks(apps, schema_editor):
    measures = apps.get_model("profiles", "Measure").objects
    about_links = measures.exclude(link=None).select_related("link").order_by("pk")
    for batch in batched(about_links.iterator(BATCH), BATCH):
        for measure in batch:
            measure.marks = marks_of(measure.link)
        measures.bulk_update(batch, ["marks"])


def marks_of(link):
    ways = (link.url, link.email and f"mailto:{link.email}", link.phone and f"tel:{link.phone}")
    said = " ".join((link.title, link.note, link.code)).casefold()
    return sorted({place_of(way) for way in ways if way} or {said})


class Migration(migrations.Migration):
    dependencies = [("profiles", "0014_words")]
    operations = [
        migrations.AddField("measure", "marks", models.JSONField(blank=True, default=list)),
        migrations.RunPython(keep_marks, migrations.RunPython.noop),
        migrations.RunPython(guard_marks, unguard_marks),
        migrations.RenameModel("Ban", "Addressee"),
        migrations.AlterModelOptions(
            "addressee",
            {
                "verbose_name": "person under a measure",
                "verbose_name_plural": "people under measures",
            },
        ),
        migrations.AlterField(
            "addressee",
            "measure",
            models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="addressee", to="profiles.measure"
            ),
        ),
        migrations.RenameIndex("addressee", new_name="addressee_by_open_id", old_name="ban_by_open_id"),
        migrations.RenameIndex("addressee", new_name="addressee_by_union_id", old_name="ban_by_union_id"),
    ]
