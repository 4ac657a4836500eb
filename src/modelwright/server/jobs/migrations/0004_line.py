"""The order of the waiting line. What waits already keeps the order in which it came."""

from django.conf import settings
from django.db import migrations, models


def take_places(apps, _schema_editor):
    waiting = apps.get_model("jobs", "Job").objects.filter(status="waiting").order_by("queued_at", "pk")
    for number, job in enumerate(waiting.only("pk", "queued_at"), start=1):
        job.place = int(job.queued_at.timestamp() * 10**6) * 1000 if job.queued_at else number
        job.save(update_fields=["place"])


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("jobs", "0003_limits"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="job", name="jobs_job_status_42b434_idx"),
        migrations.AddField(model_name="job", name="place", field=models.BigIntegerField(default=0)),
        migrations.AddField(model_name="job", name="moved_at", field=models.DateTimeField(null=True)),
        migrations.AddField(
            model_name="job",
            name="moved_by",
            field=models.ForeignKey(
                null=True, on_delete=models.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(model_name="job", name="expected", field=models.JSONField(default=dict)),
        migrations.AddIndex(model_name="job", index=models.Index(fields=["status", "place"], name="job_line")),
        migrations.RunPython(take_places, migrations.RunPython.noop),
    ]
