"""A form begins by what its file says, and what does not fit together is named at the start."""

from dataclasses import replace
from typing import Any

import content
from core.forms import FormSpec
from core.library import Library, Pack, PackInfo
from dialog import Context, Router
from dialog.features import Features
from sim.wechat import WsgiPoster
from tests.conftest import Town

PICNIC: dict[str, Any] = {
    "id": "picnic", "title": "郊游登记", "purpose": "只用来安排车辆，用完30天后删除。",
    "start": {"words": ["郊游登记"]},
    "fields": [
        {"name": "name", "label": "姓名", "ask": "谁去？", "reader": "name", "known": "person.name"},
        {"name": "how", "label": "怎么去", "ask": "怎么去？", "choices": ["坐车", "走路"]},
        {
            "name": "seats", "label": "座位", "ask": "几个人坐车？", "reader": "count",
            "when": {"how": "坐车"}, "check": {"max": 50},
        },
    ],
    "confirm": "对吗？", "done": "好的，编号{number}。", "headline": "{name}郊游，{how}{seats}。",
    "decided": "郊游（编号{number}）定了。", "within_hours": 12, "keep_days": 30,
}  # fmt: skip


def library(*forms: dict[str, Any]) -> Library:
    info = PackInfo(name="extra", title="试")
    return Library([Pack(info=info, forms=[FormSpec.model_validate(form) for form in forms])])


def router(*intents: str, takes: str = "*") -> Router:
    made = Router("made")
    made.submit(takes)(lambda ctx, spec, answers: "done")

    def say(ctx: Context) -> str:
        return "said"

    made.intent(*intents)(say)
    return made


def problems(made: Router, *starts: dict[str, Any]) -> list[str]:
    forms = [{**PICNIC, "id": f"form{n}", "start": start} for n, start in enumerate(starts)]
    return Features([made], library(*forms)).problems


def test_a_meaning_has_one_answer() -> None:
    certain = {"intents": ["ask_mask"]}
    sometimes = {"intents": ["ask_mask"], "slots": {"direction": "out"}}

    assert problems(router(), certain) == []
    assert problems(router("ask_mask"), sometimes) == []
    assert problems(router(), certain, sometimes) == []
    assert "一个 handler" in problems(router("ask_mask"), certain)[0]
    assert "表单 form0、表单 form1" in problems(router(), certain, certain)[0]
    assert "只是有时" in problems(router(), sometimes)[0]


def test_a_form_nobody_takes_is_named() -> None:
    assert problems(router(takes="other"), {}) == ["表单 form0 填完了没有人收"]
    assert problems(router(takes="form0"), {}) == []


def test_a_new_form_is_one_file_and_no_code(town: Town) -> None:
    shipped = content.load()
    bot = town.bot
    house, picnic = bot.house, library(PICNIC)
    bot.library = Library([*shipped.packs, *picnic.packs])
    bot.house = replace(house, library=bot.library)
    for part in ("inbox", "dispatcher", "threshold", "app"):
        bot.__dict__.pop(part, None)
    town.platform.webhook = WsgiPoster(bot.app, "/wechat/official")
    resident = town.resident

    assert "怎么去？" in resident.says("郊游登记")
    assert "几个人" in resident.says("坐车")
    assert "太大了" in resident.says("60")
    assert "座位：3" in resident.says("三个")
    assert resident.says("是") == "好的，编号1。"
    assert "郊游登记" in town.grid_worker.says("收到 1")
    town.send()
    assert "郊游（编号1）定了。" in resident.hears()
