"""Chinese numerals as residents write and dictate them: 三十六, 廿八, 一百零五, 二零二六, 半."""

DIGITS = {
    "〇": 0, "零": 0, "○": 0, "一": 1, "壹": 1, "幺": 1, "二": 2, "贰": 2, "两": 2, "俩": 2, "三": 3,
    "叁": 3, "仨": 3, "四": 4, "肆": 4, "五": 5, "伍": 5, "六": 6, "陆": 6, "七": 7, "柒": 7,
    "八": 8, "捌": 8, "九": 9, "玖": 9,
}  # fmt: skip
TENS = {"廿": 20, "卅": 30, "卌": 40}
UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "万": 10000}

HAN = "".join(DIGITS) + "".join(TENS) + "".join(UNITS)


def to_int(text: str) -> int | None:
    """Read a whole number in either script; None when it is not one."""
    if not text:
        return None
    if text.isdecimal():
        return int(text) if text.isascii() and len(text) < 19 else None
    if all(ch in DIGITS or ch in "0123456789" for ch in text):
        return int("".join(str(DIGITS.get(ch, ch)) for ch in text)) if len(text) < 19 else None
    return _with_units(text) if len(text) < 19 else None


def _with_units(text: str) -> int | None:
    total = section = digit = 0
    unit = 1
    for ch in text:
        if ch in DIGITS or ch in "0123456789":
            digit = digit * 10 + int(ch) if ch in "0123456789" else DIGITS[ch]
            unit = 1 if ch in "零〇○" else unit
        elif ch in TENS:
            section += TENS[ch]
            digit = 0
        elif ch == "万":
            total, section, digit, unit = (total + section + digit) * 10000, 0, 0, 10000
        elif ch in UNITS:
            unit = UNITS[ch]
            section += (digit or 1) * unit
            digit = 0
        else:
            return None
    # 三百六 is 360: a last digit without its unit takes the one below the unit before it.
    implied = unit // 10 if unit >= 100 and text[-1] in DIGITS else 1
    return total + section + digit * implied


def to_digits(text: str) -> str:
    """Read a number spoken digit by digit or with units as ASCII digits: 五零二 → 502, 十二 → 12."""
    if text.isdecimal():
        return text
    if all(ch in DIGITS for ch in text):
        return "".join(str(DIGITS[ch]) for ch in text)
    value = to_int(text)
    return text if value is None else str(value)


def to_amount(text: str) -> float | None:
    """Read an amount that may be a fraction: 2.5, 半, 一个半 is left to the caller."""
    if text == "半":
        return 0.5
    whole, point, part = text.replace("点", ".").partition(".")
    number = to_int(whole)
    if number is None or not point:
        return None if number is None else float(number)
    tail = to_digits(part)
    return float(f"{number}.{tail}") if tail.isdecimal() and tail.isascii() else None
