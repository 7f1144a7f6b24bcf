"""SAML 2.0 stands on libraries of its own, which come with `aizuchi[saml]`."""

from importlib.util import find_spec


def is_installed() -> bool:
    return find_spec("onelogin") is not None and find_spec("xmlsec") is not None
