"""What an engine tells while it runs: one JSON object a line in events.jsonl, numbered by its line from 1."""

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from modelwright.contract.choices import Metric
from modelwright.contract.strict import Strict
from modelwright.contract.tasks import Network, Part


class StageName(StrEnum):
    """The stages of a run, in order (E59: the first three are the preprocessing)."""

    COMPLIANCE = "compliance"
    SPLIT = "split"
    AUGMENTATION = "augmentation"
    SEGMENTATION_TRAINING = "segmentation_training"
    """Of the second network of a run that trains two (分割分类); it comes first."""
    TRAINING = "training"
    EVALUATION = "evaluation"
    EXPORT = "export"


class StageState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    STOPPED = "stopped"


class Outcome(StrEnum):
    COMPLETED = "completed"
    STOPPED = "stopped"
    FAILED = "failed"


class Code(StrEnum):
    """Why a run failed, or what it wants a person to know. The server holds the sentence for each, in each language.

    `values` of the event fill the sentence's placeholders, named in the comment.
    """

    # failures
    NO_USABLE_SAMPLES = "no_usable_samples"  # found, non_compliant
    ONE_CLASS = "one_class"  # label
    CLASS_WITHOUT_SAMPLES = "class_without_samples"  # label
    TOO_FEW_SAMPLES = "too_few_samples"  # label, count
    LOSS_NOT_FINITE = "loss_not_finite"  # iteration, learning_rate
    OUT_OF_MEMORY = "out_of_memory"  # device
    GPU_OUT_OF_MEMORY = "gpu_out_of_memory"  # device
    SHARED_MEMORY = "shared_memory"  # no values
    BATCH_OF_ONE = "batch_of_one"  # no values
    DISK_FULL = "disk_full"  # folder
    UNREADABLE_DATA = "unreadable_data"  # path, detail (a NonComplianceReason where the file is damaged)
    MISSING_MODULE = "missing_module"  # name
    WEIGHTS_UNAVAILABLE = "weights_unavailable"  # name, folder
    WEIGHTS_DO_NOT_FIT = "weights_do_not_fit"  # name
    CHECKPOINT_UNREADABLE = "checkpoint_unreadable"  # path
    EXPORT_DISAGREES = "export_disagrees"  # agreement, limit
    BAD_SPEC = "bad_spec"  # detail; problem (a SpecProblem) with its values
    KILLED = "killed"  # signal
    ENDED_WITHOUT_A_WORD = "ended_without_a_word"  # exit_code
    MACHINE_LOST = "machine_lost"  # machine
    INTERRUPTED = "interrupted"  # no values
    TIME_LIMIT = "time_limit"  # hours
    HUNG = "hung"  # minutes
    UNEXPECTED = "unexpected"  # detail
    # notices
    POLICY_VANISHES = "policy_vanishes"  # policy
    SPECIAL_CODES_LEFT_OUT = "special_codes_left_out"  # count, codes
    UNLISTED_CODES_LEFT_OUT = "unlisted_codes_left_out"  # count, codes
    DUPLICATES_KEPT_TOGETHER = "duplicates_kept_together"  # count
    CONFLICTING_DUPLICATES = "conflicting_duplicates"  # count
    TEST_SAMPLES_IN_TRAINING = "test_samples_in_training"  # count
    CUDA_MISSING = "cuda_missing"  # no values
    ARITHMETIC_CHOSEN = "arithmetic_chosen"  # precision, device, images_per_second
    BATCH_REDUCED = "batch_reduced"  # batch_size, samples
    BATCH_HALVED = "batch_halved"  # batch_size, parts, part_size
    NEAR_DUPLICATES_KEPT_TOGETHER = "near_duplicates_kept_together"  # count
    LOOK_ALIKES_NOT_KEPT_TOGETHER = "look_alikes_not_kept_together"  # count
    EXCLUDED_SAMPLES = "excluded_samples"  # count
    PARTS_KEPT = "parts_kept"  # count
    GIVEN_PARTS_TEAR = "given_parts_tear"  # count
    GROUPS_FOUND = "groups_found"  # groups, images
    IMAGES_WITHOUT_GROUP = "images_without_group"  # count
    SPLIT_BY_GROUP_UNEVEN = "split_by_group_uneven"  # label
    ANNOTATIONS_LEFT_OUT = "annotations_left_out"  # reason, count, examples
    IMAGES_WITHOUT_ANNOTATION = "images_without_annotation"  # count
    CLASS_WITHOUT_ANNOTATIONS = "class_without_annotations"  # label
    FORMAT_FOUND = "format_found"  # folder, format
    LABELS_CHANGED = "labels_changed"  # added, removed
    SEGMENTATION_OFF = "segmentation_off"  # no values
    NO_SIGN_OF_LIFE = "no_sign_of_life"  # minutes
    LOG_CUT = "log_cut"  # file, megabytes
    # the curve coach (A27); `iteration` of the message says where
    COACH_PLATEAU = "coach_plateau"  # metric, value, iterations
    COACH_DIVERGES = "coach_diverges"  # loss, lowest
    COACH_RATE_TOO_HIGH = "coach_rate_too_high"  # learning_rate
    COACH_RATE_TOO_LOW = "coach_rate_too_low"  # learning_rate
    COACH_JUMPING_LOSS = "coach_jumping_loss"  # spread
    COACH_OVERFITTING = "coach_overfitting"  # loss, validation_loss
    COACH_CLASS_NEVER_PREDICTED = "coach_class_never_predicted"  # label
    COACH_LOSS_HIGH = "coach_loss_high"  # loss, good
    COACH_RESULT_GOOD = "coach_result_good"  # metric, value, good
    COACH_RESULT_EXCELLENT = "coach_result_excellent"  # metric, value, excellent


