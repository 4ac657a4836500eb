"""Datasets, their data paths, the samples found under them, uploads, versions and exports: a file for each."""

from modelwright.server.datasets.models.data_paths import DataPath, DataPathQuerySet, PathStatus
from modelwright.server.datasets.models.datasets import Dataset, Purpose
from modelwright.server.datasets.models.exports import Export, TransferStatus
from modelwright.server.datasets.models.samples import Fingerprint, Sample, Split, Survey
from modelwright.server.datasets.models.uploads import AT_WORK, OVER, Upload, UploadQuerySet, UploadStatus
from modelwright.server.datasets.models.versions import DatasetVersion, VersionReason, VersionUse

__all__ = [
    "AT_WORK",
    "OVER",
    "DataPath",
    "DataPathQuerySet",
    "Dataset",
    "DatasetVersion",
    "Export",
    "Fingerprint",
    "PathStatus",
    "Purpose",
    "Sample",
    "Split",
    "Survey",
    "TransferStatus",
    "Upload",
    "UploadQuerySet",
    "UploadStatus",
    "VersionReason",
    "VersionUse",
]
