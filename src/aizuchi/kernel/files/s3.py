"""A bucket of S3 or of a server that speaks like it (MinIO, Ceph, Garage, SeaweedFS). Needs the extra `s3`."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from botocore.config import Config
from botocore.exceptions import ClientError
from storages.backends.s3 import S3Storage


class S3FileStorage(S3Storage):
    """Sealed bytes only, never public, and a server that hangs does not hold us for minutes."""

    def __init__(self, *, url: str) -> None:
        super().__init__(
            **read_files_url(url),
            default_acl=None,
            file_overwrite=True,
            gzip=False,
            client_config=Config(
                connect_timeout=5,
                read_timeout=30,
                retries={"max_attempts": 3, "mode": "standard"},
                s3={"addressing_style": "path"},
                signature_version="s3v4",
            ),
        )

    def _open(self, name: str, mode: str = "rb") -> Any:
        """The stream of the answer itself: the library's own file fetches all of it into a temporary one first."""
        try:
            return self.connection.meta.client.get_object(Bucket=self.bucket_name, Key=name)["Body"]
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
                raise FileNotFoundError(name) from error
            raise


def read_files_url(url: str) -> dict[str, Any]:
    """s3://KEY:SECRET@HOST:PORT/BUCKET?tls=0&region=REGION"""
    parts = urlsplit(url)
    asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    host = parts.hostname if parts.port is None else f"{parts.hostname}:{parts.port}"
    return {
        "access_key": unquote(parts.username or ""),
        "secret_key": unquote(parts.password or ""),
        "bucket_name": parts.path.strip("/"),
        "endpoint_url": f"{'http' if asked.get('tls') == '0' else 'https'}://{host}",
        "region_name": asked.get("region", "us-east-1"),
    }
