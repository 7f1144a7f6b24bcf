"""By what somebody has proved who they are."""

from enum import StrEnum


class ProvedBy(StrEnum):
    MAIL_LINK = "mail_link"
    """A link that only their own mail box received."""
    FIRST_RUN = "first_run"
    """The token that the server printed."""
    DEMO = "demo"
    """Nothing: the demo's doors stand open."""
    COMPANY = "company"
    """Their company's own sign-in."""
