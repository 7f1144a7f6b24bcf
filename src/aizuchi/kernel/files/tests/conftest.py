import uuid
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import boto3
import pytest
from django.core.files.storage import Storage, storages
from moto.server import ThreadedMotoServer
from PIL import Image
from pytest_django import Settings

ORGANIZATION = uuid.uuid4()


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    backend = "django.core.files.storage.FileSystemStorage"
    settings.STORAGES = settings.STORAGES | {"files": {"BACKEND": backend, "OPTIONS": {"location": tmp_path / "files"}}}
    return tmp_path / "files"


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """The client talks HTTP with it as with a bucket far away."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(settings: Settings, s3_server: str) -> str:
    name = f"aizuchi-{uuid.uuid4().hex}"
    client = boto3.client(
        "s3",
        endpoint_url=f"http://{s3_server}",
        aws_access_key_id="key",
        aws_secret_access_key="se/cret",
        region_name="us-east-1",
    )
    client.create_bucket(Bucket=name)
    url = f"s3://key:se%2Fcret@{s3_server}/{name}?tls=0"
    backend = {"BACKEND": "aizuchi.kernel.files.s3.S3FileStorage", "OPTIONS": {"url": url}}
    settings.STORAGES = settings.STORAGES | {"files": backend}
    return name


@pytest.fixture(params=["folder", "bucket"])
def storage(request: pytest.FixtureRequest) -> Storage:
    request.getfixturevalue(request.param)
    return storages["files"]


def photo(*, place: str = "35.68 N 139.76 E", size: tuple[int, int] = (300, 200)) -> BytesIO:
    """With a place in it, and turned on its side."""
    exif = Image.Exif()
    exif[0x010E] = place
    exif[0x0112] = 6
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, "JPEG", exif=exif, comment=place.encode())
    return BytesIO(out.getvalue())
