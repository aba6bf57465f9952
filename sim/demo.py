"""The demo's stage: a pretend WeChat in front of a real assistant, and the phone to try it with."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from core.clock import FileClock, SystemClock
from core.config import ClockSection, Config, Official
from sim.phone import Extras, PhoneOwner, mount
from sim.wechat import PretendCard, PretendWeChat, WsgiPoster

PEOPLE = (
    ("resident", "返乡的居民", "打算从外地回来，不知道怎么报备",
     ("近期计划从外地回来，应该怎么报备", "我后天从太原坐G1548回来", "我的信息", "转人工", "我喘不上气")),
    ("observed", "健康监测户", "每天早晚要报体温",
     ("36.8", "三十六度五", "体温37.6,有点咳", "我36.5老伴37.4", "不对，是36.9")),
    ("grid_worker", "网格员", "负责1到3号楼",
     ("待办", "同意", "观察 3-2-601 张三 7天", "收到")),
    ("secretary", "社区书记", "半夜还在发通知",
     ("发通知 3号楼 明天9点停水", "确认", "通知情况", "待办")),
    ("doctor", "社区医生", "发热的人会马上告诉她", ("待办", "收到")),
)  # fmt: skip
CARD = {"thing1": "类型", "thing2": "内容", "time3": "时间"}


class DemoStage:
    """What `demo` needs: where to open the browser, the bot, and a way to fill in the people."""

    def __init__(self, account: Official, make_bot: Callable[..., Any], config: Config, port: int):
        file = config.data / "clock"
        self.clock = FileClock(file, config.community.zone)
        self.clock.set(SystemClock().now())
        self.platform = PretendWeChat(
            account.app_id, account.secret, account.token, account.aes_key, self.clock
        )
        self.platform.cards["demo-template"] = PretendCard("社区服务通知", CARD)
        self.address = self.platform.serve(port=port)
        self.bot = make_bot(_at(config, account, self.address, file))
        self.platform.webhook = WsgiPoster(self.bot.app, "/wechat/official")
        self._community = config.community

    def populate(self, who: Mapping[str, Any]) -> None:
        people = [
            PhoneOwner(_openid(who, key), role, role, hint, tuple(tries))
            for key, role, hint, tries in PEOPLE
        ]
        for openid, has_spoken in self.bot.all_addresses().items():
            follower = self.platform.follower(openid)
            if has_spoken:
                follower.windows.spoke(self.clock.now())
        extras = Extras(
            account=self._community.name,
            scenes={"bld-3": "3号楼"},
            newcomer=("我是3号楼2单元601 张三", "帮助", "近期计划从外地回来，应该怎么报备"),
            timezone=self._community.zone,
            explain=self.bot.explain,
        )
        mount(self.platform, people, self.clock, extras)

    def close(self) -> None:
        self.platform.close()


def open_stage(
    account: Official, make_bot: Callable[..., Any], config: Config, port: int
) -> DemoStage:
    return DemoStage(account, make_bot, config, port)


def _openid(who: Mapping[str, Any], key: str) -> str:
    found = who[key]
    return str(found[0] if isinstance(found, list) else found)


def _at(config: Config, account: Official, address: str, file: Path) -> Config:
    official = account.model_copy(update={"api_base": address})
    work = config.wechat.work.model_copy(update={"api_base": address})
    wechat = config.wechat.model_copy(update={"official": official, "work": work})
    return config.model_copy(update={"wechat": wechat, "clock": ClockSection(file=file)})
