from pathlib import Path

import pytest

from core.config import Config, ConfigError, load

KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in list(os.environ):
        if name.startswith("LINBAO__"):
            monkeypatch.delenv(name)


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "config.yaml"
    path.write_text(text)
    return path


def mistakes(tmp_path: Path, text: str) -> list[str]:
    path = write(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        load(path)
    return [line.removeprefix(f"{path}: ") for line in str(caught.value).splitlines()]


def test_the_file_we_ship_is_without_mistakes() -> None:
    assert load(Path(__file__).parents[1] / "config.yaml").server.port == 8000


def test_all_mistakes_are_named_at_once_each_with_its_key(tmp_path: Path) -> None:
    found = mistakes(
        tmp_path,
        """
wechat:
  official: {token: "a b", aes_key: short, mode: secret, colour: red}
server: {port: 99999}
community: {timezone: Asia/Nowhere}
outbox: {attempts: none, quiet_from: late}
weather: sunny
""",
    )

    keys = {line.partition(":")[0] for line in found}
    assert keys == {
        "wechat.official.token", "wechat.official.aes_key", "wechat.official.mode",
        "wechat.official.colour", "server.port", "community.timezone", "outbox.attempts",
        "outbox.quiet_from", "weather",
    }  # fmt: skip
    assert "wechat.official.colour: unknown setting" in found
    assert not any("a b" in line or "short" in line for line in found)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("https://api.weixin.qq.com/cgi-bin", "without a path"),
        ("https://api.weixin.qq.com?a=1", "without a path"),
        ("http://api.weixin.qq.com", "loopback only"),
        ("http://10.0.0.1:8000", "loopback only"),
        ("ftp://api.weixin.qq.com", "scheme and host"),
        ("api.weixin.qq.com", "scheme and host"),
    ],
)
def test_an_address_of_the_platform_is_scheme_and_host(
    tmp_path: Path, given: str, why: str
) -> None:
    [found] = mistakes(tmp_path, f'wechat: {{work: {{api_base: "{given}"}}}}')

    assert found.startswith("wechat.work.api_base: ")
    assert why in found


@pytest.mark.parametrize("given", ["http://127.0.0.1:9000", "http://localhost:9000/"])
def test_http_is_for_this_machine(tmp_path: Path, given: str) -> None:
    config = load(write(tmp_path, f"wechat: {{official: {{api_base: '{given}'}}}}"))

    assert config.wechat.official.api_base == given.rstrip("/")


def test_pretend_time_is_refused_beside_the_real_platform(tmp_path: Path) -> None:
    [found] = mistakes(tmp_path, "clock: {file: now.txt}")
    assert "clock.file" in found

    home = "http://127.0.0.1:9000"
    wechat = f"wechat: {{official: {{api_base: '{home}'}}, work: {{api_base: '{home}'}}}}"
    config = load(write(tmp_path, f"clock: {{file: now.txt}}\n{wechat}"))
    assert config.clock.file == tmp_path / "now.txt"


def test_an_open_door_needs_its_key_unless_it_is_plain(tmp_path: Path) -> None:
    [found] = mistakes(tmp_path, "wechat: {official: {app_id: wx1, token: abc}}")
    assert "aes_key is empty" in found

    text = "wechat: {official: {app_id: wx1, token: abc, mode: plain}}"
    assert load(write(tmp_path, text)).wechat.official.is_open


def test_the_environment_goes_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path, "server: {port: 9000, host: 0.0.0.0}")
    monkeypatch.setenv("LINBAO__SERVER__PORT", "9100")

    config = load(path)

    assert (config.server.port, config.server.host) == (9100, "0.0.0.0")


def test_a_secret_may_lie_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret").write_text("s3cret\n")
    monkeypatch.setenv("LINBAO__WECHAT__OFFICIAL__SECRET", "before")
    monkeypatch.setenv("LINBAO__WECHAT__OFFICIAL__SECRET_FILE", str(tmp_path / "secret"))

    assert load(write(tmp_path, "")).wechat.official.secret == "s3cret"


def test_a_secret_file_that_cannot_be_read_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINBAO__WECHAT__OFFICIAL__SECRET_FILE", str(tmp_path / "none"))

    [found] = mistakes(tmp_path, "")

    assert found == "LINBAO__WECHAT__OFFICIAL__SECRET_FILE: the file cannot be read"


@pytest.mark.parametrize("text", ["- a\n- b\n", "just words", "wechat: [unclosed"])
def test_a_file_that_is_no_settings_is_one_line(tmp_path: Path, text: str) -> None:
    assert len(mistakes(tmp_path, text)) == 1


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="there is no such file"):
        load(tmp_path / "none.yaml")


def test_empty_sections_are_sections_with_nothing_said(tmp_path: Path) -> None:
    assert load(write(tmp_path, "wechat:\nserver:\nclock:\n  file:\n")).server.port == 8000


def test_paths_are_taken_from_the_folder_of_the_file(tmp_path: Path) -> None:
    config = load(write(tmp_path, "paths: {data: here}"))

    assert config.data == tmp_path / "here"
    assert config.database_url == f"sqlite:///{tmp_path / 'here' / 'linbao.db'}"


def test_no_secret_shows_in_a_repr(tmp_path: Path) -> None:
    text = f"""
wechat:
  official: {{app_id: wx1, secret: s3cret1, token: t0ken1, aes_key: {KEY}}}
  work:
    secret: s3cret2
    token: t0ken2
    robots: [{{name: 网格员群, key: r0botkey}}]
    aibot: {{secret: s3cret3}}
    kf: {{secret: s3cret4}}
database: {{url: "postgresql+psycopg://linbao:passw0rd@db/linbao"}}
"""
    shown = repr(load(write(tmp_path, text)))

    hidden = ("s3cret", "t0ken", KEY, "r0botkey", "passw0rd")
    assert not [word for word in hidden if word in shown]
    assert not [word for word in hidden if word in str(Config())]
