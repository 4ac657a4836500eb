"""What lists show of a version is kept beside its report; of those that are there it is read from the report."""

from django.db import migrations, models

NUMBERS = ("accuracy", "mean_iou", "ap50", "ap", "macro_precision", "macro_recall", "macro_f1")


def headline_of(report, certificate):
    main = report["networks"][-1]
    measured = [of for of in report["sets"] if of["kind"] == main["network"]][-1]
    numbers = {name: measured[name] for name in NUMBERS if name in measured}
    return {
        "task": report["task"],
        "certificate_passed": certificate["passed"],
        "metric": main["metric"],
        "metric_value": numbers[main["metric"]],
        "numbers": numbers,
        "measured_on": measured["part"],
        "measured_samples": measured["samples"],
    }


def fill(apps, schema_editor):
    versions = apps.get_model("registry", "ModelVersion").objects
    for version in versions.only("report", "certificate").iterator(100):
        versions.filter(pk=version.pk).update(headline=headline_of(version.report, version.certificate))


class Migration(migrations.Migration):
    dependencies = [("registry", "0004_environment")]

    operations = [
        migrations.AddField(
            model_name="modelversion",
            name="headline",
            field=models.JSONField(default=dict),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
