"""What happened and what to do about it, for every code that an engine or a dispatcher may report."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from modelwright.contract.events import Code

SENTENCES: Final[dict[Code, Promise]] = {
    Code.NO_USABLE_SAMPLES: _(
        "No usable images: %(found)s were found, %(non_compliant)s of them are non-compliant. Check the data paths and "
        "the resolution rule of the preprocessing parameters."
    ),
    Code.ONE_CLASS: _(
        "All images belong to the class “%(label)s”. A classifier needs at least two: add a data path with another class."
    ),
    Code.CLASS_WITHOUT_SAMPLES: _(
        "The class “%(label)s” is in the list of codes, but no usable image shows it. Add images, or take it off the list."
    ),
    Code.TOO_FEW_SAMPLES: _(
        "The class “%(label)s” has too few usable images (%(count)s): at least two are needed, one to learn from and one "
        "to validate with. Add images."
    ),
    Code.LOSS_NOT_FINITE: _(
        "The loss stopped being a number at iteration %(iteration)s, with learning rate %(learning_rate)s. Try a learning "
        "rate ten times lower, or a policy with warm-up."
    ),
    Code.OUT_OF_MEMORY: _(
        "The memory of the machine is not enough. Choose a smaller batch size or a smaller input size, and start again."
    ),
    Code.GPU_OUT_OF_MEMORY: _(
        "The memory of the GPU is not enough. Make the batch or the input smaller, or train on the CPU, which is slower."
    ),
    Code.SHARED_MEMORY: _(
        "The shared memory of the machine (/dev/shm) is exhausted. Fewer loading threads need less of it; in a container, "
        "give it more (--shm-size)."
    ),
    Code.BATCH_OF_ONE: _(
        "This network cannot learn from one image at a time at this input size. Choose a batch size of 2 or more, or a "
        "larger input size, and start again."
    ),
    Code.DISK_FULL: _(
        "The disk that holds %(folder)s is full. Free some space and start again; earlier results are intact."
    ),
    Code.UNREADABLE_DATA: _(
        "The file %(path)s cannot be read any more: %(detail)s. Put it right, or leave it out of the training."
    ),
    Code.MISSING_MODULE: _(
        "The Python module “%(name)s” is missing on the machine. Install the program again (delete the folder .venv, then "
        "run make serve), and start again."
    ),
    Code.WEIGHTS_UNAVAILABLE: _(
        "The pretrained weights of %(name)s cannot be had: there is no network and they are not in %(folder)s. Put them "
        "there, set MODELWRIGHT_WEIGHTS_DIR to the folder that holds them, or start from random weights."
    ),
    Code.WEIGHTS_DO_NOT_FIT: _(
        "The weights of %(name)s do not fit this network. Choose a version that was trained on the same base model."
    ),
    Code.CHECKPOINT_UNREADABLE: _("The checkpoint %(path)s cannot be read. Start again from the beginning."),
    Code.EXPORT_DISAGREES: _(
        "The exported model agrees with the trained one on only %(agreement)s of the validation images; at least %(limit)s "
        "is needed. Start again with float32 arithmetic."
    ),
    Code.BAD_SPEC: _("The training could not be begun: %(detail)s. Correct the template, and start again."),
    Code.KILLED: _(
        "The training was killed by the signal %(signal)s. %(cause)s It can go on from its last checkpoint."
    ),
    Code.ENDED_WITHOUT_A_WORD: _(
        "The training ended with exit code %(exit_code)s and did not say why. The log and the output below may tell."
    ),
    Code.MACHINE_LOST: _(
        "The machine %(machine)s stopped answering or was restarted. When it is back, resume from the last checkpoint."
    ),
    Code.INTERRUPTED: _(
        "The training was interrupted: its machine was shut down or restarted, or somebody ended it by hand. Resume it "
        "from its last checkpoint."
    ),
    Code.TIME_LIMIT: _(
        "The training reached its time limit of %(hours)s hours and was stopped; its last checkpoint is kept. Resume it "
        "with a longer limit, or plan fewer iterations."
    ),
    Code.HUNG: _(
        "The training said nothing for %(minutes)s minutes and was ended: it hung. Resume it from its last checkpoint; if "
        "it hangs again, look at the disk or the network share that holds the data."
    ),
    Code.UNEXPECTED: _("An error that should not happen: %(detail)s. The log has more; starting again may help."),
    Code.POLICY_VANISHES: _(
        "With the policy %(policy)s and these parameters, the learning rate is practically zero before a tenth of the run "
        "is over. Choose a gamma closer to 1, or another policy."
    ),
    Code.SPECIAL_CODES_LEFT_OUT: _(
        "%(count)s images of special codes (%(codes)s) are left out: the classifier does not predict these codes."
    ),
    Code.UNLISTED_CODES_LEFT_OUT: _(
        "%(count)s images of classes that are not in the list of codes (%(codes)s) are left out."
    ),
    Code.DUPLICATES_KEPT_TOGETHER: _(
        "%(count)s images occur more than once. Copies are kept in the same part, so that the validation stays honest."
    ),
    Code.CONFLICTING_DUPLICATES: _(
        "%(count)s images lie in two or more classes at once. Leave each in the class where it belongs."
    ),
    Code.TEST_SAMPLES_IN_TRAINING: _(
        "%(count)s test images are also training images: the test numbers look better than they are. Take them out of one."
    ),
    Code.CUDA_MISSING: _("A GPU was asked for, but this machine offers none that PyTorch can use. The CPU is used."),
    Code.ARITHMETIC_CHOSEN: _(
        "Arithmetic: %(precision)s on %(device)s, measured at %(images_per_second)s images a second."
    ),
    Code.BATCH_REDUCED: _(
        "There are only %(samples)s images to learn from: the batch size is reduced to %(batch_size)s."
    ),
    Code.BATCH_HALVED: _(
        "The memory is not enough for %(batch_size)s images at once: each batch is now worked off in %(parts)s parts "
        "of at most %(part_size)s images. The step stays the same and takes a little longer; a smaller batch size or "
        "input size would avoid it."
    ),
    Code.NEAR_DUPLICATES_KEPT_TOGETHER: _(
        "%(count)s images look almost the same as another one. They are kept in the same part, so that the validation "
        "stays honest."
    ),
    Code.LOOK_ALIKES_NOT_KEPT_TOGETHER: _(
        "%(count)s images look much like others, too many to keep them all in one part. If they show the same part or "
        "page, name its group: without it the validation may look better than it is."
    ),
    Code.PARTS_KEPT: _("%(count)s images keep the part that they were given in their dataset."),
    Code.GIVEN_PARTS_TEAR: _(
        "%(count)s sets of near copies, or of images of one group, lie on both sides of the split, because their parts were "
        "given so. The numbers on the validation part look better than they are."
    ),
    Code.EXCLUDED_SAMPLES: _("%(count)s images are left out: somebody excluded them from use in their dataset."),
    Code.GROUPS_FOUND: _("%(images)s images belong to %(groups)s groups. Images of one group never cross the split."),
    Code.IMAGES_WITHOUT_GROUP: _(
        "%(count)s images have no group: the file name or the table does not name one. Each of them stands alone; "
        "check the pattern or the column if that is not meant."
    ),
    Code.SPLIT_BY_GROUP_UNEVEN: _(
        "The class “%(label)s” has too few groups for an even split: the numbers on it are less certain. Add images "
        "of other parts, or change the split ratio."
    ),
    Code.ANNOTATIONS_LEFT_OUT: _(
        "%(count)s annotations are not used as they are (%(reason)s), among them: %(examples)s. Correct them in the "
        "file, or leave them if they do not matter."
    ),
    Code.IMAGES_WITHOUT_ANNOTATION: _(
        "%(count)s images have no annotation and are left out: nobody said what is on them. Label them, or add an "
        "empty annotation where there is nothing to find."
    ),
    Code.CLASS_WITHOUT_ANNOTATIONS: _(
        "The class “%(label)s” is listed, but no region or mask shows it: the model cannot learn to find it. Label "
        "some, or take it off the list."
    ),
    Code.FORMAT_FOUND: _("The labels in %(folder)s are read as: %(format)s."),
    Code.LABELS_CHANGED: _(
        "The classes are not those of the earlier version: added %(added)s, removed %(removed)s. Where a class is "
        "new, the network learns it from the beginning."
    ),
    Code.SEGMENTATION_OFF: _(
        "The segmentation is switched off: only the classifier is trained, and the segmentation parameters have no "
        "effect. Switch it on in the preprocessing parameters if that is not meant."
    ),
    Code.NO_SIGN_OF_LIFE: _(
        "The training has said nothing for %(minutes)s minutes. If it stays silent for as long again, it is ended and can "
        "be resumed from its last checkpoint."
    ),
    Code.LOG_CUT: _(
        "The file %(file)s had grown beyond %(megabytes)s MB: its beginning is kept, and what came after it was cut off."
    ),
    Code.COACH_PLATEAU: _(
        "%(metric)s has not improved for %(iterations)s iterations; the best is %(value)s. More iterations will "
        "hardly help: add images, above all of the classes that are confused, or try more augmentation or a larger "
        "input size."
    ),
    Code.COACH_DIVERGES: _(
        "The loss is rising again: it was at %(lowest)s and is now at %(loss)s. Stop, and start again with a learning "
        "rate three to ten times lower, or with a policy that lowers it."
    ),
    Code.COACH_RATE_TOO_HIGH: _(
        "The network learns nothing: the learning rate %(learning_rate)s is too high. Start again with one ten times "
        "lower, or with a policy that has a warm-up."
    ),
    Code.COACH_RATE_TOO_LOW: _(
        "The loss hardly falls: the learning rate %(learning_rate)s is too low, or many labels are wrong. Try one "
        "three to ten times higher; if that does not help, check the labels."
    ),
    Code.COACH_JUMPING_LOSS: _(
        "The loss jumps by about %(spread)s of itself from point to point: the learning rate is too high, the batch "
        "is too small, or the images are too different. Lower the learning rate, or raise the batch size."
    ),
    Code.COACH_OVERFITTING: _(
        "Over-fitting: the training loss falls (%(loss)s) while the validation loss rises (%(validation_loss)s). The "
        "best state is kept. Add images or augmentation, raise the weight decay, or plan fewer iterations."
    ),
    Code.COACH_CLASS_NEVER_PREDICTED: _(
        "Never predicted so far: %(label)s. Add images of it, check its labels, or set the class balance towards 1."
    ),
    Code.COACH_LOSS_HIGH: _(
        "The loss ended at %(loss)s; below %(good)s is normal. Train for more iterations, or check the labels and the "
        "learning rate."
    ),
    Code.COACH_RESULT_GOOD: _(
        "A good result: %(metric)s is %(value)s (good from %(good)s). More images of the classes that are confused "
        "may still raise it."
    ),
    Code.COACH_RESULT_EXCELLENT: _("An excellent result: %(metric)s is %(value)s (excellent from %(excellent)s)."),
}

WITHOUT_CHECKPOINT: Final[dict[Code, Promise]] = {
    Code.KILLED: _(
        "The training was killed by the signal %(signal)s. %(cause)s It has no checkpoint yet: start it from the beginning."
    ),
    Code.MACHINE_LOST: _(
        "The machine %(machine)s stopped answering or was restarted. The training has no checkpoint yet: start it from the "
        "beginning, on another machine if this one does not come back."
    ),
    Code.INTERRUPTED: _(
        "The training was interrupted: its machine was shut down or restarted, or somebody ended it by hand. It has no "
        "checkpoint yet: start it from the beginning."
    ),
    Code.TIME_LIMIT: _(
        "The training reached its time limit of %(hours)s hours and was stopped before its first checkpoint. Start it from "
        "the beginning with a longer limit, or plan fewer iterations."
    ),
    Code.HUNG: _(
        "The training said nothing for %(minutes)s minutes and was ended: it hung. It has no checkpoint yet: start it from "
        "the beginning; if it hangs again, look at the disk or the network share that holds the data."
    ),
    Code.NO_SIGN_OF_LIFE: _(
        "The training has said nothing for %(minutes)s minutes. If it stays silent for as long again, it is ended; it has no "
        "checkpoint yet, so it would have to start from the beginning."
    ),
}
"""Where there is nothing to go on from, instead of the sentences above that advise it."""

CAUSES: Final[dict[str, Promise]] = {
    "SIGKILL": _(
        "Most likely the machine ran out of memory: a smaller batch size or input size needs less of it. Somebody may also "
        "have ended it by hand."
    ),
    "SIGTERM": _("The system was shutting down, or somebody ended it by hand."),
}
OTHER_CAUSE: Final = _("A driver or a library crashed; the output at the end of the log may name it.")


class Values(dict[str, object]):
    """What a sentence is filled with: a value that the engine left out shows as a dash rather than as an error."""

    def __missing__(self, name: str) -> str:
        return "–"
