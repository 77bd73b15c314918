"""In PostgreSQL the logs of moderation are not emptied at once either, and no row moves from one page to another."""

from django.db import migrations

GUARD = """
CREATE TRIGGER profiles_measure_stays_with_its_page
  BEFORE UPDATE OF page_id ON profiles_measure
  FOR EACH ROW WHEN (OLD.page_id <> NEW.page_id) EXECUTE FUNCTION profiles_measure_is_append_only();
CREATE TRIGGER profiles_measure_is_not_emptied
  BEFORE TRUNCATE ON profiles_measure
  FOR EACH STATEMENT EXECUTE FUNCTION profiles_measure_is_append_only();
CREATE TRIGGER profiles_domainact_is_not_emptied
  BEFORE TRUNCATE ON profiles_domainact
  FOR EACH STATEMENT EXECUTE FUNCTION profiles_domainact_is_append_only();
"""
UNGUARD = """
DROP TRIGGER profiles_domainact_is_not_emptied ON profiles_domainact;
DROP TRIGGER profiles_measure_is_not_emptied ON profiles_measure;
DROP TRIGGER profiles_measure_stays_with_its_page ON profiles_measure;
"""


def guard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(GUARD, params=None)


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(UNGUARD, params=None)


class Migration(migrations.Migration):
    dependencies = [("profiles", "0026_hashtags_since")]
    operations = [migrations.RunPython(guard, unguard)]
