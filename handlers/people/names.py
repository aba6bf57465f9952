"""Names written beside a door: “3号楼2单元601 张三”."""

import re

from dialog import Context

_NAME = re.compile(
    r"(?:^|[\s，,。、]|[\d室号])(?P<name>[一-龥]{1,6}·[一-龥]{1,6}|[一-龥]{2,4})(?=$|[\s，,。]|\d)"
)
_NO_NAMES = {"单元", "号楼", "观察", "监测", "演练", "登记", "你好", "您好", "谢谢", "绑定"}


def name_in(ctx: Context, text: str) -> str | None:
    """Return the person's name: as understood, or the last word that can be one."""
    if name := ctx.slots.get("name"):
        return str(name)
    found = [m["name"] for m in _NAME.finditer(text) if m["name"] not in _NO_NAMES]
    return found[-1] if found else None
