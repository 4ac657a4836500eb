"""Exports: asked for in the page, made in the background by the dispatcher, kept for some days to be fetched."""

from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.http import FileResponse, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modelwright.server.core import audit
from modelwright.server.core.errors import Conflict, Invalid, NotFound
from modelwright.server.core.pagination import page
from modelwright.server.core.schemas import PersonOut
from modelwright.server.core.sending import send
from modelwright.server.datasets.exporting.base import Writer
from modelwright.server.datasets.exporting.coco import CocoWriter
from modelwright.server.datasets.exporting.folders import FolderWriter
from modelwright.server.datasets.exporting.masks import MaskWriter
from modelwright.server.datasets.exporting.voc import VocWriter
from modelwright.server.datasets.exporting.yolo import YoloWriter
from modelwright.server.datasets.models import Dataset, Export, PathStatus, TransferStatus
from modelwright.server.datasets.problems import export_sentence
from modelwright.server.datasets.schemas_versions import ExportFormatOut, ExportOut

WRITERS: Final[dict[str, type[Writer]]] = {
    writer.format: writer for writer in (FolderWriter, CocoWriter, YoloWriter, VocWriter, MaskWriter)
}
KEPT: Final = timedelta(days=3)
ACTIVE: Final = (TransferStatus.WAITING, TransferStatus.RUNNING)


def formats_of(dataset: Dataset) -> list[ExportFormatOut]:
    """Every format, with how many images it can say something of."""
    rows = dataset.samples.filter(problem="", excluded_because="")
    return [ExportFormatOut(format=name, images=writer.held(rows).count()) for name, writer in WRITERS.items()]


def list_exports(dataset: Dataset, *, cursor: str, limit: int) -> dict[str, Any]:
    """Newest first."""
    rows = dataset.exports.select_related("created_by", "version")
    return page(rows, sort="-id", sorts={"id": "id"}, cursor=cursor, limit=limit, show=_shown)


def request_export(user: Any, dataset: Dataset, name: str) -> ExportOut:
    """An export that waits for the dispatcher, or the one of this format that is being made. Raises Invalid or Conflict."""
    _check(dataset, name)
    with transaction.atomic():
        export = dataset.exports.filter(format=name, status__in=ACTIVE).first()
        if export is None:
            export = dataset.exports.create(format=name, created_by=user)
            audit.record(user, "dataset.export_requested", dataset, {"format": name, "export": export.pk})
    return export_out(export)


def _check(dataset: Dataset, name: str) -> None:
    if name not in WRITERS:
        sentence = _("Choose one of: %(names)s.") % {"names": ", ".join(WRITERS)}
        raise Invalid(sentence, fields={"format": sentence})
    if dataset.paths.filter(status=PathStatus.CHECKING).exists():
        raise Conflict(_("The data paths are still being checked. Export the dataset when the check has ended."))
    if not WRITERS[name].held(dataset.samples.filter(problem="", excluded_because="")).exists():
        nothing = _("This format can say nothing of what is known about these images. Choose another one.")
        raise Invalid(nothing, fields={"format": nothing})


@transaction.atomic
def delete_export(user: Any, export: Export) -> None:
    """Also one that is being made: its maker notices, and ends."""
    number = export.pk
    audit.record(user, "dataset.export_deleted", export.dataset, {"format": export.format, "export": number})
    export.delete()
    transaction.on_commit(lambda: file_of(number).unlink(missing_ok=True))


def download_export(request: HttpRequest, export: Export) -> FileResponse:
    """The zip; a part of it where the request asks for one. Raises Conflict or NotFound."""
    if export.status != TransferStatus.COMPLETED:
        raise Conflict(_("The export is not ready yet."))
    file = file_of(export.pk)
    if not file.is_file():
        raise NotFound(_("The zip was removed from the server's disk. Export the dataset again."))
    version = f"-v{export.version.number}" if export.version else ""
    return send(request, file, name=f"{export.dataset.name}{version}-{export.format}.zip", kind="application/zip")


def forget_old() -> None:
    """Remove exports whose time is over, and zips that no row knows."""
    for export in Export.objects.filter(finished_at__lt=timezone.now() - KEPT):
        file_of(export.pk).unlink(missing_ok=True)
        export.delete()
    known = {file_of(pk).name for pk in Export.objects.values_list("pk", flat=True)}
    for file in Path(settings.EXPORTS_DIR).glob("*.zip"):
        if file.name not in known:
            file.unlink(missing_ok=True)


def file_of(number: int) -> Path:
    return Path(settings.EXPORTS_DIR) / f"{number}.zip"


def export_out(export: Export) -> ExportOut:
    return _shown([export])[0]


def _shown(exports: list[Export]) -> list[ExportOut]:
    return [
        ExportOut(
            id=export.pk,
            format=export.format,
            status=TransferStatus(export.status),
            done=export.done,
            images=export.images,
            left_out=export.left_out,
            size=export.size,
            message=export_sentence(export.problem),
            version=export.version.number if export.version else None,
            created_by=PersonOut.from_orm(export.created_by) if export.created_by else None,
            created_at=export.created_at,
            finished_at=export.finished_at,
            expires_at=export.finished_at + KEPT if export.finished_at else None,
        )
        for export in exports
    ]
