"""The last step of the first-use guide: the first model."""

from modelwright.server.accounts.models import User
from modelwright.server.datasets.models import Dataset, Purpose
from modelwright.server.masterdata import guide
from modelwright.server.training.models import Process


def first_model() -> guide.Step:
    """Done with the first training; begun where the latest training data is."""
    return guide.Step("model", Process.objects.count, project=_latest_data)


def _latest_data(user: User) -> int | None:
    datasets = Dataset.objects.visible_to(user).filter(purpose=Purpose.TRAINING).order_by("-pk")
    return datasets.values_list("project_id", flat=True).first()
