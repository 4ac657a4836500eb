"""The task types that the logic knows; named by whoever reads them until somebody renames one."""

from django.db import migrations

LOGICS = ("classification", "segmentation_classification", "segmentation", "detection")


def seed(apps, schema_editor):
    task_types = apps.get_model("masterdata", "TaskType")
    for logic in LOGICS:
        task_types.objects.get_or_create(logic=logic, name="")


class Migration(migrations.Migration):
    dependencies = [("masterdata", "0001_initial")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
