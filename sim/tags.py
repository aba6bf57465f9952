"""Tags of followers, and menus only those with a tag see."""

from collections.abc import Callable
from typing import Any

from sim.errors import Answer, fine, refuse
from sim.profile import wrong_menu
from sim.world import World

AT_ONCE = 50


def get_tags(world: World, query: dict[str, Any]) -> Answer:
    """Answer /cgi-bin/tags/get."""
    found = [
        {"id": number, "name": name, "count": len(who)}
        for number, (name, who) in world.tags.items()
    ]
    return {"tags": found}


def create_tag(world: World, body: dict[str, Any]) -> Answer:
    """Answer /cgi-bin/tags/create."""
    name = str((body.get("tag") or {}).get("name") or "")
    if not name or len(name) > 30:
        return refuse(45158)
    if any(known == name for known, _ in world.tags.values()):
        return refuse(45157)
    number = 100 + len(world.tags)
    world.tags[number] = name, set()
    return {"tag": {"id": number, "name": name}}


def members(world: World, body: dict[str, Any]) -> Answer:
    """Answer /cgi-bin/user/tag/get."""
    known = world.tags.get(int(body.get("tagid") or 0))
    if known is None:
        return refuse(45159)
    found = sorted(known[1])
    return {"count": len(found), **({"data": {"openid": found}} if found else {})}


def tag(world: World, body: dict[str, Any]) -> Answer:
    """Answer /cgi-bin/tags/members/batchtagging."""
    return _change(world, body, set.update)


def untag(world: World, body: dict[str, Any]) -> Answer:
    """Answer /cgi-bin/tags/members/batchuntagging."""
    return _change(world, body, set.difference_update)


def add_menu(world: World, body: dict[str, Any]) -> Answer:
    """Answer /cgi-bin/menu/addconditional."""
    if not world.menu:
        return refuse(65303)
    if wrong := wrong_menu(body.get("button")):
        return refuse(wrong)
    number = int((body.get("matchrule") or {}).get("tag_id") or 0)
    if number not in world.tags:
        return refuse(65301)
    menu_id = str(world.next_id())
    world.personal[menu_id] = number, list(body["button"])
    world.changed()
    return fine(menuid=menu_id)


def drop_menu(world: World, body: dict[str, Any]) -> Answer:
    """Answer /cgi-bin/menu/delconditional."""
    if world.personal.pop(str(body.get("menuid")), None) is None:
        return refuse(65301)
    world.changed()
    return fine()


def _change(
    world: World, body: dict[str, Any], change: Callable[[set[str], list[str]], None]
) -> Answer:
    known, listed = world.tags.get(int(body.get("tagid") or 0)), body.get("openid_list")
    if known is None:
        return refuse(45159)
    if not isinstance(listed, list) or not 1 <= len(listed) <= AT_ONCE:
        return refuse(40032)
    if any(one not in world.followers for one in listed):
        return refuse(40003)
    change(known[1], listed)
    return fine()


POSTS = {
    "/cgi-bin/tags/create": create_tag,
    "/cgi-bin/user/tag/get": members,
    "/cgi-bin/tags/members/batchtagging": tag,
    "/cgi-bin/tags/members/batchuntagging": untag,
    "/cgi-bin/menu/addconditional": add_menu,
    "/cgi-bin/menu/delconditional": drop_menu,
}
GETS = {"/cgi-bin/tags/get": get_tags}
