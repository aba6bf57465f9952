"""What the account may do, asked of the platform, and what that means for the community."""

from collections.abc import Iterator

from core.ports import ChannelError
from ops import account
from ops.ports import OperatedBot

# Of each right: its name, what may be done with it, and what becomes of people without it.
TABLE: dict[str, tuple[str, str, str]] = {
    "customer_service": (
        "客服消息",
        "48小时内说过话的人能主动提醒、答复",
        "不能主动发消息，只能在居民说话时回答；提醒和警报会转给网格员打电话、上门",
    ),
    "templates": (
        "模板消息",
        "48小时没说过话的人也提醒得到",
        "48小时没说过话的人提醒不到，会转给网格员",
    ),
    "codes": (
        "带参数二维码",
        "每栋楼有自己的码，扫了就知道是哪栋",
        "楼栋没有自己的码，海报上请居民关注后发“我是3号楼…”",
    ),
    "menu": ("自定义菜单", "bot.py menu 能铺", account.MENU_BY_HAND),
    "tags": (
        "个性化菜单",
        "工作人员看到的是自己的菜单",
        "居民和工作人员看到的菜单一样，工作上的事打字说",
    ),
}
UNSET = "平台允许，但 wechat.official.templates 没填：48小时没说过话的人提醒不到，会转给网格员"
UNKNOWN = "没问到，过几分钟再运行一次"


def table(bot: OperatedBot) -> Iterator[str]:
    """Yield one line for the kind of the account and one for each right."""
    try:
        found = bot.platform.rights()
    except ChannelError:
        found = {}
    if all(has is None for has in found.values()):
        return  # why the platform does not hear us is said elsewhere
    yield f"公众号能做什么（{_kind(bot, found.get('codes'))}）："
    for right, (name, can, cannot) in TABLE.items():
        has = found.get(right)
        if has is None:
            yield f"  ？ {name}：{UNKNOWN}"
        elif not has:
            yield f"  ✗ {name}：{cannot}"
        elif right == "templates" and not bot.config.wechat.official.templates:
            yield f"  ✗ {name}：{UNSET}"
        else:
            yield f"  ✓ {name}：{can}"


def _kind(bot: OperatedBot, has_codes: bool | None) -> str:
    """Say what kind of account it is; only verified service accounts may make codes."""
    is_service = bot.config.wechat.official.kind == "service"
    if has_codes:
        more = "" if is_service else "；请把 wechat.official.kind 改成 service"
        return f"认证的服务号{more}"
    if has_codes is None:
        return "服务号" if is_service else "订阅号"
    if is_service:
        return "没有认证，或其实是订阅号；设置里写的是服务号"
    return "订阅号，或没有认证"
