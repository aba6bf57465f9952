import base64
import struct

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from sim.letters import document
from tests.wechat.door import Door, fields, letter, official
from wechat.envelope import Envelope, NotForUs, is_signed, sign

A = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
K5 = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
APP = "wxb11529c136998cb6"
RANDOM = b"aaaabbbbccccdddd"
V1 = "jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg=="
N1 = "jn1L23DB+6ELqJ+6bruv26uGWpjMs1NdQ8HB3xhsNXHqFBp51xHUR20hRMMpBRRmvd7bw1Efq5pwVtI3retPPA=="
N2 = "jn1L23DB+6ELqJ+6bruv26cZD0pdCP7Vyu4d7jsrq9Yn7nK7tKoC51if0pdiIUhDQo2eECmEajBGj5KwCVhQNw=="
V5A = "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ=="


@pytest.mark.parametrize(
    ("parts", "signature"),
    [
        pytest.param(
            ("weixin", "1357982061", "1358161344"),
            "335b26997f05c82243aad6b10a2d1853637e71a8",
            id="G1",
        ),
        pytest.param(
            ("huhujm", "1359208540", "1359227084"),
            "efa917e2445cc9f0aa4386ca92f96de5a242e24e",
            id="G2",
        ),
        pytest.param(
            ("pamtest", "1409304348", "xxxxxx", V1),
            "82c962d39941aa48552f90ef55aa323dc620cc10",
            id="V1",
        ),
        pytest.param(
            ("QDG6eK", "1409659589", "263014780", V5A),
            "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3",
            id="V5a",
        ),
        pytest.param(
            ("pamtest", "1700000000", "nonce01", N2),
            "84266560e0ed63d359262b48d97146035d1c5d87",
            id="N2",
        ),
    ],
)
def test_known_signatures_are_reproduced(parts: tuple[str, ...], signature: str) -> None:
    assert sign(*parts) == signature
    assert is_signed(signature, *parts)


@pytest.mark.parametrize(
    ("key", "receiver", "text", "sealed"),
    [
        pytest.param(A, APP, "我是中文abcd123", V1, id="V1"),
        pytest.param(A, "", "xxxxxxxxxxxx", N1, id="N1"),
        pytest.param(A, "", "1616140317555161061", N2, id="N2"),
    ],
)
def test_known_texts_are_sealed_bit_by_bit(key: str, receiver: str, text: str, sealed: str) -> None:
    envelope = Envelope(key, receiver)

    assert envelope.seal(text.encode(), RANDOM) == sealed
    assert envelope.open(sealed).decode() == text


def test_the_official_sample_of_wecom_opens() -> None:
    assert Envelope(K5, "wx5823bf96d3bd56c7").open(V5A) == b"1616140317555161061"


@given(st.binary(max_size=300))
def test_what_was_sealed_opens(text: bytes) -> None:
    envelope = Envelope(A, APP)

    assert envelope.open(envelope.seal(text)) == text


@pytest.mark.parametrize("place", [0, 19, 39])
def test_a_flipped_character_is_no_signature(place: int) -> None:
    parts = ("weixin", "1357982061", "1358161344")
    right = sign(*parts)
    wrong = right[:place] + ("0" if right[place] != "0" else "1") + right[place + 1 :]

    assert not is_signed(wrong, *parts)


@pytest.mark.parametrize(
    "odd", ["", "é" * 40, "335b26997f05c82243aad6b10a2d1853637e71a", "数字签名"]
)
def test_what_cannot_be_a_signature_is_none(odd: str) -> None:
    assert not is_signed(odd, "weixin", "1357982061", "1358161344")


def test_timestamp_and_nonce_may_not_be_swapped_for_others() -> None:
    query, body = letter()
    query["timestamp"], query["nonce"] = query["nonce"] + "1", query["timestamp"]

    assert Door().take((query, body)).status_code == 403


def test_a_text_for_another_account_does_not_open() -> None:
    sealed = Envelope(A, "wx0000000000000000").seal(b"<xml/>")

    with pytest.raises(NotForUs):
        Envelope(A, APP).open(sealed)


def test_a_text_sealed_with_another_key_does_not_open() -> None:
    with pytest.raises(NotForUs):
        Envelope(A, "wx5823bf96d3bd56c7").open(V5A)


def forge(plain: bytes) -> str:
    """Encrypt exactly these bytes with the right key, padding and all."""
    key = base64.b64decode(A + "=")
    maker = Cipher(AES(key), CBC(key[:16])).encryptor()
    return base64.b64encode(maker.update(plain) + maker.finalize()).decode()


def body_of(text: bytes, length: int | None = None) -> bytes:
    counted = len(text) if length is None else length
    return RANDOM + struct.pack(">I", counted) + text + APP.encode()


def padded(plain: bytes, pad: int | None = None) -> bytes:
    fill = 32 - len(plain) % 32
    return plain + bytes([fill if pad is None else pad]) * fill


FORGED = {
    "nothing": "",
    "truncated base64": V1[:-3],
    "no base64": "这不是密文",
    "base64 with a line end": V1[:40] + "\n" + V1[40:],
    "a length that is no multiple of 16": base64.b64encode(b"x" * 33).decode(),
    "half of the blocks": base64.b64encode(base64.b64decode(V1)[:32]).decode(),
    "pad byte 0": forge(padded(body_of(b"hello"), 0)),
    "pad byte 33": forge(padded(body_of(b"hello"), 33)),
    "pad bytes that differ": forge(padded(body_of(b"hello"))[:-2] + b"\x01\x09"),
    "all padding": forge(bytes([32]) * 32),
    "shorter than its head": forge(padded(b"aaaabbbb")),
    "a length beyond the text": forge(padded(body_of(b"hello", 4000))),
    "the largest length": forge(padded(body_of(b"hello", 0xFFFFFFFF))),
    "a length that eats the receiver": forge(padded(body_of(b"hello", 9))),
}


@pytest.mark.parametrize("sealed", FORGED.values(), ids=FORGED)
def test_a_forged_text_is_refused_without_a_word(sealed: str) -> None:
    with pytest.raises(NotForUs) as refusal:
        Envelope(A, APP).open(sealed)

    assert str(refusal.value) == ""


def test_the_forgery_itself_is_well_made() -> None:
    assert Envelope(A, APP).open(forge(padded(body_of(b"hello")))) == b"hello"


@given(st.binary(max_size=200))
def test_garbage_never_raises_anything_else(garbage: bytes) -> None:
    with pytest.raises(NotForUs):
        Envelope(A, APP).open(base64.b64encode(garbage).decode())


@pytest.mark.parametrize("key", [A[:42], A + "H", A[:42] + "=", A[:42] + "钥"])
def test_a_key_that_is_no_key_is_a_mistake_in_the_settings(key: str) -> None:
    with pytest.raises(
        ValidationError, match="EncodingAESKey 是 43 个字母和数字|有汉字、全角或看不见的字符"
    ):
        official(aes_key=key)


def test_a_call_without_encrypt_is_refused() -> None:
    query, _ = letter()
    body = document({"ToUserName": "gh_linbao"})

    answer = Door().take((query, body))

    assert (answer.status_code, answer.data) == (403, b"")


def test_encrypt_given_twice_is_refused() -> None:
    query, body = letter(document(fields()))
    twice = body.replace(b"<Encrypt>", b"<Encrypt><![CDATA[first]]></Encrypt><Encrypt>", 1)

    answer = Door().take((query, twice))

    assert (answer.status_code, answer.data) == (403, b"")
