"""/h5/n/…: one notice in large print for one person, and four buttons to answer it with a tap."""

import secrets
from collections.abc import Callable
from typing import cast

from flask import Blueprint, Response, make_response, redirect, request
from markupsafe import escape

from community.notices import page
from community.notices.board import NoticeStanding
from community.notices.page import NoticePage
from community.notices.receipts import NoticeAnswer, ReceiptAnswer, Received
from community.people.access import Refused
from community.work.escalation import Desk
from core import tickets
from core.clock import Clock
from core.phrases import say_moment
from core.tickets import Ticket
from db import Database
from db.people import units
from web import looking

MOST_UNITS = 2**31 - 1  # a database holds no greater number of one
PHONE = "linbao_phone"  # the cookie that tells one browser from another
MOST_WORDS = 200
BUTTONS = {
    "received": ("收到", "我看到了"),
    "done": ("已办", "已经办好了"),
    "away": ("不在家", "现在不在这里"),
    "problem": ("有困难", "要人帮忙"),
}
WHY_NOT = {
    "forged": "这个链接不对，不是社区发的，或者没有复制完整。请在微信里看社区发的那条。",
    "stale": "这个链接已经过期了。现在有效的通知，在微信里回复“通知”就能看到。",
    "over": "这条通知已经撤回、过期或有了新的，不用再回复。",
    "not_your_phone": "这一页在另一台手机（或另一个浏览器）上先点过，在这里只能看、不能回复。"
    "发给您本人的，请回到微信里点社区发的那条，或者直接在微信里回复“收到”。",
    "lives_elsewhere": "这条是发给您原来登记的住处的，您现在不用回复。现在住处的通知，在微信里回复“通知”就能看到。",
    "unclear": "没看清您点的是哪一个，没有记下。请返回上一页再点一次，或者直接在微信里回复“收到”。",
}
STANDS = {
    NoticeStanding.REPLACED: "这条已有新通知代替，请以新的为准",
    NoticeStanding.EXPIRED: "这条已经过期，不用再照着做",
    NoticeStanding.WITHDRAWN: "这条已经撤回，请不要照着做",
}
STYLE = (
    "body{margin:0;background:#f7f7f7;color:#111;font:24px/1.6 sans-serif}main{max-width:34em;margin:auto;"
    "padding:20px}h1{font-size:28px;margin:.2em 0}.text{background:#fff;padding:18px;border-radius:10px;"
    "font-size:28px;white-space:pre-wrap;word-break:break-word}.warn{background:#fa5151;color:#fff;padding:12px 18px;"
    "border-radius:10px}.done{background:#07c160;color:#fff;padding:12px 18px;border-radius:10px}"
    "button{display:block;width:100%;min-height:72px;margin:14px 0;font-size:28px;border:0;border-radius:10px;"
    "background:#07c160;color:#fff}button.other{background:#fff;color:#111;border:2px solid #999}"
    "button.problem{background:#fa5151}textarea{width:100%;box-sizing:border-box;font-size:26px;min-height:96px}"
    "small{color:#555;font-size:20px}"
)


def blueprint(
    database: Callable[[], Database],
    key: Callable[[], bytes],
    desk: Callable[[], Desk],
    clock: Clock,
    group_key: Callable[[], bytes],
) -> Blueprint:
    """`key` signs the tickets; the page holds no word about the person it was sent to.

    `group_key` signs those of a page that a whole group may open.
    """
    pages = Blueprint("h5", __name__, url_prefix="/h5")

    _show_codes(pages, database)
    _hear_of_looks(pages, database, key, clock)
    _show_groups(pages, database, group_key, desk, clock)

    @pages.get("/n/<word>")
    def show(word: str) -> Response:
        ticket = tickets.read(key(), word)
        if ticket is None:
            return _trouble("forged")
        phone, now = _phone(), clock.now()
        with database().read() as db:  # who fetches it may be a machine: nothing is put down
            shown = page.open_page(db, ticket, phone, now, desk().zone)
        if isinstance(shown, Refused):
            return _trouble(shown.reason)
        return _respond(_notice(shown, desk()) + looking.TAG, phone, looking.MAY_RUN)

    @pages.post("/n/<word>")
    def tap(word: str) -> Response:
        ticket = tickets.read(key(), word)
        said = _said()
        if ticket is None or said is None:
            return _trouble("forged" if ticket is None else "unclear")
        return _answered(ticket, said)

    def _answered(ticket: Ticket, said: NoticeAnswer) -> Response:
        phone, now = _phone(), clock.now()
        done = database().write(lambda db: page.answer(db, ticket, phone, said, now, desk()))
        if isinstance(done, Refused):
            return _trouble(done.reason)
        return _respond(_thanks(done), phone)

    return pages


def _hear_of_looks(
    pages: Blueprint, database: Callable[[], Database], key: Callable[[], bytes], clock: Clock
) -> None:
    @pages.post("/n/<word>/looked")
    def looked(word: str) -> Response:
        """Hear that the page is in sight, or was touched; without its cookie nobody tells that."""
        ticket, how = tickets.read(key(), word), request.form.get("how")
        if ticket is not None and _has_phone() and how in (looking.SHOWN, looking.TOUCHED):
            phone, now, touched = _phone(), clock.now(), how == looking.TOUCHED
            database().write(lambda db: page.looked_at(db, ticket, phone, now, touched=touched))
        return make_response("", 204)


