from django.db import migrations, models
from django.db.models import Exists, OuterRef


def keep_the_oldest(apps, schema_editor):
    rules = apps.get_model("profiles", "HashtagLink").objects
    same = {name: OuterRef(name) for name in ("page", "hashtag", "url")}
    later = rules.filter(Exists(rules.filter(**same, pk__lt=OuterRef("pk"))))
    rules.filter(pk__in=list(later.values_list("pk", flat=True))).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('profiles', '0021_icons_of_pages'),
    ]

    operations = [
        migrations.RunPython(keep_the_oldest, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='hashtaglink',
            constraint=models.UniqueConstraint(fields=('page', 'hashtag', 'url'), name='hashtag_link_once_per_page'),
        ),
    ]
