"""Everything that can be set from outside, typed, in one place."""

from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qs, urlsplit

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from aizuchi.kernel.client_address import read_networks
from aizuchi.kernel.web_addresses import is_web_address


class Environment(BaseSettings):
    """Variables named AIZUCHI_*, and HOST and PORT without the prefix."""

    model_config = SettingsConfigDict(env_prefix="AIZUCHI_", env_file=".env", extra="ignore", hide_input_in_errors=True)

    home: Path = Field(default=Path("var"), description="The one folder that holds all data and keys.")
    host: str = Field(
        default="127.0.0.1", validation_alias="HOST", description="The address to listen on, where systemd does not."
    )
    port: int = Field(
        default=8000, validation_alias="PORT", description="The port to listen on, where systemd does not."
    )
    base_url: str = Field(default="", description="How people reach us, for links in mails: https://1on1.example.jp")
    trusted_proxies: str = Field(
        default="",
        description="Addresses of the proxies in front, whose X-Forwarded-For is believed: 10.0.0.5, 10.1.0.0/16",
    )
    hsts_subdomains: bool = Field(
        default=True,
        description="Over https: whether browsers reach hosts below ours by https only, too; 0 where some cannot.",
    )
    database_url: str = Field(default="", description="postgresql://... ; empty means SQLite in the data folder.")
    mailbox_url: str = Field(
        default="",
        description="postgresql://... for sealed answers; empty: beside the database, apart from it.",
    )
    redis_url: str = Field(default="", description="Needed as soon as there is more than one node.")
    mail_url: str = Field(
        default="", description="smtp://user:password@host:587?tls=1 ; empty writes mails to a folder."
    )
    mail_from: str = Field(
        default="Aizuchi <aizuchi@localhost>", description="Who mails come from: an address of your own domain."
    )
    calendar_address: str = Field(default="", description="Who invites to 1on1s by mail; empty: as in mail_from.")
    calendar_mailbox_url: str = Field(
        default="", description="imaps://user:password@host/INBOX: where answers to invitations are read."
    )
    calendar_private_addresses: bool = Field(
        default=False, description="Whether CalDAV servers may be in one's own network (10.*, 192.168.*, localhost)."
    )
    sign_in_private_addresses: bool = Field(
        default=False,
        description="Whether providers of company accounts may be in one's own network (10.*, 192.168.*, localhost).",
    )
    sign_in_resolver: str = Field(
        default="",
        pattern=r"^([0-9.]+(:[0-9]{1,5})?)?$",
        description="The name server asked what proves mail domains: address, or address:port; empty: the machine's.",
    )
    google_client_id: str = Field(default="", description="Of your OAuth client; docs/calendars.md says where from.")
    google_client_secret: str = Field(default="", description="Of the same client.")
    google_service_account: Path | None = Field(
        default=None, description="A service account's JSON file, for all calendars of the domain."
    )
    microsoft_client_id: str = Field(
        default="", description="Of your app registration; docs/calendars.md says where from."
    )
    microsoft_client_secret: str = Field(default="", description="Of the same registration.")
    microsoft_tenant: str = Field(default="organizations", description="Your tenant's ID or domain.")
    microsoft_for_all: bool = Field(
        default=False, description="The administrator has consented for all calendars of the tenant."
    )
    slack_token: str = Field(default="", description="Bot token of your Slack app (users:read.email, chat:write).")
    secret_key: str = Field(default="", description="Empty: made once and kept in the data folder.")
    key_file: Path | None = Field(
        default=None, description="The keys that open the notes; empty: note_keys in the data folder."
    )
    files_url: str = Field(
        default="",
        description="s3://KEY:SECRET@HOST/BUCKET?region=REGION for files that people give; empty: the folder files.",
    )
    notes_synchronous: Literal["FULL", "NORMAL", "OFF"] = Field(
        default="FULL", description='SQLite only: what "saved" under a note waits for. FULL: for the disk itself.'
    )
    demo: bool = Field(default=False, description="Shows the page that steps into somebody's shoes.")
    debug: bool = Field(default=False, description="For developers: error pages show what the server knows.")
    drain_seconds: float = Field(
        default=0,
        ge=0,
        le=300,
        description="Told to stop, serve on for so long while /readyz says no: what a load balancer takes to see it.",
    )
    job_threads: int = Field(default=2, description="Jobs beside the pages; 0 where `aizuchi worker` does them apart.")
    metrics_token: str = Field(
        default="", description="Whoever brings it as Authorization: Bearer TOKEN reads /metrics; empty: nobody does."
    )
    metrics_listen: str = Field(
        default="", description="HOST:PORT on which the server tells its metrics, apart from the pages: 127.0.0.1:9464"
    )
    worker_metrics_listen: str = Field(
        default="", description="HOST:PORT on which `aizuchi worker` tells its own: 127.0.0.1:9465"
    )
    telemetry_url: str = Field(
        default="",
        description="Traces go there by OTLP/HTTP: https://collector.example.jp:4318 (extra `telemetry`).",
    )
    telemetry_headers: str = Field(default="", description="What the collector asks for: Authorization=Bearer TOKEN")
    sentry_dsn: str = Field(
        default="", description="For errors: https://KEY@errors.example.jp/1 (extra `sentry`); empty: nobody is told."
    )
    log_json: bool = Field(default=False, description="JSON even on a terminal; elsewhere logs are JSON anyway.")

    @field_validator("trusted_proxies")
    @classmethod
    def _are_networks(cls, value: str) -> str:
        try:
            read_networks(value)
        except ValueError as error:
            raise ValueError("write it like 10.0.0.5, 10.1.0.0/16") from error
        return value

    @field_validator("base_url")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        if value and not is_web_address(value, schemes=("http", "https")):
            raise ValueError("write it like https://1on1.example.jp")
        return value

    @field_validator("database_url", "mailbox_url")
    @classmethod
    def _is_a_database(cls, value: str) -> str:
        if value and not _names_a_database(value):
            raise ValueError("write it like postgresql://user:password@host:5432/aizuchi")
        return value

    @field_validator("metrics_listen", "worker_metrics_listen")
    @classmethod
    def _is_host_and_port(cls, value: str) -> str:
        host, _colon, port = value.rpartition(":")
        if value and not (host and port.isdecimal() and 0 < int(port) < 65536):
            raise ValueError("write it like 127.0.0.1:9464")
        return value

    @property
    def public_url(self) -> str:
        return (self.base_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def is_served_over_https(self) -> bool:
        return self.public_url.startswith("https://")


def _names_a_database(url: str) -> bool:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  # raises for what is no number
    except ValueError:
        return False
    is_named = bool(parts.path.strip("/")) or "service" in parse_qs(parts.query)
    return parts.scheme in {"postgresql", "postgres"} and is_named


@cache
def environment() -> Environment:
    return Environment()
