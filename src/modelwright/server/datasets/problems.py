"""What can be wrong with a data path or a sample: a code in the table, a sentence in the person's language."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from modelwright.contract.annotations import AnnotationProblem
from modelwright.contract.report import NonComplianceReason
from modelwright.server.core.errors import Invalid, Sentence
from modelwright.server.core.sizes import size
from modelwright.server.datasets import limits

EMPTY: Final[Mapping[str, int | str]] = MappingProxyType({})
HEADLINE: Final = _("Dataset path check failed: the path is wrong")
"""E29's message; its Chinese text is the source's."""

PATH_PROBLEMS: Final[dict[str, Sentence]] = {
    "not_absolute": _("The path must begin with “/”: give the full path of the folder on the server."),
    "unusable": _("The path is too long or holds a character that no path may have."),
    "outside": _(
        "The folder lies outside of the allowed folders, or a link leads out of them. Choose one inside, or let an "
        "administrator allow more with MODELWRIGHT_DATA_ROOTS."
    ),
    "holds_own": _(
        "This folder also holds what the server itself stores, of all projects. Choose the folder in it that holds the images."
    ),
    "missing": _("There is no such folder on the server. Check the spelling, or whether the drive is mounted."),
    "not_a_folder": _("This is a file. Give the folder that holds the images."),
    "not_readable": _(
        "The server may not read this folder or a folder below it. Give its account the right to read them."
    ),
    "empty": _("There is no image in this folder. Give a folder that holds images, or one folder per class."),
    "mask_codes": _(
        "classes.json or codes.csv does not say which class each value of the masks stands for. Write it as an object of "
        "values and names."
    ),
    "cancelled": _("The check was cancelled. Check the path again to use it."),
    "twice": _("The dataset has this folder already."),
    "s3_off": _(
        "Data in S3 is not switched on here. Let an administrator set MODELWRIGHT_S3_BUCKETS to the buckets that may be "
        "used."
    ),
    "s3_no_library": _(
        "The server lacks the library for S3. Let an administrator install it: pip install 'modelwright[s3]'."
    ),
    "s3_address": _("Write it as s3://bucket/folder, as the bucket's own listing shows it."),
    "s3_not_allowed": _(
        "This place in the bucket “%(bucket)s” is not among those that may be used. Let an administrator add it to "
        "MODELWRIGHT_S3_BUCKETS."
    ),
    "s3_no_bucket": _(
        "There is no bucket “%(bucket)s”. Check the spelling, or let an administrator check MODELWRIGHT_S3_ENDPOINT."
    ),
    "s3_denied": _(
        "The server may not list the bucket “%(bucket)s”. Let its owner give the server's keys the right to list and "
        "to read."
    ),
    "s3_denied_objects": _(
        "The server may list the bucket “%(bucket)s”, but not read what is in it. Let its owner give the server's keys "
        "the right to read (s3:GetObject)."
    ),
    "s3_no_keys": _(
        "The server has no keys for S3. Let an administrator set MODELWRIGHT_S3_ACCESS_KEY_ID and "
        "MODELWRIGHT_S3_SECRET_ACCESS_KEY, or the variables or profile that AWS's programs use."
    ),
    "s3_bad_keys": _(
        "The store does not accept the server's keys: they are wrong or have expired. Let an administrator renew them."
    ),
    "s3_unreachable": _(
        "The store cannot be reached. Try again; if it stays so, let an administrator check the network and "
        "MODELWRIGHT_S3_ENDPOINT."
    ),
    "s3_slow": _("The store answers too slowly to look at so many paths together. Add fewer at once."),
    "s3_failed": _("The store answered: %(answer)s. Try again later, or show this to an administrator."),
    "s3_empty": _("There is no image at this address. Give a bucket or a folder in it that holds images."),
    "s3_no_room": _(
        "What the bucket holds does not fit on the server's disk: %(needed)s are needed, %(free)s are free. Free some "
        "space, or give a smaller folder of the bucket."
    ),
    "disk_full": _("The server's disk is full. Free some space, then check the path again; what was fetched is kept."),
    "mirror_unwritable": _(
        "What was fetched could not be stored. Let an administrator look at the folder “mirrors” of the server, then "
        "check the path again."
    ),
    "overlaps": _("The folder lies inside a folder of this dataset, or holds one: its images would count twice."),
}

SAMPLE_PROBLEMS: Final[dict[str, Sentence]] = {
    NonComplianceReason.EMPTY_FILE: _("The file is empty."),
    NonComplianceReason.NOT_AN_IMAGE: _("The file is not an image, whatever its name says."),
    NonComplianceReason.TRUNCATED: _("The file is cut off: a part of the image is missing."),
    NonComplianceReason.TOO_MANY_PIXELS: _("The image has more than 134 million pixels."),
    NonComplianceReason.UNREADABLE: _("The file cannot be read as an image."),
    NonComplianceReason.TOO_SMALL: _("The image is smaller than the preprocessing parameters allow."),
    NonComplianceReason.TOO_LARGE: _("The image is larger than the preprocessing parameters allow."),
    "outside": _("The file is a link that leads out of the allowed folders."),
}

ARRIVAL_PROBLEMS: Final[dict[str, Sentence]] = {
    "leads_out": _("Its path leads out of the zip."),
    "link": _("It is a link, not a file."),
    "encrypted": _("It is encrypted."),
    "not_an_image_name": _("Its name does not end like that of an image."),
    "larger_than_said": _("It is larger than the zip says."),
    "damaged": _("It is damaged in the zip, or packed in a way that cannot be read."),
    "bad_label": _("A class name may not begin with a dot or hold a slash."),
    "long_label": _("The class name is too long."),
    "another_is_there": _("Another file of this name is there already. Remove it first, or rename this one."),
    "was_there": _("It was there already."),
}
"""What is said about one uploaded file; what is wrong with it as an image is among SAMPLE_PROBLEMS."""

UPLOAD_PROBLEMS: Final[dict[str, Sentence]] = {
    "not_a_zip": _("The file is not a zip, or it is damaged. Pack it again."),
    "too_many_files": _("The zip holds more than %(limit)s files. Divide it."),
    "bomb": _("The zip would unpack to far more than its size, which images never do. It was not unpacked."),
    "disk_full": _("The server's disk is full. Free some space, then try again."),
    "unwritable": _(
        "The files could not be written. Let an administrator look at the folder for uploads, then try again."
    ),
    "lost": _("What had arrived was removed from the server's disk. Send the file again."),
}
"""Why nothing of a zip is taken in."""

RETRIED: Final = ("disk_full", "unwritable")
"""The zip is kept: it can be tried again without being sent anew."""

ANNOTATION_PROBLEMS: Final[dict[str, Sentence]] = {
    AnnotationProblem.IMAGE_MISSING: _("The annotations name an image that is not there."),
    AnnotationProblem.BOX_OUTSIDE: _("A box lies outside of its image."),
    AnnotationProblem.BOX_CLIPPED: _("A box reaches out of its image; the part inside is used."),
    AnnotationProblem.BOX_WITHOUT_SIZE: _("A box has no width or no height, or a negative one."),
    AnnotationProblem.UNKNOWN_CLASS: _("An annotation has a class that the file does not list."),
    AnnotationProblem.NOT_A_NUMBER: _("A place is not given in numbers."),
    AnnotationProblem.POLYGON_TOO_SMALL: _("An outline has fewer than three points, or no area."),
    AnnotationProblem.RUN_LENGTHS: _("The run lengths of an outline do not cover the image; it is not used."),
    AnnotationProblem.CROWD: _("A region of many objects at once (iscrowd) is not used."),
    AnnotationProblem.DUPLICATE: _("The same annotation comes twice; it is used once."),
    AnnotationProblem.SIZE_DIFFERS: _("The annotations were made for an image of another size."),
    AnnotationProblem.MASK_WITHOUT_IMAGE: _("There is a mask, but no image of its name."),
    AnnotationProblem.EMPTY_MASK: _("The mask is empty, though the class of the image has marked defects."),
    AnnotationProblem.UNREADABLE_FILE: _("The file of annotations cannot be read."),
    NonComplianceReason.MASK_SIZE: _("The mask has another size than its image."),
    NonComplianceReason.MASK_UNREADABLE: _("The mask cannot be read, or is in colours that stand for no class."),
    NonComplianceReason.MASK_UNKNOWN_VALUE: _("The mask holds a value that stands for no class."),
}

OBJECT_PROBLEMS: Final[dict[str, Sentence]] = {
    "not_used": _("Objects that are neither images nor annotations, or hidden, are not fetched."),
    "unsafe": _("Objects whose key would lead out of the folder, or has an empty part, are not fetched. Rename them."),
    "too_long": _("Objects with a key or a part of it that is too long for a file name are not fetched. Rename them."),
    "is_folder": _("Objects with the name of a folder that holds others are not fetched. Rename them."),
    "denied": _("The server may not read these objects. Let the bucket's owner give its keys the right to."),
    "archived": _("These objects are archived. Restore them in the store, then check the path again."),
    "gone": _("These objects were removed while the others were fetched. Check the path again."),
}
"""Why an object that the bucket lists does not become a file."""

EXPORT_PROBLEMS: Final[dict[str, Sentence]] = {
    "disk_full": _("The server's disk is full. Free some space, then export again."),
    "unwritable": _(
        "The zip could not be written. Let an administrator look at the folder for exports, then try again."
    ),
    "nothing": _("There is no image left to export. Check the data paths again."),
}


class PathCheckFailed(Invalid):
    """E29: one or more data paths cannot be added. `fields` says why, for each."""

    def __init__(self, reasons: dict[str, str]) -> None:
        super().__init__(HEADLINE, fields=reasons)


def path_reason(code: str, values: Mapping[str, int | str]) -> str:
    """What is wrong with a data path, in the person's language. Numbers are bytes."""
    told = {name: size(value) if isinstance(value, int) else value for name, value in values.items()}
    return str(PATH_PROBLEMS[code]) % told


