"""What somebody does who changes the database by hand."""


def damage(sealed: bytes | memoryview) -> bytes:
    """Another last byte, whatever it was."""
    raw = bytes(sealed)
    return raw[:-1] + bytes([raw[-1] ^ 1])
