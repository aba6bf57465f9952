"""Smaller calls: what is known of a follower, QR codes of places, the account's menu."""

import secrets
from typing import Any

from sim.errors import Answer, fine, refuse
from sim.world import World

SCENE_KINDS = {"QR_SCENE", "QR_STR_SCENE", "QR_LIMIT_SCENE", "QR_LIMIT_STR_SCENE"}


def user_info(world: World, query: dict[str, Any]) -> Answer:
    """Answer /cgi-bin/user/info: since 2021 without name, picture and place."""
    person = world.followers.get(query.get("openid", ""))
    if person is None:
        return refuse(40003)
    if not person.following:
        return {"subscribe": 0, "openid": person.openid}
    return {
        "subscribe": 1,
        "openid": person.openid,
        "language": "zh_CN",
        "subscribe_time": int(person.since.timestamp()),
        "remark": "",
        "groupid": 0,
        "tagid_list": [],
        "subscribe_scene": "ADD_SCENE_QR_CODE" if person.scene else "ADD_SCENE_SEARCH",
        "qr_scene": 0,
        "qr_scene_str": person.scene,
    }


def make_qrcode(world: World, body: dict[str, Any]) -> Answer:
    """Answer /cgi-bin/qrcode/create."""
    if world.account.kind == "subscription":
        return refuse(48001)
    info = body.get("action_info")
    scene = info.get("scene") if isinstance(info, dict) else None
    if body.get("action_name") not in SCENE_KINDS or not isinstance(scene, dict):
        return refuse(40053)
    name = str(scene.get("scene_str") or scene.get("scene_id") or "")
    if not 1 <= len(name) <= 64:
        return refuse(40053)
    ticket = "gQ" + secrets.token_urlsafe(60)
    world.tickets[ticket] = name
    url = f"http://weixin.qq.com/q/{secrets.token_urlsafe(9)}"
    world.codes[url] = name
    world.changed()
    return {"ticket": ticket, "expire_seconds": int(body.get("expire_seconds", 60)), "url": url}


def list_templates(world: World, query: dict[str, Any]) -> Answer:
    """Answer /cgi-bin/template/get_all_private_template."""
    if world.account.kind == "subscription":
        return refuse(48001)
    return {"template_list": [{"template_id": name, "title": ""} for name in world.cards]}


def list_service_staff(world: World, query: dict[str, Any]) -> Answer:
    """Answer /cgi-bin/customservice/getkflist."""
    return {"kf_list": []}


def make_menu(world: World, body: dict[str, Any]) -> Answer:
    """Answer /cgi-bin/menu/create."""
    buttons = body.get("button")
    if wrong := wrong_menu(buttons):
        return refuse(wrong)
    world.menu = list(buttons or ())
    world.changed()
    return fine()


def read_menu(world: World, query: dict[str, Any]) -> Answer:
    """Answer /cgi-bin/menu/get."""
    if not world.menu:
        return refuse(46003, "menu no exist")
    personal = [
        {"button": buttons, "matchrule": {"tag_id": str(tag)}, "menuid": number}
        for number, (tag, buttons) in world.personal.items()
    ]
    more = {"conditionalmenu": personal} if personal else {}
    return {"menu": {"button": world.menu}, **more}


def delete_menu(world: World, query: dict[str, Any]) -> Answer:
    """Answer /cgi-bin/menu/delete."""
    world.menu = []
    world.personal.clear()
    world.changed()
    return fine()


def wrong_menu(buttons: object) -> int:
    """Return the code for a menu that is refused, 0 for a good one."""
    if not isinstance(buttons, list) or not 1 <= len(buttons) <= 3:
        return 40016
    return next((code for button in buttons if (code := _wrong_button(button, 16))), 0)


def _wrong_button(button: object, largest: int) -> int:
    if (
        not isinstance(button, dict)
        or not 1 <= len(str(button.get("name", "")).encode()) <= largest
    ):
        return 40018
    below = button.get("sub_button") or []
    if not below and (wrong := _wrong_target(button)):
        return wrong
    if not isinstance(below, list) or len(below) > 5:
        return 40023
    return next((code for one in below if (code := _wrong_button(one, 60))), 0)


def _wrong_target(button: dict[str, Any]) -> int:
    """A button without others below must say what it does."""
    kind = button.get("type")
    if kind == "view":
        return 0 if 1 <= len(str(button.get("url", "")).encode()) <= 1024 else 40020
    if kind == "click":
        return 0 if 1 <= len(str(button.get("key", "")).encode()) <= 128 else 40019
    return 40017