class SpecProblem(StrEnum):
    """What of a spec cannot be carried out: `problem` of a BAD_SPEC. As for codes, the server holds the words."""

    NUM_OF_CLASSES = "num_of_classes"  # asked, found
    GROUP_TABLE_UNREADABLE = "group_table_unreadable"  # file, reason
    GROUP_COLUMN_MISSING = "group_column_missing"  # file, column
    GROUP_COLUMN_NOWHERE = "group_column_nowhere"  # column
    NOTHING_TO_VALIDATE = "nothing_to_validate"  # no values
    DATA_PATH_UNREADABLE = "data_path_unreadable"  # folder, reason
    MASK_CODES = "mask_codes"  # file
    UNKNOWN_BASE_MODEL = "unknown_base_model"  # name
    OTHER_NETWORK = "other_network"  # name, network
    FOLDERS_GONE = "folders_gone"  # names
    FIELDS = "fields"  # errors: of each broken rule loc, type, ctx, input, as pydantic names them


class Level(StrEnum):
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class _Event(Strict):
    time: float
    """When it happened: seconds since 1970, UTC."""


class Stage(_Event):
    kind: Literal["stage"] = "stage"
    name: StageName
    state: StageState
    done: int | None = None
    total: int | None = None
    took_s: float | None = None
    counts: dict[str, int] = {}
    """compliance: images, non_compliant; split: train, validation, test; augmentation: packed, reused; export: samples."""


class Plan(_Event):
    """What the run will do with one of its networks, known once its data is read: the monitoring page's header (A26)."""

    kind: Literal["plan"] = "plan"
    network: Network = Network.CLASSIFICATION
    classes: tuple[str, ...]
    images: int
    """Samples to learn from."""
    validation_images: int
    test_images: int
    batch_size: int
    iterations: int
    epochs: int
    """round(iterations * batch_size / images), at least 1."""
    first_iteration: int = 0
    """Where a resumed run continues."""
    device: str
    precision: str
    measured_on: Part
    """The set on which the chart's precision is measured (X10)."""
    metric: Metric = Metric.ACCURACY
    """The chart's precision: the metric that chooses the best checkpoint."""


class Metrics(_Event):
    """Numbers after `iteration` steps. Series: loss, learning_rate, and `<part>.<metric>` such as validation.accuracy."""

    kind: Literal["metrics"] = "metrics"
    network: Network = Network.CLASSIFICATION
    iteration: int
    epoch: float
    values: dict[str, float]


class Progress(_Event):
    """Where the run is; at most a few a second, also between metrics."""

    kind: Literal["progress"] = "progress"
    network: Network = Network.CLASSIFICATION
    iteration: int
    epoch: float
    seconds_per_iteration: float
    remaining_s: float
    """To the end of the whole run, evaluation and export included."""
    share: float = 0.0
    """Of the whole run that is done, 0 to 1."""


class Message(_Event):
    kind: Literal["message"] = "message"
    level: Level
    code: Code | None = None
    values: dict[str, Any] = {}
    text: str = ""
    """English; for the log, and for the screen when there is no code."""
    network: Network | None = None
    iteration: int | None = None
    """Where on the network's chart it is marked: the curve coach's hints (A27)."""


class Checkpoint(_Event):
    kind: Literal["checkpoint"] = "checkpoint"
    network: Network = Network.CLASSIFICATION
    which: Literal["last", "best"]
    iteration: int


class Finished(_Event):
    """The last event. A run that ends without it was killed."""

    kind: Literal["finished"] = "finished"
    outcome: Outcome
    code: Code | None = None
    """Why it failed; of a stopped run that nobody asked to stop, why it stopped."""
    values: dict[str, Any] = {}
    detail: str = ""
    """English; the exception in one line, never a traceback."""


Event = Annotated[Stage | Plan | Metrics | Progress | Message | Checkpoint | Finished, Field(discriminator="kind")]
EVENT: TypeAdapter[Event] = TypeAdapter(Event)
