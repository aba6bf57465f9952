import pytest

from sim.envelope import BadEnvelope, decrypt, encrypt, open_reply, sealed_post, sign
from sim.letters import document

A = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
APP = "wxb11529c136998cb6"
RANDOM = b"aaaabbbbccccdddd"
V1 = "jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg=="
N1 = "jn1L23DB+6ELqJ+6bruv26uGWpjMs1NdQ8HB3xhsNXHqFBp51xHUR20hRMMpBRRmvd7bw1Efq5pwVtI3retPPA=="
N2 = "jn1L23DB+6ELqJ+6bruv26cZD0pdCP7Vyu4d7jsrq9Yn7nK7tKoC51if0pdiIUhDQo2eECmEajBGj5KwCVhQNw=="


@pytest.mark.parametrize(
    ("token", "timestamp", "nonce", "expected"),
    [
        ("weixin", "1357982061", "1358161344", "335b26997f05c82243aad6b10a2d1853637e71a8"),
        ("huhujm", "1359208540", "1359227084", "efa917e2445cc9f0aa4386ca92f96de5a242e24e"),
    ],
    ids=["G1", "G2"],
)
def test_signatures_are_the_recorded_ones(
    token: str, timestamp: str, nonce: str, expected: str
) -> None:
    assert sign(token, timestamp, nonce) == expected


@pytest.mark.parametrize(
    ("app_id", "text", "sealed"),
    [
        (APP, "我是中文abcd123", V1),
        ("", "xxxxxxxxxxxx", N1),
        ("", "1616140317555161061", N2),
    ],
    ids=["V1", "N1", "N2"],
)
def test_texts_are_sealed_and_opened_bit_by_bit(app_id: str, text: str, sealed: str) -> None:
    assert encrypt(A, app_id, text.encode(), RANDOM) == sealed
    assert decrypt(A, sealed) == (text.encode(), app_id)


@pytest.mark.parametrize(
    ("timestamp", "nonce", "sealed", "expected"),
    [
        ("1409304348", "xxxxxx", V1, "82c962d39941aa48552f90ef55aa323dc620cc10"),
        ("1700000000", "nonce01", N2, "84266560e0ed63d359262b48d97146035d1c5d87"),
    ],
    ids=["V1", "N2"],
)
def test_a_sealed_text_is_signed_along(
    timestamp: str, nonce: str, sealed: str, expected: str
) -> None:
    assert sign("pamtest", timestamp, nonce, sealed) == expected


@pytest.mark.parametrize("length", range(0, 70, 3))
def test_every_length_survives_the_envelope(length: int) -> None:
    text = b"x" * length

    assert decrypt(A, encrypt(A, APP, text)) == (text, APP)


@pytest.mark.parametrize(
    "sealed",
    ["", "%%%", V1[:-8], V1[:20], "AAAA" + V1[4:-44] + "A" * 43 + "="],
    ids=["empty", "no base64", "cut", "not whole blocks", "garbled"],
)
def test_what_does_not_open_is_a_bad_envelope(sealed: str) -> None:
    with pytest.raises(BadEnvelope):
        decrypt(A, sealed)


def test_a_key_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(ValueError, match="43"):
        encrypt(A[:-4], APP, b"hello")


def test_a_reply_sealed_for_another_account_is_not_opened() -> None:
    sealed = encrypt(A, "wx-other", b"<xml/>")
    fields = {
        "Encrypt": sealed,
        "MsgSignature": sign("t", "1", "n", sealed),
        "TimeStamp": "1",
        "Nonce": "n",
    }

    with pytest.raises(BadEnvelope, match="AppID"):
        open_reply("t", A, APP, fields)


@pytest.mark.parametrize(
    ("mode", "has_encrypt", "has_content"),
    [("plain", False, True), ("compatible", True, True), ("encrypted", True, False)],
)
def test_each_mode_posts_its_own_shape(mode: str, has_encrypt: bool, has_content: bool) -> None:
    plain = document({"ToUserName": "gh_1", "FromUserName": "o1", "Content": "你好"})

    query, body = sealed_post(
        token="t",
        aes_key=A,
        app_id=APP,
        openid="o1",
        plain=plain,
        timestamp="1",
        nonce="n",
        mode=mode,
    )

    assert query["signature"] == sign("t", "1", "n")
    assert ("msg_signature" in query) is has_encrypt
    assert (b"<Encrypt>" in body) is has_encrypt
    assert ("你好".encode() in body) is has_content
    assert b"gh_1" in body
