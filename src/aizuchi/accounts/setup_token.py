"""An empty installation belongs to whoever started the server: the token stands in its terminal and nowhere else."""

from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from aizuchi.kernel.addresses import absolute


def make_setup_token() -> str:
    """The same on all nodes of an installation, which share its secret."""
    return salted_hmac("aizuchi.accounts.setup", "start", algorithm="sha256").hexdigest()[:32]


def make_setup_link() -> str:
    return absolute(f"{reverse('first_run')}?token={make_setup_token()}")


def is_setup_token(typed: str) -> bool:
    return constant_time_compare(typed, make_setup_token())
