from typing import Any

from django.db import migrations, models


def lock_paths(apps: Any, schema_editor: Any) -> None:
    """What retrains a version already keeps every path of the datasets that it keeps."""
    template_rows = apps.get_model("training", "Template").objects
    path_rows = apps.get_model("datasets", "DataPath").objects
    for template in template_rows.exclude(retrains=None).iterator():
        template.locked_paths = list(path_rows.filter(dataset__in=template.locked).values_list("pk", flat=True))
        template.save(update_fields=["locked_paths"])


class Migration(migrations.Migration):
    dependencies = [
        ("datasets", "0007_s3"),
        ("training", "0006_notes_and_tags"),
    ]

    operations = [
        migrations.AddField(
            model_name="template",
            name="left_out",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="template",
            name="locked_paths",
            field=models.JSONField(default=list),
        ),
        migrations.RunPython(lock_paths, migrations.RunPython.noop),
    ]
