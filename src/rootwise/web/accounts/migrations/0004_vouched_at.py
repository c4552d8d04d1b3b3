from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_address_request"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="vouched_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]
