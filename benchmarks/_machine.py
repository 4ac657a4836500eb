"""What the figures were measured on."""

import os
import platform
import time
from pathlib import Path

import psutil
import torch


def facts() -> str:
    """One line: processor, cores, memory, device, versions, day, and whether something else was running."""
    device = torch.cuda.get_device_name() if torch.cuda.is_available() else "no GPU"
    return ", ".join(
        (
            _processor(),
            f"{psutil.cpu_count(logical=False) or os.cpu_count()} cores",
            f"{psutil.virtual_memory().total / 2**30:.0f} GiB",
            device,
            f"Python {platform.python_version()}",
            f"PyTorch {torch.__version__}",
            time.strftime("%Y-%m-%d", time.gmtime()),
            f"load {os.getloadavg()[0]:.1f}",
        )
    )


def _processor() -> str:
    """Its name, and whether it has units for bfloat16."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    values = dict(line.split(":", 1) for line in lines if ":" in line)
    fields = {name.strip(): value.strip() for name, value in values.items()}
    units = [unit for unit in ("amx_bf16", "avx512_bf16") if unit in fields.get("flags", "").split()]
    return f"{fields.get('model name', platform.machine())} ({', '.join(units) or 'no bfloat16 units'})"
