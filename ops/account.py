"""What the platform says when it refuses what the account asks, and what an operator does then."""

from core.ports import ChannelError
from core.trouble import Trouble
from ops.ports import OperatedBot
from outbox.ladder import say

# What helps depends on what was asked for only where the account may not do it at all.
_HELP = {
    "unreachable": "请检查网络和 wechat.official.api_base，再试一次",
    "busy": "过几分钟再试一次",
    "outcome_unknown": "不确定平台收到没有，再运行一次不会有坏处",
    "bad_app_id": "请核对 wechat.official.app_id",
    "bad_secret": "请核对 wechat.official.secret",
    "ip_not_allowed": "请到公众平台“设置与开发→基本配置→IP白名单”里加上本机的公网 IP",
    "token_refused": "过一分钟再试；还不行请核对 wechat.official.secret",
    "day_quota_used": "明天再运行",
    "bad_menu": "请核对 content/packs 里的 menu.yaml：名字、网址",
}
MENU_BY_HAND = "请在公众平台“内容与互动→自定义菜单”里手工设置（认证后才能用接口）"


def why_not_asked(bot: OperatedBot) -> str | None:
    """Return why the platform cannot be asked at all; nothing is sent for it."""
    account = bot.config.wechat.official
    if not account.app_id or not account.secret:
        return "公众号还没有配置好（wechat.official.app_id 和 secret）"
    return None


def refused(error: ChannelError, if_forbidden: str) -> str:
    """Say in one line what the platform refused and what to do."""
    helps = if_forbidden if error.reason == "no_permission" else _HELP.get(error.reason, "")
    because = (
        "公众号没有这项权限（48001）" if error.reason == "no_permission" else say(error.reason)
    )
    return f"{because}：{helps}" if helps else because


def refuse_unasked(bot: OperatedBot) -> None:
    """Raise Trouble where the platform cannot be asked at all."""
    if (why := why_not_asked(bot)) is not None:
        raise Trouble(f"{why}：填好再运行")
