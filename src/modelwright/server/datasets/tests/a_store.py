"""A store that really speaks S3 on this machine, with a bucket `parts`, and a dataset that takes its images from there."""

import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import boto3
import pytest
from botocore.config import Config
from moto.server import ThreadedMotoServer
from PIL import Image

from modelwright.server.datasets import fetching, mirrors

from .conftest import check_all


def picture(color: int) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (12, 10), (color % 256, color * 7 % 256, color * 31 % 256)).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    yield "http://{}:{}".format(*server.get_host_and_port())
    server.stop()


def tell(endpoint: str, what: str, content: bytes = b"") -> None:
    headers = {"Content-Type": "text/plain"}
    urlopen(Request(f"{endpoint}/moto-api/{what}", content, headers, method="POST")).close()  # noqa: S310 our own server


class Store:
    """The bucket `parts`, seen with its owner's eyes."""

    def __init__(self, endpoint: str) -> None:
        tell(endpoint, "reset")
        self.client = boto3.client(
            "s3",
            endpoint_url=endpoint,
            region_name="us-east-1",
            aws_access_key_id="owner",
            aws_secret_access_key="secret",
            config=Config(s3={"addressing_style": "path"}),
        )
        self.client.create_bucket(Bucket="parts")

    def put(self, key: str, content: bytes) -> None:
        self.client.put_object(Bucket="parts", Key=key, Body=content)

    def remove(self, key: str) -> None:
        self.client.delete_object(Bucket="parts", Key=key)

    def deny(self, action: str, what: str) -> None:
        statement = f'{{"Effect": "Deny", "Principal": "*", "Action": "{action}", "Resource": "arn:aws:s3:::{what}"}}'
        self.client.put_bucket_policy(Bucket="parts", Policy=f'{{"Version": "2012-10-17", "Statement": [{statement}]}}')


@pytest.fixture
def store(endpoint, settings) -> Store:
    shutil.rmtree(settings.MIRRORS_DIR, ignore_errors=True)
    mirrors._address_in.cache_clear()
    settings.S3_BUCKETS = ("parts", "shared/open", "nowhere")
    settings.S3_ENDPOINT = endpoint
    settings.S3_ACCESS_KEY_ID, settings.S3_SECRET_ACCESS_KEY = "server", "secret"
    held = Store(endpoint)
    for number in range(3):
        held.put(f"gears/good/{number}.png", picture(number))
    for number in range(2):
        held.put(f"gears/scratch/{number}.png", picture(100 + number))
    return held


@pytest.fixture
def guarded(store, endpoint) -> Iterator[tuple[str, str]]:
    """From now on the store asks who it is; the keys of somebody who may do nothing."""
    people = boto3.client(
        "iam", endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id="owner", aws_secret_access_key="secret"
    )
    people.create_user(UserName="server")
    keys = people.create_access_key(UserName="server")["AccessKey"]
    tell(endpoint, "reset-auth", b"0")
    yield keys["AccessKeyId"], keys["SecretAccessKey"]
    tell(endpoint, "reset-auth", b"inf")


def fetch_all() -> None:
    """What the dispatcher's threads do."""
    while fetching.run_pending(lambda: False):
        pass
    check_all()


@pytest.fixture
def empty(make_dataset):
    return make_dataset(name="Empty")


@pytest.fixture
def add(trainer, empty):
    return lambda *paths: trainer.post(f"/datasets/{empty['id']}/paths", {"paths": list(paths)})


@pytest.fixture
def path_now(trainer, empty):
    """The one data path, as people see it."""

    def path() -> dict:
        (row,) = trainer.get(f"/datasets/{empty['id']}/paths").json()
        return row

    return path


@pytest.fixture
def gears(store, add, path_now) -> dict:
    """Fetched and checked."""
    assert add("s3://parts/gears").status_code == 201
    fetch_all()
    return path_now()


@pytest.fixture
def again(trainer, gears, path_now):
    def check() -> dict:
        trainer.post(f"/paths/{gears['id']}/check")
        fetch_all()
        return path_now()

    return check


def folder() -> Path:
    return mirrors.folder_of("s3://parts/gears")


def files() -> set[str]:
    return {str(file.relative_to(folder())) for file in folder().rglob("*") if file.is_file()}


def reason(answer) -> str:
    assert (answer.status_code, answer.json()["code"]) == (422, "path_check_failed")
    return answer.json()["fields"][0]["message"]
