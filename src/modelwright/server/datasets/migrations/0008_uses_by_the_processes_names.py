"""Uses by trainings are named as processes are called now: Gears · 3, not Gears #3. A use is found again by its name."""

import re

from django.db import migrations

BEFORE = re.compile(r"^(.*) #(\d+)$", re.DOTALL)


def rename(apps, _schema_editor):
    uses = apps.get_model("datasets", "VersionUse").objects
    for pk, name in list(uses.filter(kind="training", name__contains=" #").values_list("pk", "name")):
        if said := BEFORE.match(name):
            uses.filter(pk=pk).update(name=f"{said[1]} · {said[2]}"[:200])


class Migration(migrations.Migration):
    dependencies = [("datasets", "0007_s3")]

    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