def path_sentence(code: str, values: Mapping[str, int | str] = EMPTY) -> str:
    """Why the data path is invalid, in the person's language; empty for no problem."""
    if not code:
        return ""
    return now("%(headline)s. %(reason)s") % {"headline": HEADLINE, "reason": path_reason(code, values)}


def object_sentence(code: str) -> str:
    """Why objects of a bucket are left out, in the person's language."""
    return str(OBJECT_PROBLEMS[code])


def annotation_sentence(code: str) -> str:
    """What is wrong with an annotation, in the person's language; empty for no problem."""
    return str(ANNOTATION_PROBLEMS[code]) if code else ""


def sample_sentence(code: str) -> str:
    """Why the sample is kept out, in the person's language; empty for no problem."""
    return str(SAMPLE_PROBLEMS[code]) if code else ""


def export_sentence(code: str) -> str:
    """Why the export failed, in the person's language; empty for no problem."""
    return str(EXPORT_PROBLEMS[code]) if code else ""


def arrival_sentence(code: str) -> str:
    """What became of one uploaded file, in the person's language; empty where nothing is to be said."""
    return str(ARRIVAL_PROBLEMS[code]) if code in ARRIVAL_PROBLEMS else sample_sentence(code)


def upload_sentence(code: str) -> str:
    """Why nothing of a zip was taken in, in the person's language; empty for no problem."""
    return str(UPLOAD_PROBLEMS[code]) % {"limit": limits.MOST_FILES_OF_A_ZIP} if code else ""
