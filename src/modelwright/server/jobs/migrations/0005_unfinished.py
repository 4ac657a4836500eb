"""What waits and what is active are found in an index that holds nothing else."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("jobs", "0004_line")]

    operations = [
        migrations.RemoveIndex(model_name="job", name="job_line"),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(fields=["status", "place"], name="job_unfinished", condition=models.Q(finished_at=None)),
        ),
    ]
