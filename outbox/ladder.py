"""How each kind of delivery is treated, what a refusal means, and what a reason is called."""

import re
from dataclasses import dataclass
from datetime import timedelta

from db.models import ContactState, DeliveryKind


@dataclass(frozen=True, slots=True)
class DeliveryPolicy:
    """How one kind of delivery is treated; which roads carry it stands in their rows."""

    falls_back: bool  # the next responsible person is told at once when no road is left
    again: bool  # may be sent again when we cannot know whether it arrived
    rests: bool  # waits while people sleep


LADDER = {
    DeliveryKind.ANSWER: DeliveryPolicy(falls_back=False, again=False, rests=False),
    DeliveryKind.REMINDER: DeliveryPolicy(falls_back=True, again=True, rests=False),
    DeliveryKind.ALERT: DeliveryPolicy(falls_back=True, again=True, rests=False),
    DeliveryKind.NOTICE: DeliveryPolicy(falls_back=False, again=False, rests=True),
    DeliveryKind.INFO: DeliveryPolicy(falls_back=True, again=False, rests=False),
}

# What a refusal says about an address, for whatever is sent next.
STATES = {
    "not_following": ContactState.UNFOLLOWED,
    "blocked": ContactState.BLOCKED,
    "invalid_address": ContactState.INVALID,
}

_GONE = {state: reason for reason, state in STATES.items()}

# The ledger of the address is empty, whatever ours says.
EMPTIES = {"window_closed", "quota_used"}
# The account lacks a right: ask again tomorrow, somebody may have granted it.
CLOSES_ROAD = {
    "no_permission": timedelta(days=1),
    "no_template": timedelta(hours=1),
}
# What does no harm if it is said twice.
HARMLESS = frozenset(kind for kind, policy in LADDER.items() if policy.again)
# What is put before a text that may have arrived already.
MAYBE_TWICE = "（可能重复）"

# What was never set up explains less than any other reason.
SAYS_LITTLE = {"no_template", "door_closed"}


def state_reason(state: ContactState) -> str | None:
    """Return why somebody in this state is sent nothing, or None."""
    return _GONE.get(state)


# What a reason is called when a person of the community reads it.
WORDS = {
    "window_closed": "超过48小时没发过消息，平台不让主动发",
    "quota_used": "48小时内的5条已发完",
    "no_template": "没有配置模板消息",
    "no_permission": "公众号没有这项发送权限",
    "not_following": "没有关注或已取消关注",
    "blocked": "本人拒收",
    "invalid_address": "平台不认识这个号",
    "no_contact": "没有绑定微信",
    "already_done": "已经报过了",
    "too_late": "过了时间，发了也没有用了",
    "taken": "已经有人处理了",
    "away": "不在岗，已告诉替班或接手的人",
    "taken_back": "事情已经撤销或合并了，不用再发",
    "gone": "这个人已经不在社区登记里了，不再发",
    "withdrawn": "通知撤回了，不再发",
    "replaced": "有了新通知，旧的不再发",
    "paused": "发的人先停下了，还没接着发",
    "stopped": "发的人停了，没有再发",
    "quiet_hours": "夜里不打扰，早上再发",
    "unreadable": "内容在库里坏了，读不出来，没法发",
    "picture_gone": "照片过期了，平台已经删掉",
    "content_refused": "平台认为内容不合适",
    "day_quota_used": "平台今天的次数用完了",
    "unreachable": "平台一直没有回应",
    "busy": "平台一直繁忙",
    "bad_request": "消息格式有误",
    "outcome_unknown": "发出后没有回音，不确定是否收到",
    "door_closed": "这个渠道还没有配置好",
    "no_road": "这个号现在没有能发消息的渠道",
    "unlicensed": "企业微信还没有给这个成员开通接口许可",
    "bad_corp_id": "企业微信的企业 ID（corp_id）不对",
    "bad_agent": "企业微信的应用编号（agent_id）不对",
    "not_visible": "应用的可见范围里没有这个人",
    "may_make_no_group": "应用的可见范围要是全公司（根部门），平台才让它建群",
    "too_few_members": "群里的人太少（至少2个人）",
    "unknown_member": "有成员不在应用的可见范围里",
    "not_our_group": "这个群不是应用建的",
    "robot_removed": "群机器人已经被移出群，或者 key 不对",
    "bad_app_id": "账号的 AppID 不对",
    "bad_secret": "账号的密钥（secret）不对",
    "ip_not_allowed": "服务器的 IP 不在平台的白名单里",
    "token_refused": "平台不认我们的令牌",
    "no_consent_left": "本人没有同意再收这类消息",
    "too_long": "消息太长，平台不收",
    "no_menu": "公众号还没有菜单",
    "bad_menu": "平台不收这个菜单",
    "deleted": "本人要求删除了，不再发",
    "restored": "系统从备份恢复过，恢复前没发出的先扣着",
    "not_sent_after_restore": "系统恢复以后决定不再发",
    "slot_over": "这一次的时间已经过了，不用再提醒",
}
# A code of a platform's own that nobody has listed yet: “wechat_99999”.
_UNLISTED = re.compile(r"[a-z]+_(?P<code>-?\d+)")


def say(reason: str | None) -> str:
    """Put a reason into words for staff; what nobody gave words is shown as it is."""
    unlisted = _UNLISTED.fullmatch(reason or "")
    if unlisted is not None:
        return f"平台报了错误 {unlisted['code']}，还没有登记过"
    return WORDS.get(reason or "", reason or "原因不明")
