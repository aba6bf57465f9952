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
    40007: "照片过期了，平台已经删掉",
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
    "token": "领取通行证（access_token）",
    "stable_token": "领取通行证（access_token）",
    "menu/create": "更新菜单",
    "menu/get": "看现在的菜单",
    "menu/addconditional": "给工作人员铺菜单",
    "menu/delconditional": "撤下工作人员的旧菜单",
    "tags/get": "看有哪些标签",
    "tags/create": "建标签",
    "user/tag/get": "看谁有标签",
    "tags/members/batchtagging": "给工作人员打标签",
    "tags/members/batchuntagging": "去掉标签",
    "qrcode/create": "生成二维码",
    "user/info": "查询用户",
    "media/upload": "上传素材",
    "media/get": "取照片",
}
EVENTS = {
    "subscribe": "关注了",
    "unsubscribe": "取消了关注",
    "SCAN": "扫了码",
    "CLICK": "点了菜单",
    "VIEW": "点开了链接",
    "LOCATION": "报了位置",
    "TEMPLATESENDJOBFINISH": "收到了模板消息，微信来报",
    "MASSSENDJOBFINISH": "群发完了，微信来报",
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
    what = "说了一句" if event.isdigit() else EVENTS.get(event, event)
    head = f"{name(one.openid)}{what}"
    match one.verdict.outcome:
        case "shown":
            return "ok", f"{head} → 邻报回答了（{_span(one.took)}）"
        case "silent":
            return "info", f"{head} → 邻报收到了，不用回答"
        case "broken":
            return "bad", f"{head} → 回答不合微信的规矩：{one.verdict.reason}"
    reason = one.verdict.reason.replace("timed out", "超时").replace("status", "状态")
    return (
        "bad",
        f"{head} → 微信送了 {one.attempt + 1} 次都没送到：{reason}"
        if one.attempt
        else f"{head} → 没送到，微信会再送：{reason}",
    )


def _call(call: ApiCall, name: Name) -> tuple[str, str]:
    path = call.path.removeprefix("/cgi-bin/")
    call_name = CALLS.get(path, path)
    head = f"邻报发{call_name}给{name(call.openid)}" if call.openid else f"邻报{call_name}"
    if call.trouble in TROUBLE:
        return "bad", f"{head}：{TROUBLE[call.trouble]}"
    if call.trouble.startswith("status"):
        return "bad", f"{head}：{call.trouble.replace('status', '状态')}"
    errcode = int(call.answer.get("errcode", 0))
    if errcode:
        reason = REASONS.get(errcode, str(call.answer.get("errmsg", "")))
        return "bad", f"{head}：微信不收，{reason}（{errcode}）"
    if path.endswith("token"):
        return "info", f"{head}：微信给了"
    return "ok", f"{head}：微信收下了"


def _span(seconds: float) -> str:
    return f"{seconds:.1f} 秒" if seconds >= 1 else f"{seconds * 1000:.0f} 毫秒"


def _time(moment: datetime, timezone: ZoneInfo) -> str:
    return f"{moment.astimezone(timezone):%H:%M}"
