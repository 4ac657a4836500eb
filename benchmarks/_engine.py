"""`python _engine.py RUN_DIR MANIFEST`: the engine, but with the parts of an earlier manifest whatever the run's seed is.

Three seeds on one split: the seed of a run also draws its split, and a benchmark wants to change one thing at a time.
"""

import runpy
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from modelwright.contract.report import Manifest, ManifestSample


def main() -> None:
    run, manifest = sys.argv[1:]
    parts = {one.sha256: one.part for one in Manifest.model_validate_json(Path(manifest).read_bytes()).samples}

    def as_before(samples: list[ManifestSample], *_: Any, **__: Any) -> list[ManifestSample]:
        return [sample.model_copy(update={"part": parts[sample.sha256]}) for sample in samples]

    prepare = import_module("modelwright.engine.data.prepare")
    assert callable(prepare.split)
    prepare.split = as_before  # type: ignore[attr-defined]
    sys.argv = ["modelwright.engine", run]
    runpy.run_module("modelwright.engine", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
