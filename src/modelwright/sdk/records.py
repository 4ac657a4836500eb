"""What the client gives back: the API's answers with the fields that code reads most, typed; all others by name."""

from typing import Any

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """An answer of the API. Fields beyond the typed ones are there too, under the API's names."""

    model_config = ConfigDict(extra="allow", frozen=True)

    id: int


class Project(Record):
    name: str


class Dataset(Record):
    name: str
    purpose: str
    images: int
    unreadable: int
    checking: bool
    class_counts: dict[str, int]


class Machine(Record):
    name: str
    address: str
    available: bool


class Template(Record):
    name: str
    base_model: str
    parameters: dict[str, Any]


class Process(Record):
    number: int
    status: str
    attempt: int
    failure: str
    progress: float
    iteration: int | None
    iterations: int | None
    loss: float | None
    accuracy: float | None
    macro_f1: float | None
    measured_on: str
    remaining_s: float | None

    @property
    def is_over(self) -> bool:
        return self.status in {"completed", "failed", "stopped"}


class Version(Record):
    name: str
    model_id: int
    model_name: str
    accuracy: float
    macro_f1: float
    measured_on: str
    measured_samples: int
    bundle_sha256: str


class Model(Record):
    name: str
    versions: int
    latest: Version | None


class Prediction(BaseModel):
    model_config = ConfigDict(extra="allow", frozen=True)

    label: str
    confidence: float
    probabilities: dict[str, float]
