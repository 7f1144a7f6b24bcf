import json
import secrets
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from aizuchi.anonymous_answers import blind_rsa
from aizuchi.anonymous_answers.blind_rsa import is_signed, sign_blinded
from aizuchi.anonymous_answers.tests.blinding import blind, finalize

E = 65537
VECTOR = {
    name: bytes.fromhex(value)
    for name, value in json.loads((Path(__file__).parent / "rfc9474.json").read_text()).items()
    if name != "source"
}


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    n, d = int.from_bytes(VECTOR["n"]), int.from_bytes(VECTOR["d"])
    p, q = rsa.rsa_recover_prime_factors(n, E, d)
    public = rsa.RSAPublicNumbers(E, n)
    halves = rsa.rsa_crt_dmp1(d, p), rsa.rsa_crt_dmq1(d, q), rsa.rsa_crt_iqmp(p, q)
    return rsa.RSAPrivateNumbers(p, q, d, *halves, public).private_key()


def test_the_rfc_gets_its_blind_signature(key: rsa.RSAPrivateKey) -> None:
    assert sign_blinded(VECTOR["blinded_msg"], key=key) == VECTOR["blind_sig"]


def test_the_signature_of_the_rfc_is_plain_rsa_pss(key: rsa.RSAPrivateKey) -> None:
    signature = finalize(VECTOR["blind_sig"], int.from_bytes(VECTOR["inv"]), key.public_key())

    assert signature == VECTOR["sig"]
    assert is_signed(VECTOR["msg"], signature, key=key.public_key())
    assert not is_signed(VECTOR["msg"] + b"!", signature, key=key.public_key())


def test_what_was_signed_blindly_is_a_signature_over_the_token(made_keys: list[rsa.RSAPrivateKey]) -> None:
    key, token = made_keys[0], secrets.token_bytes(32)
    blinded, unblind = blind(token, key.public_key())

    signature = finalize(sign_blinded(blinded, key=key), unblind, key.public_key())

    assert is_signed(token, signature, key=key.public_key())
    assert not is_signed(token, signature, key=made_keys[1].public_key())


def test_the_number_that_is_raised_is_another_one_each_time(
    made_keys: list[rsa.RSAPrivateKey], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Base blinding: whoever sends chosen numbers and takes the time learns nothing of the key from it."""
    raised: list[int] = []
    power = blind_rsa._power

    def watch(message: int, numbers: rsa.RSAPrivateNumbers) -> int:
        raised.append(message)
        return power(message, numbers)

    monkeypatch.setattr(blind_rsa, "_power", watch)
    blinded = bytes(1) + b"\x07" * 383
    signed = {sign_blinded(blinded, key=made_keys[0]) for _ in range(2)}

    assert len(signed) == 1
    assert len({*raised, int.from_bytes(blinded)}) == 3


def test_a_miscalculated_half_is_never_given_out(
    made_keys: list[rsa.RSAPrivateKey], monkeypatch: pytest.MonkeyPatch
) -> None:
    """From one signature that is right for one prime only, the other prime could be worked out."""
    power = blind_rsa._power
    monkeypatch.setattr(blind_rsa, "_power", lambda message, numbers: power(message, numbers) + numbers.p)

    with pytest.raises(ArithmeticError):
        sign_blinded(bytes(1) + b"\x07" * 383, key=made_keys[0])
