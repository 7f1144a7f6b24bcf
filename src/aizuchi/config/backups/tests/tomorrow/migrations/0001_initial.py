from django.db import migrations, models


class Migration(migrations.Migration):
    operations = [migrations.CreateModel("Plan", [("id", models.BigAutoField(primary_key=True))])]
