"""What the platform did, in sentences for the page's log."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from sim.courier import Exchange
from sim.world import ApiCall

Line = dict[str, str | int]
Name = Callable[[str], str]

REASONS = {
    -1: "系统繁忙",
    40001: "access_token 无效",
    40003: "不认识的 openid",
    40014: "access_token 不对",
    40033: "内容含 \\u 转义",
    40037: "没有这个模板",
    40066: "没有这个接口",
    42001: "access_token 过期",
    43004: "对方没有关注",
    45002: "内容太长",
    45009: "当日额度用完",
    45015: "超过 48 小时，对方没有说话",
    45028: "群发次数用完",
    45047: "5 条客服消息已用完",
    45065: "已经群发过",
    45080: "对方 30 秒内没有说话",
    47003: "模板参数不合规定",
    48001: "没有这项权限",
}
CALLS = {
    "message/custom/send": "客服消息",
    "message/template/send": "模板消息",
    "message/mass/sendall": "群发",
    "message/mass/send": "群发",
    "message/custom/typing": "“正在输入”",
    "token": "领取 access_token",
    "stable_token": "领取 access_token",
    "menu/create": "更新菜单",
    "qrcode/create": "生成二维码",
    "user/info": "查询用户",
    "media/upload": "上传素材",
}
EVENTS = {
    "subscribe": "关注",
    "unsubscribe": "取消关注",
    "SCAN": "扫码",
    "CLICK": "点菜单",
    "VIEW": "点开链接",
    "LOCATION": "上报位置",
    "TEMPLATESENDJOBFINISH": "模板消息回执",
    "MASSSENDJOBFINISH": "群发回执",
}
TROUBLE = {
    "hung": "一直没有应答，断开",
    "reset": "连接被断开",
    "dropped after": "已收下，但连接断了",
}


def line(number: int, one: ApiCall | Exchange, name: Name, timezone: ZoneInfo) -> Line:
    tone, text = _call(one, name) if isinstance(one, ApiCall) else _exchange(one, name)
    return {"n": number, "time": _time(one.at, timezone), "tone": tone, "text": text}


def _exchange(one: Exchange, name: Name) -> tuple[str, str]:
    event = one.key.split(":")[0]
    what = "的消息" if event.isdigit() else f"：{EVENTS.get(event, event)}"
    head = f"{name(one.openid)}{what}"
    match one.verdict.outcome:
        case "shown":
            return "ok", f"{head} → 回复（{_span(one.took)}）"
        case "silent":
            return "info", f"{head} → 已收到，不回复"
        case "broken":
            return "bad", f"{head} → 回复不合规：{one.verdict.reason}"
    reason = one.verdict.reason.replace("timed out", "超时").replace("status", "状态")
    return "bad", f"{head} → 第 {one.attempt + 1} 次投递失败：{reason}"


def _call(call: ApiCall, name: Name) -> tuple[str, str]:
    path = call.path.removeprefix("/cgi-bin/")
    head = CALLS.get(path, path) + (f" → {name(call.openid)}" if call.openid else "")
    if call.trouble in TROUBLE:
        return "bad", f"{head}：{TROUBLE[call.trouble]}"
    if call.trouble.startswith("status"):
        return "bad", f"{head}：{call.trouble.replace('status', '状态')}"
    errcode = int(call.answer.get("errcode", 0))
    if errcode:
        reason = REASONS.get(errcode, str(call.answer.get("errmsg", "")))
        return "bad", f"{head}：拒绝 {errcode}（{reason}）"
    return "info" if path.endswith("token") else "ok", f"{head}：成功"


def _span(seconds: float) -> str:
    return f"{seconds:.1f} 秒" if seconds >= 1 else f"{seconds * 1000:.0f} 毫秒"


def _time(moment: datetime, timezone: ZoneInfo) -> str:
    return f"{moment.astimezone(timezone):%H:%M}"
