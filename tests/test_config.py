from pathlib import Path

import pytest

from core.config import Config, ConfigError, load

KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in list(os.environ):
        if name.startswith("LINBAO_"):
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
    assert "wechat.official.colour: 没有这个设置" in found
    assert not any("a b" in line or "short" in line for line in found)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("https://api.weixin.qq.com/cgi-bin", "不带路径"),
        ("https://api.weixin.qq.com?a=1", "不带路径"),
        ("http://api.weixin.qq.com", "只能用于本机"),
        ("http://10.0.0.1:8000", "只能用于本机"),
        ("ftp://api.weixin.qq.com", "协议和主机名"),
        ("api.weixin.qq.com", "协议和主机名"),
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
    assert "wechat.official.aes_key: 是空的" in found

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

    assert found.startswith("环境变量 LINBAO__WECHAT__OFFICIAL__SECRET_FILE: 读不到文件")


@pytest.mark.parametrize("text", ["- a\n- b\n", "just words", "wechat: [unclosed"])
def test_a_file_that_is_no_settings_is_one_line(tmp_path: Path, text: str) -> None:
    assert len(mistakes(tmp_path, text)) == 1


DOUBLED = "x0: &x0 {a: 1}\n" + "".join(
    f"x{n}: &x{n} {{<<: [*x{n - 1}, *x{n - 1}]}}\n" for n in range(1, 40)
)


@pytest.mark.parametrize(
    "text",
    ["? [a]\n: b\n", "? {a: 1}\n: b\n", "a: " + "[" * 2000 + "]" * 2000, DOUBLED],
    ids=["a list for a key", "a section for a key", "too deep", "doubled with every line"],
)
def test_a_file_made_to_be_trouble_is_one_line(tmp_path: Path, text: str) -> None:
    [line] = mistakes(tmp_path, text)

    assert "不合 YAML 的写法" in line


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="没有这个文件"):
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


HOME = "api_base: 'http://127.0.0.1:9000'"


def test_the_clock_file_is_set_by_the_environment_like_any_other(tmp_path: Path) -> None:
    path = write(tmp_path, f"wechat: {{official: {{{HOME}}}, work: {{{HOME}}}}}")

    assert load(path, {"LINBAO__CLOCK__FILE": "now"}).clock.file == tmp_path / "now"
    assert load(path, {"LINBAO__CLOCK__FILE": ""}).clock.file is None
    assert load(path, {"linbao__clock__file": "now"}).clock.file == tmp_path / "now"


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("LINBAO__SERVER__PORT_FILE", "/dev/null", "只有密钥才能从文件里读"),
        ("LINBAO__CLOCK__FILE_FILE", "/dev/null", "只有密钥才能从文件里读"),
        ("LINBAO__WECHAT__OFFICIAL__APP_ID_FILE", "/dev/null", "只有密钥才能从文件里读"),
        ("LINBAO__WECHAT__OFFICIAL__SECRET_FILE", "/dev/null", "是空的"),
        ("LINBAO__WECHAT__OFFICIAL__SECRET_FILE", "/dev", "读不到文件"),
        ("LINBAO__WECHAT__OFFICIAL__SECRET_FILE", __file__[:-3] + ".none", "读不到文件"),
        ("LINBAO__WECHAT__OFFICIAL__SECRET__FILE", "/dev/null", "SECRET_FILE"),
        ("LINBAO_WECHAT_OFFICIAL_SECRET", "x", "LINBAO__WECHAT__OFFICIAL__SECRET（"),
        ("LINBAO_WECHAT_OFFICIAL_SECRET_FILE", "x", "LINBAO__WECHAT__OFFICIAL__SECRET_FILE（"),
        ("LINBAO__WECHAT_OFFICIAL__TOKEN", "x", "LINBAO__WECHAT__OFFICIAL__TOKEN（"),
        ("LINBAO_WECHAT_OFICIAL_SECRET", "x", "是不是 LINBAO__WECHAT__OFFICIAL__SECRET"),
        ("LINBAO_DATABASE_URL", "x", "LINBAO__DATABASE__URL（"),
        ("LINBAO__SERVER__PROT", "1", "是不是 LINBAO__SERVER__PORT"),
        ("LINBAO__WEATHER", "sunny", "没有这个设置"),
        ("LINBAO__SERVER", "{", "一整节"),
    ],
)
def test_a_variable_that_sets_nothing_is_named(
    tmp_path: Path, name: str, value: str, why: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        load(write(tmp_path, ""), {name: value})

    [found] = str(caught.value).splitlines()
    assert found.startswith(f"环境变量 {name}: ")
    assert why in found


def test_variables_of_others_are_none_of_our_business(tmp_path: Path) -> None:
    assert load(write(tmp_path, ""), {"LINBAO_TEST_POSTGRES": "x", "LINBAO_HOME": "y"})


def test_a_wrong_value_is_said_with_the_variable_that_brought_it(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load(write(tmp_path, "server: {port: 1}"), {"LINBAO__SERVER__PORT": "many"})

    assert "server.port: 要写 1 到 65535 之间的整数" in str(caught.value)
    assert "LINBAO__SERVER__PORT" in str(caught.value)


def test_mappings_and_lists_are_set_by_the_environment_too(tmp_path: Path) -> None:
    env = {
        "LINBAO__WECHAT__OFFICIAL__TEMPLATES__DEFAULT": "T1",
        "LINBAO__CONTENT__PACKS": '["daily"]',
        "LINBAO__WECHAT__WORK__AGENT_ID": "1000002",
    }
    config = load(write(tmp_path, ""), env)

    assert config.wechat.official.templates["default"].id == "T1"
    assert config.content.packs == ["daily"]
