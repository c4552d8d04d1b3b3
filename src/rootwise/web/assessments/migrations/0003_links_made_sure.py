from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0002_links"),
    ]

    operations = [
        migrations.AddField(
            model_name="ratinglink",
            name="made_sure",
            field=models.JSONField(default=list),
        ),
    ]
