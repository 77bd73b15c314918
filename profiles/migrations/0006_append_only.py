"""What the log of moderation holds is not changed in PostgreSQL either: only its references may fall away."""

from django.db import migrations

GUARD = """
CREATE FUNCTION profiles_measure_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'profiles_measure is append-only';
END $$;
CREATE TRIGGER profiles_measure_append_only
  BEFORE DELETE OR UPDATE OF id, verb, ground, reason, about, by_name, at, undoes_id ON profiles_measure
  FOR EACH ROW EXECUTE FUNCTION profiles_measure_is_append_only();
"""
UNGUARD = """
DROP TRIGGER profiles_measure_append_only ON profiles_measure;
DROP FUNCTION profiles_measure_is_append_only();
"""


def guard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(GUARD, params=None)


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(UNGUARD, params=None)


class Migration(migrations.Migration):
    dependencies = [("profiles", "0005_moderation")]
    operations = [migrations.RunPython(guard, unguard)]
