from django.db import migrations, models
from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone


def know_what_is_here(apps, schema_editor):
    """What TikTok has named so far is old to the rules that were there; what it names next is new."""
    answered = apps.get_model("profiles", "Snapshot").objects.filter(page=OuterRef("page"), fetched_at__isnull=False)
    rules = apps.get_model("profiles", "HashtagLink").objects.filter(Exists(answered))
    rules.update(since=Subquery(answered.values("fetched_at")))


class Migration(migrations.Migration):

    dependencies = [
        ('profiles', '0025_more_words'),
    ]

    operations = [
        migrations.AddField(
            model_name='hashtaglink',
            name='since',
            field=models.DateTimeField(default=timezone.now),
        ),
        migrations.RunPython(know_what_is_here, migrations.RunPython.noop),
    ]
