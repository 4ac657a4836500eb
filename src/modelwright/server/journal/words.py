"""The words of the journal: what an entry is about, and what was done. Stated here and nowhere else."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ENTITIES: Final[dict[str, Promise]] = {
    "access": _("Access"),
    "account": _("Account"),
    "compute_profile": _("Compute profile"),
    "dataset": _("Dataset"),
    "environment_node": _("Production environment"),
    "industry": _("Industry"),
    "journal": _("Journal"),
    "machine": _("Target machine"),
    "model": _("Model"),
    "model_version": _("Model version"),
    "project": _("Project"),
    "rehearsal": _("Rehearsal"),
    "role": _("Role"),
    "schedule": _("Schedule"),
    "session": _("Session"),
    "storage": _("Storage"),
    "task_type": _("Task type"),
    "token": _("Access token"),
    "training_process": _("Training process"),
    "training_template": _("Training template"),
    "user": _("User"),
    "webhook": _("Webhook"),
}

VERBS: Final[dict[str, Promise]] = {
    "created": _("Creation"),
    "edited": _("Change"),
    "deleted": _("Deletion"),
    "removed": _("Removal"),
    "enabled": _("Switched on"),
    "disabled": _("Switched off"),
    "started": _("Start"),
    "withdrawn": _("Taken off the queue"),
    "reordered": _("Another place in the queue"),
    "stopped": _("Request to stop"),
    "published": _("Publication"),
    "rehearsed": _("Start of a rehearsal"),
    "rehearsal_stopped": _("Request to stop a rehearsal"),
    "rehearsal_removed": _("Removal of a rehearsal"),
    "cleaned": _("Clean-up"),
    "remedied": _("Remedy of a failure"),
    "run_starting": _("Run: starting"),
    "run_running": _("Run: under way"),
    "run_completed": _("Run: completed"),
    "run_stopped": _("Run: stopped"),
    "run_failed": _("Run: failed"),
    "run_lost": _("Run: the machine does not answer"),
    "paths_added": _("Data paths added"),
    "path_checked_again": _("Check of a data path repeated"),
    "path_removed": _("Data path removed"),
    "uploaded": _("Upload"),
    "upload_cancelled": _("Upload cancelled"),
    "upload_failed": _("Upload failed"),
    "signed_in": _("Sign-in"),
    "signed_in_by_link": _("Sign-in by one-time link"),
    "signed_in_by_sso": _("Sign-in by single sign-on"),
    "sso_refused": _("Single sign-on refused"),
    "signed_out": _("Sign-out"),
    "refused": _("Refused"),
    "throttled": _("Held up after many failures"),
    "link_made": _("One-time link made"),
    "link_refused": _("One-time link refused"),
    "password_changed": _("Password changed"),
    "exported": _("Export"),
    "pruned": _("Old entries moved into a file"),
    "renamed": _("Renaming"),
    "moved": _("Move"),
    "added": _("Addition"),
    "registered": _("Registration"),
    "blocked": _("Blocking"),
    "unblocked": _("Unblocking"),
    "password_reset": _("Password reset"),
    "roles_changed": _("Roles changed"),
    "sessions_ended": _("Sessions ended"),
    "revoked": _("Revocation"),
    "member_added": _("Member added"),
    "member_removed": _("Member removed"),
    "levels_changed": _("Levels changed"),
    "made_default": _("Made the default"),
    "split_given": _("Split set"),
    "version_made": _("Version made"),
    "export_requested": _("Export requested"),
    "export_deleted": _("Export deleted"),
    "path_check_cancelled": _("Check of a data path cancelled"),
    "samples_excluded": _("Samples excluded"),
    "samples_included": _("Samples included again"),
    "stage_changed": _("Stage changed"),
    "rolled_back_to": _("Rolled back to this version"),
    "downloaded": _("Download"),
    "retrained": _("Retraining begun"),
    "reproduced": _("Repetition begun"),
    "card_made": _("Model card made"),
    "gate_changed": _("Gate changed"),
    "paused": _("Paused"),
    "resumed": _("Resumed"),
    "notices_chosen": _("Choice of notices"),
    "mail_tested": _("Test of the e-mail"),
    "replaced": _("Secret replaced"),
    "tested": _("Test"),
    "sent_again": _("Sent again"),
    "noted": _("Note changed"),
    "tagged": _("Tags changed"),
    "cloned": _("Copied from another process"),
    "samples_checked_again": _("Check of samples repeated"),
}


def entity_label(entity: str) -> str:
    return str(ENTITIES.get(entity) or _spelt_out(entity))


def verb_label(action: str) -> str:
    """Of `entity.verb`, the verb's."""
    verb = action.partition(".")[2]
    return str(VERBS.get(verb) or _spelt_out(verb))


def _spelt_out(key: str) -> str:
    """Of an older version's entries, whose words are gone."""
    return key.replace("_", " ").capitalize()
