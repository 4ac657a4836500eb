"""Verbs of compute profiles (E26). A change counts at once: whoever looks at a profile reads its row."""

from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from modelwright.server.core import audit
from modelwright.server.core.changes import update_unless_changed
from modelwright.server.core.errors import Invalid
from modelwright.server.core.pagination import page
from modelwright.server.masterdata import usage
from modelwright.server.masterdata.models import ComputeProfile, ProfileKind
from modelwright.server.masterdata.names import check_free_name
from modelwright.server.masterdata.rows import one_name_each
from modelwright.server.masterdata.schemas import ProfileEdit, ProfileIn, ProfileOut, Shown

_FIELDS: Final = ("name", "kind", "cores", "memory", "gpus", "gpu_memory")
_SORTS: Final = {"name": "name", "cores": "cores", "memory": "memory", "gpus": "gpus"}


def list_profiles(*, search: str, sort: str, cursor: str, limit: int) -> Shown:
    rows = ComputeProfile.objects.filter(name__icontains=search.strip())
    return page(rows, sort=sort, sorts=_SORTS, cursor=cursor, limit=limit)


@transaction.atomic
def create_profile(user: Any, body: ProfileIn) -> ComputeProfile:
    profile = ComputeProfile(**_checked(body))
    with one_name_each(profile.name):
        profile.save()
    audit.record(user, "compute_profile.created", profile, _values(profile))
    return profile


@transaction.atomic
def edit_profile(user: Any, profile: ComputeProfile, body: ProfileEdit) -> ComputeProfile:
    """Raises Invalid, Conflict or Changed."""
    before, changes = _values(profile), _checked(body)
    with one_name_each(changes["name"]):
        update_unless_changed(profile, changes, seen=body.modified_at, current=lambda: _again(profile))
    audit.record(user, "compute_profile.edited", profile, {"before": before, "after": _values(profile)})
    return profile


@transaction.atomic
def delete_profile(user: Any, profile: ComputeProfile) -> None:
    """Raises InUse, which names what would ask nothing of its machine any more."""
    # whoever takes it into use meanwhile waits, and finds it gone; or was first, and is seen below
    hold_profile(profile)
    if used_by := usage.of_profile(profile):
        names = usage.names_of(used_by)
        message = _("The compute profile is in use by %(names)s. Change what uses it first.")
        raise usage.InUse(message % {"names": usage.in_short(used_by)}, detail={"used_by": names})
    audit.record(user, "compute_profile.deleted", profile, _values(profile))
    profile.delete()


def hold_profile(profile: ComputeProfile) -> bool:
    """Until the transaction ends nobody deletes it; False where somebody has."""
    return bool(ComputeProfile.objects.filter(pk=profile.pk).update(cores=F("cores")))  # locks the row


def _checked(body: ProfileIn) -> Shown:
    """The row's values: a general profile has no cards, whatever the form still held."""
    values = {**body.model_dump(include=set(_FIELDS)), "name": check_free_name(body.name)}
    if body.kind is ProfileKind.GENERAL:
        return {**values, "gpus": 0, "gpu_memory": 0}
    if not body.gpus:
        sentence = _("A GPU profile asks for at least one card.")
        raise Invalid(sentence, fields={"gpus": sentence})
    return values


def _values(profile: ComputeProfile) -> Shown:
    return {name: getattr(profile, name) for name in _FIELDS}


def _again(profile: ComputeProfile) -> Shown:
    return ProfileOut.from_orm(ComputeProfile.objects.get(pk=profile.pk)).model_dump()
