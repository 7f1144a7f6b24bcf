"""Files that lie in a bucket, over HTTP as with one far away."""

import uuid
from collections.abc import Callable
from pathlib import Path

import boto3
import pytest
from django.utils import timezone

from aizuchi.config.backups.tests.conftest import Living
from aizuchi.kernel.files.kinds import Kind
from aizuchi.kernel.files.store import keep_bytes
from aizuchi.kernel.files.tests.conftest import s3_server  # noqa: F401 (a fixture)

pytestmark = pytest.mark.database


def use_new_bucket(living: Living, server: str) -> None:
    name = f"aizuchi-{uuid.uuid4().hex}"
    secrets = {"aws_access_key_id": "key", "aws_secret_access_key": "secret", "region_name": "us-east-1"}
    boto3.client("s3", endpoint_url=f"http://{server}", **secrets).create_bucket(Bucket=name)
    options = {"url": f"s3://key:secret@{server}/{name}?tls=0"}
    backend = {"BACKEND": "aizuchi.kernel.files.s3.S3FileStorage", "OPTIONS": options}
    living.settings.STORAGES = {**living.settings.STORAGES, "files": backend}


def test_files_come_from_one_bucket_into_another(
    living: Living,
    empty: Callable[[], Path],
    s3_server: str,  # noqa: F811
) -> None:
    assert living.person
    use_new_bucket(living, s3_server)
    content, organization = b"picture" * 1_500_000, living.person.organization_id
    living.stored = keep_bytes(content, kind=Kind.PICTURE, organization_id=organization, now=timezone.now())
    made = living.backup()
    living.move_to(empty())
    use_new_bucket(living, s3_server)

    found = living.restore(made)

    assert living.read_stored() == content
    assert (found.files, found.lost) == (1, 1)  # the other one lay in a folder
    assert not (living.home / "files").exists()
