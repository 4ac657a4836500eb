"""Where the objects of a data path in S3 lie on this machine: its *mirror*, a folder like any other for all that read files.

Only the name of the folder is made here. What is in it is brought up to date by `syncing`, when `fetching` says so.
"""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple, Self

from django.conf import settings

SCHEME: Final = "s3://"


class Address(NamedTuple):
    """A bucket, or a folder in it."""

    bucket: str
    folder: str
    """Without a slash at its ends; empty for all of the bucket."""

    @classmethod
    def of(cls, text: str) -> Self:
        """Of a text that `buckets.address` has accepted."""
        bucket, _slash, folder = text.removeprefix(SCHEME).partition("/")
        return cls(bucket, folder)

    @property
    def prefix(self) -> str:
        """What the keys of its objects begin with."""
        return f"{self.folder}/" if self.folder else ""

    def __str__(self) -> str:
        return f"{SCHEME}{self.bucket}/{self.folder}".rstrip("/")


class Mirror(NamedTuple):
    """The files of one mirror."""

    root: Path
    name: str

    @property
    def folder(self) -> Path:
        """What a data path shows. It has the address's own name, which classes may be called by, and no neighbours."""
        return self.root / "data" / self.name

    @property
    def index_file(self) -> Path:
        """Which object each file is, in SQLite."""
        return self.root / "index.sqlite3"

    @property
    def partial(self) -> Path:
        """Files that are still arriving."""
        return self.root / "partial"

    @property
    def address(self) -> Path:
        """Says of what it is the mirror."""
        return self.root / "address"

    @property
    def lock(self) -> Path:
        """Held by whoever changes the mirror; stays when the mirror goes, so that no two hold one each."""
        return settings.MIRRORS_DIR / "locks" / self.root.name


def is_remote(text: str) -> bool:
    return text.startswith(SCHEME)


def folder_of(text: str) -> Path:
    """Where the files of a data path lie on this machine."""
    return mirror_of(Address.of(text)).folder if is_remote(text) else Path(text)


@lru_cache(1024)
def mirror_of(address: Address) -> Mirror:
    """One for each address: data paths of the same address share it."""
    digest = hashlib.sha256(str(address).encode()).hexdigest()[:16]
    return Mirror(
        settings.MIRRORS_DIR / f"{address.bucket}-{digest}", address.folder.rpartition("/")[2] or address.bucket
    )


def shown(file: str) -> str:
    """The name that people know a file by: with the address instead of the mirror's folder."""
    try:
        name, _data, _own, *rest = Path(file).relative_to(settings.MIRRORS_DIR).parts
        return "/".join([_address_in(settings.MIRRORS_DIR / name), *rest])
    except (ValueError, OSError):
        return file


@lru_cache(1024)
def _address_in(root: Path) -> str:
    return Mirror(root, "").address.read_text()
