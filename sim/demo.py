"""The demo's stage: a pretend WeChat in front of a real assistant, and the phone to try it with."""

import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from core.clock import FileClock, SystemClock
from core.config import ClockSection, Config, Official
from core.settings import Aibot, Robot
from sim.pages import passed_on
from sim.phone import Extras, GroupMember, GroupStage, PhoneOwner, mount, mount_early
from sim.wechat import PretendCard, PretendWeChat, WsgiPoster
from sim.work import PretendRobot, PretendWork

PEOPLE = (
    ("resident", "返乡的居民", "traveller", "打算从外地回来，不知道怎么报备",
     ("近期计划从外地回来，应该怎么报备", "我后天从太原坐G1548回来", "我的信息", "转人工", "我喘不上气")),
    ("observed", "健康监测户", "patient", "每天早晚要报一家人的体温",
     ("36.8", "三十六度五", "体温37.6,有点咳", "我36.5老伴37.4", "不对，是36.9")),
    ("kin", "监测户的家人", "family", "同一个门里的家人，用自己的手机",
     ("36.6", "我的信息", "监测还有几天")),
    ("grid_worker", "网格员", "worker", "负责第1网格：1到3号楼",
     ("待办", "同意", "观察 3-2-601 张三 7天", "收到")),
    ("second_grid_worker", "另一位网格员", "worker", "负责第2网格；那边的事他不该收到",
     ("待办", "收到", "请假 明天到后天")),
    ("secretary", "社区书记", "secretary", "半夜还在发通知",
     ("发通知 3号楼 明天9点停水", "确认", "通知情况", "待办", "新规定")),
    ("township", "街道干部", "township", "书记写的规定，要他同意才生效", ("待办", "规定", "批准")),
    ("doctor", "社区医生", "doctor", "发热的人会马上告诉她", ("待办", "收到")),
)  # fmt: skip
# In the enterprise's group; a role is looked up among the staff who have a name there.
GROUP = (
    ("grid_worker", "网格员", "worker"),
    ("secretary", "社区书记", "secretary"),
    ("doctor", "社区医生", "doctor"),
)
NEWCOMER = "NewColleague01"
GROUP_NAME, ROBOT_KEY = "社区工作群", "demo-robot"
IN_GROUP = (
    "从太原回来要报备吗", "3-2-601 张三 38.5度", "待办", "有人晕倒了", "今天天气真好",
)  # fmt: skip
STRANGER = "oLinBaoStrangerPassingBy0001"
STRANGERS = ("你好", "这里是哪个社区", "我老公发烧39度", "加入 1234-5678-9012")
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
        mount_early(self.platform)  # a browser that is opened too early waits for the people
        self.address = self.platform.serve(port=port)
        self.enterprise = PretendWork("", "", "", "", "", self.clock)  # only its robots are used
        self.enterprise.serve()
        self.robot = PretendRobot(
            secrets.token_hex(8), account.aes_key, self.clock, self.enterprise.address
        )
        self.robot.codes = self.enterprise.api.codes
        self._posts: list[tuple[datetime, dict[str, Any]]] = []
        self.enterprise.api.robots[ROBOT_KEY] = self._posts
        self.bot = make_bot(self._at(config, account, file))
        self.platform.webhook = WsgiPoster(self.bot.app, "/wechat/official")
        self.robot.webhook = WsgiPoster(self.bot.app, "/wechat/work/aibot")
        self.platform.mount("/h5/", passed_on(self.bot.app))
        self._community = config.community

    def populate(self, who: Mapping[str, Any]) -> None:
        names: Mapping[str, str] = who.get("names", {})
        people = [
            PhoneOwner(openid, names.get(openid, role), role, hint, tuple(tries), face)
            for key, role, face, hint, tries in PEOPLE
            if (openid := _openid(who, key))
        ]
        people.append(
            PhoneOwner(
                STRANGER,
                "路过的陌生人",
                "路过的陌生人",
                "刚关注，谁也不认识他",
                STRANGERS,
                "stranger",
            )
        )
        for openid, has_spoken in self.bot.all_addresses().items():
            follower = self.platform.follower(openid)
            if has_spoken:
                follower.windows.spoke(self.clock.now())
        extras = Extras(
            account=self._community.name,
            scenes={"bld-3": "3号楼"},
            newcomer=("我是3号楼2单元601 张三", "帮助", "近期计划从外地回来，应该怎么报备"),
            timezone=self._community.zone,
            group=self._group(who),
            explain=self.bot.explain,
            after_fault=self.bot.wake_roads,
        )
        mount(self.platform, people, self.clock, extras)

    def _group(self, who: Mapping[str, Any]) -> GroupStage:
        names, userids = who.get("names", {}), who.get("work", {})
        members = [
            GroupMember(
                userids[key], names.get(_openid(who, key), role), role, face, _openid(who, key)
            )
            for key, role, face in GROUP
            if key in userids
        ]
        members.append(GroupMember(NEWCOMER, "新同事", "还没登记"))
        return GroupStage(
            GROUP_NAME,
            members,
            self.robot,
            lambda: self._posts,
            self.clock,
            IN_GROUP,
            lambda: self.enterprise.api.replies,
        )

    def _at(self, config: Config, account: Official, file: Path) -> Config:
        official = account.model_copy(update={"api_base": self.address})
        aibot = Aibot(token=self.robot.token, aes_key=self.robot.aes_key)
        robots = [Robot(name=GROUP_NAME, key=ROBOT_KEY)]
        keys = {"api_base": self.enterprise.address, "aibot": aibot, "robots": robots}
        work = config.wechat.work.model_copy(update=keys)
        wechat = config.wechat.model_copy(update={"official": official, "work": work})
        server = config.server.model_copy(update={"public_url": self.address})
        given = {"wechat": wechat, "server": server, "clock": ClockSection(file=file)}
        return config.model_copy(update=given)

    def close(self) -> None:
        self.platform.close()
        self.enterprise.close()


def open_stage(
    account: Official, make_bot: Callable[..., Any], config: Config, port: int
) -> DemoStage:
    return DemoStage(account, make_bot, config, port)


def _openid(who: Mapping[str, Any], key: str) -> str:
    found = who.get(key, "")
    return str(next(iter(found), "") if isinstance(found, list) else found)
