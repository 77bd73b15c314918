"""Pictures that have to move say so until they have. Of what was taken down before nobody knows: it moves once more."""

from django.db import migrations, models
from django.db.models import Q


def mark(apps, schema_editor):
    page, link = apps.get_model("profiles", "Page"), apps.get_model("profiles", "Link")
    is_gone = ~Q(suspended_at=None) | ~Q(unpublished_at=None) | Q(grant__ended_because="gone")
    page.objects.filter(is_gone).update(awaits_withdrawal=True)
    is_unseen = ~Q(deleted_at=None) | ~Q(withheld_at=None)
    link.objects.filter(is_unseen).exclude(thumbnail="").update(awaits_withdrawal=True)


class Migration(migrations.Migration):
    dependencies = [("profiles", "0028_appeals_of_the_erased")]
    operations = [
        migrations.AddField("page", "awaits_withdrawal", models.BooleanField(default=False)),
        migrations.AddField("link", "awaits_withdrawal", models.BooleanField(default=False)),
        migrations.AddIndex(
            "page",
            models.Index(fields=["id"], condition=Q(awaits_withdrawal=True), name="page_awaits_withdrawal"),
        ),
        migrations.AddIndex(
            "link",
            models.Index(fields=["page"], condition=Q(awaits_withdrawal=True), name="link_awaits_withdrawal"),
        ),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
