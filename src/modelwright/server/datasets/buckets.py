"""S3 as data paths need it: is an address allowed, what lies there, give me an object. Knows boto3; nobody else does.

Whatever goes wrong is a PathProblem, whose sentence says what to do.
"""

import re
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import lru_cache
from threading import Lock
from typing import Any, Final, NamedTuple

from django.conf import settings

from modelwright.contract.layout import IMAGE_SUFFIXES
from modelwright.contract.layouts.files import suffix
from modelwright.server.datasets import keys
from modelwright.server.datasets.mirror_index import Listed
from modelwright.server.datasets.mirrors import SCHEME, Address
from modelwright.server.datasets.places import PathProblem

_BUCKET: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,254}")
_CONNECTIONS: Final = 10
_making: Final = Lock()
_DENIED: Final = {"AccessDenied", "AllAccessDisabled", "AccountProblem", "403", "Forbidden"}
_BAD_KEYS: Final = {
    "InvalidAccessKeyId",
    "SignatureDoesNotMatch",
    "ExpiredToken",
    "InvalidToken",
    "TokenRefreshRequired",
    "AuthFailure",
}
_GONE: Final = {"NoSuchKey", "404", "NoSuchVersion"}
_ARCHIVED: Final = {"InvalidObjectState"}


class Found(NamedTuple):
    """What lies at an address, as far as somebody looked."""

    images: int = 0
    objects: int = 0
    size: int = 0
    """Bytes."""
    is_more: bool = False


class Withheld(Exception):
    """The store listed an object and does not give it. `reason` is one of OBJECT_PROBLEMS."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def is_meant(text: str) -> bool:
    return text.strip()[: len(SCHEME)].lower() == SCHEME


def address(text: str) -> Address:
    """What a person means by `text`. Raises PathProblem where it is none, or one that may not be used."""
    found = Address.of(SCHEME + text.strip()[len(SCHEME) :].rstrip("/"))
    if not settings.S3_BUCKETS:
        raise PathProblem("s3_off")
    if not _BUCKET.fullmatch(found.bucket) or (found.folder and not keys.is_safe(found.folder, room=keys.MAX_KEY)):
        raise PathProblem("s3_address")
    if not is_allowed(found):
        raise PathProblem("s3_not_allowed", bucket=found.bucket)
    return found


def is_allowed(wanted: Address) -> bool:
    """Whether the administrator's list has it, or something above it."""
    given = [Address.of(entry) for entry in settings.S3_BUCKETS]
    return any(
        one.bucket == "*" or (one.bucket == wanted.bucket and wanted.prefix.startswith(one.prefix)) for one in given
    )


def look(wanted: Address, seconds: float, *, until: float) -> Found:
    """Lists as far as the time goes, at least until an image or `until` has come.

    Raises PathProblem, also where there is no image, and where it is too late already.
    """
    enough = time.monotonic() + seconds
    if time.monotonic() > until:
        raise PathProblem("s3_slow")
    images = objects = size = 0
    for number, page in enumerate(pages(wanted, patient=False)):
        if number and time.monotonic() > (enough if images else until):
            return Found(images, objects, size, is_more=True)
        for one in page:
            is_used = not keys.refused(one.key, room=keys.MAX_KEY)
            objects += is_used
            size += one.size if is_used else 0
            images += is_used and is_image(one.key)
    if not images:
        raise PathProblem("s3_empty")
    return Found(images, objects, size)


def is_image(key: str) -> bool:
    """Masks have an image's suffix and are none."""
    return suffix(key) in IMAGE_SUFFIXES and not {"masks", "mask"} & set(key.lower().split("/")[:-1])


def pages(wanted: Address, *, patient: bool) -> Iterator[list[Listed]]:
    """All objects below the address, about a thousand at a time, in no order. Raises PathProblem."""
    with explained(wanted):
        store = _client(patient=patient)
        for page in store.get_paginator("list_objects_v2").paginate(Bucket=wanted.bucket, Prefix=wanted.prefix):
            yield [_listed(row, wanted.prefix) for row in page.get("Contents", ())]


def _listed(row: dict[str, Any], prefix: str) -> Listed:
    modified_s = row["LastModified"].timestamp()
    etag = row.get("ETag", "").strip('"') or f"{row['Size']}-{modified_s}"
    return Listed(row["Key"].removeprefix(prefix), etag, row["Size"], modified_s)


def pieces(wanted: Address, key: str) -> Iterator[bytes]:
    """The content of one object. Raises Withheld or PathProblem."""
    from botocore.exceptions import ClientError

    with explained(wanted):
        try:
            answer = _client(patient=True).get_object(Bucket=wanted.bucket, Key=wanted.prefix + key)
        except ClientError as error:
            if (reason := _why_withheld(_code(error))) is None:
                raise
            raise Withheld(reason) from error
        with closing(answer["Body"]) as body:
            yield from body.iter_chunks(2**20)


def _why_withheld(code: str) -> str | None:
    if code in _GONE:
        return "gone"
    if code in _DENIED:
        return "denied"
    return "archived" if code in _ARCHIVED else None


@contextmanager
def explained(wanted: Address) -> Iterator[None]:
    """Turns what boto3 raises into PathProblem."""
    try:
        from botocore import exceptions as of
    except ImportError as error:
        raise PathProblem("s3_no_library") from error
    try:
        yield
    except of.ClientError as error:
        raise _refusal(_code(error), wanted) from error
    except (
        of.NoCredentialsError,
        of.PartialCredentialsError,
        of.CredentialRetrievalError,
        of.ProfileNotFound,
    ) as error:
        raise PathProblem("s3_no_keys") from error
    except (of.ConnectionError, of.HTTPClientError, of.IncompleteReadError) as error:
        raise PathProblem("s3_unreachable") from error
    except (of.BotoCoreError, ValueError) as error:  # ValueError: an endpoint that is no address
        raise PathProblem("s3_failed", answer=str(error)[:200]) from error


def _refusal(code: str, wanted: Address) -> PathProblem:
    if code in {"NoSuchBucket", "404"}:
        return PathProblem("s3_no_bucket", bucket=wanted.bucket)
    if code in _DENIED:
        return PathProblem("s3_denied", bucket=wanted.bucket)
    return PathProblem("s3_bad_keys") if code in _BAD_KEYS else PathProblem("s3_failed", answer=code)


def _code(error: Any) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


def _client(*, patient: bool) -> Any:
    """While a person waits it gives up early, in the background it tries again. Clients are shared by threads."""
    with _making:
        return _made(
            settings.S3_ENDPOINT,
            settings.S3_REGION,
            settings.S3_ADDRESSING,
            settings.S3_ACCESS_KEY_ID,
            settings.S3_SECRET_ACCESS_KEY,
            patient=patient,
        )


@lru_cache(8)
def _made(endpoint: str, region: str, addressing: str, key: str, secret: str, *, patient: bool) -> Any:
    import boto3
    from botocore.config import Config

    config = Config(
        connect_timeout=10 if patient else 3,
        read_timeout=60 if patient else 8,
        retries={"mode": "standard", "total_max_attempts": 5 if patient else 1},
        max_pool_connections=_CONNECTIONS,
        s3={"addressing_style": addressing} if endpoint else {},
        request_checksum_calculation="when_required",  # other stores do not know Amazon's newer checksums
        response_checksum_validation="when_required",
    )
    return boto3.session.Session().client(
        "s3",
        endpoint_url=endpoint or None,
        region_name=region or ("us-east-1" if endpoint else None),
        aws_access_key_id=key or None,
        aws_secret_access_key=secret or None,
        config=config,
    )
