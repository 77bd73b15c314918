from django.db import migrations, models
from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone


def know_what_is_here(apps, schema_editor):
    """What TikTok has named so far is old to the rules that were there; what it names next is new."""
    answered = apps.get_model("profiles", "Snapshot").objects.filter(page=OuterRef("page"), fetched_at__isnull=False)
    rules = apps.get_model("profiles", "HashtagLink").objects.filter(Exists(answered))
    rules.update(created_at=Subquery(answered.values("fetched_at")))


class Migration(migrations.Migration):

    dependencies = [
        ('profiles', '0024_words_of_scans'),
    ]

    operations = [
        migrations.AddField(
            model_name='hashtaglink',
            name='created_at',
            field=models.DateTimeField(auto_now_add=True, default=timezone.now),
            preserve_default=False,
        ),
        migrations.RunPython(know_what_is_here, migrations.RunPython.noop),
    ]
