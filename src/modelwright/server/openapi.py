"""Writes the API's OpenAPI document: `python -m modelwright.server.openapi FILE`, from which the web's types are made."""

import json
import os
import sys
from pathlib import Path


def main(target: Path) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "modelwright.server.settings")
    import django

    django.setup()
    from modelwright.server.api import api

    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(api.get_openapi_schema(path_prefix="/api/"), indent=1, sort_keys=True, default=str))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
