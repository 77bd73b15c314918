from django.db import migrations, models
import django.core.validators


class Migration(migrations.Migration):

    dependencies = [
        ('profiles', '0005_walls_and_doorways'),
    ]

    operations = [
        migrations.AddField(
            model_name='page',
            name='accent',
            field=models.CharField(blank=True, default='', max_length=7, validators=[django.core.validators.RegexValidator('\\A#[0-9a-fA-F]{6}\\Z', 'Choose a colour, or write one as # and six digits, like #1f3f78.')], verbose_name='colour'),
        ),
        migrations.AddField(
            model_name='page',
            name='avatar',
            field=models.CharField(blank=True, choices=[('circle', 'Circle'), ('squircle', 'Rounded'), ('square', 'Square'), ('leaf', 'Leaf')], default='', max_length=16, verbose_name='picture'),
        ),
        migrations.AddField(
            model_name='page',
            name='background',
            field=models.CharField(blank=True, choices=[('flat', 'Plain'), ('gradient', 'Gradient'), ('dots', 'Dots'), ('stripes', 'Stripes'), ('weave', 'Woven')], default='', max_length=16, verbose_name='background'),
        ),
        migrations.AddField(
            model_name='page',
            name='layout',
            field=models.CharField(blank=True, choices=[('list', 'List'), ('cards', 'Cards'), ('grid', 'Grid'), ('featured', 'First one large')], default='', max_length=16, verbose_name='arrangement'),
        ),
        migrations.AddField(
            model_name='page',
            name='mode',
            field=models.CharField(blank=True, choices=[('auto', "As the visitor's phone"), ('light', 'Always light'), ('dark', 'Always dark')], default='', max_length=16, verbose_name='light or dark'),
        ),
        migrations.AddField(
            model_name='page',
            name='preset',
            field=models.CharField(choices=[('paper', 'Paper'), ('ink', 'Ink'), ('citrus', 'Citrus'), ('riso', 'Riso'), ('gallery', 'Gallery'), ('night-market', 'Night market'), ('linen', 'Linen'), ('arcade', 'Arcade'), ('garden', 'Garden'), ('chrome', 'Chrome'), ('postcard', 'Postcard'), ('signal', 'Signal')], default='paper', max_length=16, verbose_name='preset'),
        ),
        migrations.AddField(
            model_name='page',
            name='shape',
            field=models.CharField(blank=True, choices=[('hairline', 'Hairlines'), ('soft', 'Soft corners'), ('pill', 'Pills'), ('square', 'Square'), ('offset', 'Block shadow'), ('outline', 'Outlines'), ('leaf', 'Leaves'), ('stitched', 'Stitched'), ('stepped', 'Pixels'), ('bevel', 'Bevelled'), ('stamp', 'Stamps'), ('caption', 'Captions')], default='', max_length=16, verbose_name='links'),
        ),
        migrations.AddField(
            model_name='page',
            name='typeface',
            field=models.CharField(blank=True, choices=[('book', 'Book'), ('plain', 'Plain'), ('narrow', 'Narrow'), ('grotesk', 'Space Grotesk'), ('serif', 'Fraunces'), ('rounded', 'Nunito'), ('mono', 'JetBrains Mono')], default='', max_length=16, verbose_name='type'),
        ),
    ]
