"""Mail domains, however somebody types a list of them."""

import re

from aizuchi.kernel.canonical import canonical_code

MOST_DOMAINS = 100
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")


def read_domains(text: str) -> tuple[tuple[str, ...], str]:
    """Each once, and the first that is none."""
    said = [word.strip("@.") for word in re.split(r"[\s,;、，]+", canonical_code(text).lower()) if word.strip("@.")]
    domains = [_in_ascii(word) for word in said]
    odd = next((word for word, domain in zip(said, domains, strict=True) if not _is_domain(domain)), "")
    return tuple(dict.fromkeys(domains)), odd


def domain_of(address: str) -> str:
    return _in_ascii(address.rpartition("@")[2])


def _in_ascii(word: str) -> str:
    try:
        return word.encode("idna").decode() if not word.isascii() else word
    except UnicodeError:
        return ""


def _is_domain(word: str) -> bool:
    labels = word.split(".")
    return len(word) <= 253 and len(labels) > 1 and all(map(_LABEL.fullmatch, labels)) and not labels[-1].isdigit()
