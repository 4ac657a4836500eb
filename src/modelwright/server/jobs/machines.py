"""This machine: what it has, and that it is there."""

import os
import socket
import subprocess
import uuid
from pathlib import Path
from typing import Any, Final

import psutil
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from modelwright.server.core.audit import record
from modelwright.server.jobs.models import Machine

_MIB: Final = 2**20


def register_this_machine() -> Machine:
    """The row of the machine that this program runs on, made or brought up to date."""
    identifier = own_identifier()
    facts = {"cores": _cores(), "memory": memory_limit(), "gpus": _gpus(), "last_seen": timezone.now()}
    with transaction.atomic():
        known = Machine.objects.filter(identifier=identifier).first()
        back = _brought_back(known) if known and known.removed_at else {}
        named = {"name": _free_name(_host_name(), identifier), "address": _address(), "identifier": identifier}
        machine, _ = Machine.objects.update_or_create(
            identifier=identifier, defaults={**facts, **back}, create_defaults={**facts, **named}
        )
        if back or known is None:
            record(None, "machine.registered", machine, {"name": machine.name, "address": machine.address})
    return machine


def _brought_back(removed: Machine) -> dict[str, Any]:
    """A removed machine whose program is started again is there again, under its own name where nobody took it."""
    return {"removed_at": None, "name": _free_name(removed.name, removed.identifier)}


def own_identifier() -> str:
    """Kept in the home folder: host names change, and several servers may share a database."""
    file = settings.HOME / "machine_id"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(uuid.uuid4().hex)
    return str(file.read_text().strip())


def _host_name() -> str:
    return (socket.gethostname() or "localhost")[:50]


def _free_name(name: str, identifier: str) -> str:
    taken = set(Machine.objects.present().exclude(identifier=identifier).values_list("name", flat=True))
    names = (name, *(f"{name[:50]} ({number})" for number in range(2, len(taken) + 3)))
    return next(free for free in names if free not in taken)


def _address() -> str:
    """The first IPv4 address that other machines may know this one by."""
    answering = {name for name, state in psutil.net_if_stats().items() if state.isup}
    addresses = [
        address.address
        for name, known in psutil.net_if_addrs().items()
        for address in known
        if name in answering and address.family == socket.AF_INET and not address.address.startswith("127.")
    ]
    return next(iter(addresses), "127.0.0.1")


def _cores() -> int:
    """Physical cores, at most those that this program may use."""
    logical = psutil.cpu_count() or 1
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else logical
    return min(psutil.cpu_count(logical=False) or logical, allowed)


def memory_limit() -> int:
    """Bytes: what there is, or what this program may take of it."""
    limit = Path("/sys/fs/cgroup/memory.max")
    total = psutil.virtual_memory().total
    try:
        return min(total, int(limit.read_text()))
    except (OSError, ValueError):
        return total


def _gpus() -> list[dict[str, Any]]:
    query = ("nvidia-smi", "--query-gpu=name,memory.total", "--format=csv,noheader,nounits")
    try:
        answer = subprocess.run(query, capture_output=True, text=True, timeout=10, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return []
    return [_gpu(line) for line in answer.splitlines() if "," in line]


def _gpu(line: str) -> dict[str, Any]:
    name, _, memory = line.rpartition(",")
    return {"name": name.strip(), "memory": int(memory) * _MIB if memory.strip().isdigit() else 0}
