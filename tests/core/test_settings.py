from pathlib import Path

import pytest

from core.config import ConfigError, load
from core.values import TEMPLATE_NAMES
from db.models import DeliveryKind


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "config.yaml"
    path.write_text(text)
    return path


def mistakes(tmp_path: Path, text: str) -> list[str]:
    path = write(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        load(path, {})
    return [line.removeprefix(f"{path}: ") for line in str(caught.value).splitlines()]


@pytest.mark.parametrize(
    ("text", "key", "why"),
    [
        ('outbox: {quiet_until: "25:00"}', "outbox.quiet_until", '"07:00"'),
        ("outbox: {quiet_until: 7点}", "outbox.quiet_until", '"07:00"'),
        ("outbox: {quiet_until: 7:00}", "outbox.quiet_until", '写成 "07:00"'),
        ("outbox: {quiet_from: 22:30}", "outbox.quiet_from", '写成 "22:30"'),
        ('outbox: {quiet_from: "24:00"}', "outbox.quiet_from", '"23:59"'),
        ('outbox: {quiet_from: "22：00"}', "outbox.quiet_from", '"23:59"'),
        ("outbox: {quiet_from: [22]}", "outbox.quiet_from", '"23:59"'),
        ("outbox: {backoff_seconds: 99999999999999}", "outbox.backoff_seconds", "1 到 3600"),
        ("outbox: {attempts: yes}", "outbox.attempts", "要写数字"),
        ("outbox: {atempts: 3}", "outbox.atempts", "是不是 outbox.attempts"),
        ("privacy: {turns_days: 0}", "privacy.turns_days", "1 到 3650"),
        ("server: {port: 8000 号}", "server.port", "1 到 65535"),
        ("server: {host: 'http://0.0.0.0'}", "server.host", "127.0.0.1"),
        ("server: {host: '0.0.0.0:8000'}", "server.host", "server.port"),
        ("server: 8000", "server", "这是一节"),
        ("community: {timezone: Asia/Beijing}", "community.timezone", "Asia/Shanghai"),
        ("community: {area: 350902}", "community.area", "加引号"),
        ("community: {area: '福建'}", "community.area", "行政区划"),
        ("content: {packs: daily}", "content.packs", "清单"),
        ("database: {url: 'mysql://u@h/d'}", "database.url", "postgresql+psycopg://"),
        ("database: {url: 'postgres://u@h/d'}", "database.url", "旧写法"),
        ("database: {url: 'postgresql+asyncpg://u@h/d'}", "database.url", "postgresql+psycopg://"),
        ("database: {url: 'postgresql://u@h:port/d'}", "database.url", "端口"),
        ("database: {url: 'sqlite://data/x.db'}", "database.url", "sqlite:///"),
        ("database: {url: 'sqlite:///:memory:'}", "database.url", "sqlite:///"),
        ("database: {url: linbao.db}", "database.url", "留空"),
        ("wechat: {official: {app_id: gh_0123456789ab}}", "wechat.official.app_id", "原始ID"),
        ("wechat: {official: {app_id: ww01}}", "wechat.official.app_id", "wx"),
        ("wechat: {official: {secret: ' s3cret'}}", "wechat.official.secret", "空格"),
        ("wechat: {official: {secret: 's3 cret'}}", "wechat.official.secret", "空格"),
        ("wechat: {official: {token: 'abc '}}", "wechat.official.token", "空格"),
        ("wechat: {official: {secret: 密钥}}", "wechat.official.secret", "汉字"),
        ("wechat: {official: {secret: 12345}}", "wechat.official.secret", "引号"),
        ("wechat: {official: {mode: secure}}", "wechat.official.mode", "plain、compatible"),
        ("wechat: {work: {kf: {secret: 'x '}}}", "wechat.work.kf.secret", "空格"),
        ("wechat: {work: {agent_id: abc}}", "wechat.work.agent_id", "数字"),
        ("wechat: {work: {aibot: {ws_base: 'ws://a'}}}", "wechat.work.aibot.ws_base", "wss"),
        ("wechat: {work: {robots: [{name: a}]}}", "wechat.work.robots.0.key", "没有写"),
    ],
)
def test_a_mistake_is_said_with_what_to_write_instead(
    tmp_path: Path, text: str, key: str, why: str
) -> None:
    [found] = mistakes(tmp_path, text)

    assert found.startswith(f"{key}: ")
    assert why in found


@pytest.mark.parametrize(
    ("template", "steps", "why"),
    [
        ("reminder: {fields: {a: '{what}'}}", "reminder.id", "没有写"),
        ("reminder: {id: }", "reminder.id", "没有写"),
        ("reminder: ''", "reminder.id", "至少要写 1 个字"),
        ("reminder: {id: T, fields: {a: '{name}'}}", "reminder.fields.a", "不认识 {name}"),
        ("reminder: {id: T, fields: {a: '{}'}}", "reminder.fields.a", "不认识 {}"),
        ("reminder: {id: T, fields: {a: '{what'}}", "reminder.fields.a", "不成对"),
        ("reminder: {id: T, fields: {a: '{what.x}'}}", "reminder.fields.a", "{what.x}"),
        ("reminder: {id: T, feilds: {}}", "reminder.feilds", "没有这个设置"),
        ("remindr: {id: T}", "remindr", "reminder"),
    ],
)
def test_a_template_that_could_not_be_sent_is_named(
    tmp_path: Path, template: str, steps: str, why: str
) -> None:
    [found] = mistakes(tmp_path, f"wechat: {{official: {{templates: {{{template}}}}}}}")

    assert found.startswith(f"wechat.official.templates.{steps}: ")
    assert why in found


def test_each_kind_of_delivery_may_have_a_template() -> None:
    assert {kind.value for kind in DeliveryKind} | {"default"} == TEMPLATE_NAMES


def test_what_contradicts_the_rest_is_told_together_with_all_else(tmp_path: Path) -> None:
    found = mistakes(
        tmp_path,
        "wechat: {official: {app_id: wx1, token: abc}}\n"
        "clock: {file: now}\n"
        'outbox: {quiet_until: "25:00"}\n',
    )

    keys = {line.partition(":")[0] for line in found}
    assert keys == {"wechat.official.aes_key", "clock.file", "outbox.quiet_until"}


def test_a_key_that_stands_twice_is_named_with_its_line(tmp_path: Path) -> None:
    path = write(tmp_path, "server: {port: 1}\nclock:\nserver: {port: 2}\n")

    with pytest.raises(ConfigError, match=r"config.yaml:3: “server”写了两遍"):
        load(path)


def test_a_file_in_another_encoding_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_bytes("community: {name: 梧桐里}".encode("gbk"))

    with pytest.raises(ConfigError, match="UTF-8"):
        load(path)