def _show_codes(pages: Blueprint, database: Callable[[], Database]) -> None:
    @pages.get(f"/q/<int(max={MOST_UNITS}):unit>")
    def code(unit: int) -> Response:
        """Show the code of a door, which the platform draws; it is on the poster for everybody."""
        with database().read() as db:
            picture = units.code_picture(db, unit)
        if not picture.startswith("https://mp.weixin.qq.com/"):
            return make_response("这栋楼的码还没有做好，请在微信里搜索社区的公众号。", 404)
        return cast(Response, redirect(picture, 302))


def _show_groups(
    pages: Blueprint,
    database: Callable[[], Database],
    key: Callable[[], bytes],
    desk: Callable[[], Desk],
    clock: Clock,
) -> None:
    @pages.get("/g/<word>")
    def show_all(word: str) -> Response:
        """Show a notice to whoever in a group opens its card."""
        ticket = tickets.read(key(), word)
        if ticket is None:
            return _trouble("forged")
        with database().read() as db:
            shown = page.open_for_all(db, ticket, clock.now(), desk().zone)
        if isinstance(shown, Refused):
            return _trouble(shown.reason)
        return _respond(_notice(shown, desk()), "")


def _has_phone() -> bool:
    given = request.cookies.get(PHONE, "")
    return given.isalnum() and len(given) == 32


def _phone() -> str:
    return request.cookies[PHONE] if _has_phone() else secrets.token_hex(16)


def _said() -> NoticeAnswer | None:
    """Read which button was tapped, and what was written beside it."""
    tapped = request.form.get("answer", "")
    if tapped not in BUTTONS:
        return None
    label, _ = BUTTONS[tapped]
    words = request.form.get("words", "").strip()[:MOST_WORDS]
    people = request.form.get("people", "")
    count = int(people) if people.isdecimal() and len(people) < 4 else None
    answer = ReceiptAnswer(tapped)
    return NoticeAnswer(answer, f"{label} {words}".strip(), count)


def _notice(shown: NoticePage, desk: Desk) -> str:
    when = say_moment(shown.until, desk.zone) if shown.until is not None else ""
    parts = [f"<h1>{escape(shown.heading)}</h1>"]
    if shown.is_exercise:
        parts.append('<p class="warn">这是演练，不是真的。</p>')
    if (stands := STANDS.get(shown.standing)) is not None:
        newer = f"（{shown.newer}）" if shown.newer else ""
        parts.append(f'<p class="warn">{stands}{escape(newer)}。</p>')
    parts.append(f'<div class="text">{escape(shown.text)}</div>')
    parts.append(f"<p><small>通知编号 {escape(shown.code)} {escape(when)}发</small></p>")
    if shown.answer is not None:
        parts.append('<p class="done">您已经回复过，再点一次会改成新的。</p>')
    if shown.may_answer:
        parts.append(_buttons())
    elif shown.standing is NoticeStanding.VALID:
        parts.append(f"<p>{WHY_NOT['not_your_phone']}</p>")
    return "".join(parts)


def _buttons() -> str:
    kinds = {"received": "", "done": "", "away": "other", "problem": "problem"}
    rows = "".join(
        f'<button class="{kinds[name]}" name="answer" value="{name}">{label}：{means}</button>'
        for name, (label, means) in BUTTONS.items()
    )
    return (
        '<form method="post"><label>几口人（可以不填）<br><input name="people" inputmode="numeric" '
        'maxlength="3" style="font-size:28px;width:5em"></label>'
        f'<p><label>有什么困难，写在这里<br><textarea name="words" maxlength="{MOST_WORDS}"></textarea></label></p>'
        f"{rows}</form><p><small>有生命危险请直接打 119、120。</small></p>"
    )


def _thanks(done: Received) -> str:
    label = BUTTONS[done.answer.value][0]
    helped = (
        "<p>已经告诉社区的人，请留意电话。有生命危险请直接打119、120。</p>" if done.item else ""
    )
    return (
        f'<h1>记下了：{label}</h1><div class="text">{escape(done.notice.text)}</div>{helped}'
        "<p><small>可以关掉这一页了。</small></p>"
    )


def _trouble(reason: str) -> Response:
    said = WHY_NOT.get(reason, WHY_NOT["forged"])
    response = _respond(f'<p class="warn">{said}</p>', "")
    response.status_code = {"forged": 404, "stale": 410, "unclear": 400}.get(reason, 403)
    return response


def _respond(body: str, phone: str, may_run: str = "") -> Response:
    html = (
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" '
        'content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><title>社区通知</title>'
        f"<style>{STYLE}</style><main>{body}</main></html>"
    )
    response: Response = make_response(html)
    response.headers["Content-Type"] = "text/html; charset=utf-8"
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = (
        f"default-src 'none'; {may_run}style-src 'unsafe-inline'; form-action 'self'; "
        "frame-ancestors 'none'"
    )
    if phone:
        response.set_cookie(
            PHONE, phone, max_age=90 * 86400, httponly=True, samesite="Lax", path="/h5"
        )
    return response
