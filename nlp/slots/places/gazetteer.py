"""Names of places with their GB/T 2260 codes: official, short and colloquial ones."""

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent.parent / "data"
MUNICIPALITIES = ("北京市", "天津市", "上海市", "重庆市")

_PEOPLES = (
    "蒙古族 蒙古 回族 藏族 维吾尔族 维吾尔 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族 土家族 哈尼族 哈萨克族 哈萨克 傣族 黎族 傈僳族 佤族 畲族 "
    "拉祜族 水族 纳西族 景颇族 柯尔克孜族 柯尔克孜 土族 达斡尔族 达斡尔 仫佬族 羌族 布朗族 撒拉族 毛南族 仡佬族 锡伯族 锡伯 塔吉克族 塔吉克 "
    "怒族 保安族 裕固族 独龙族 鄂温克族 鄂伦春族 东乡族 各族 普米族"
).split()
_AUTONOMOUS = re.compile(
    rf"(?:{'|'.join(sorted(_PEOPLES, key=len, reverse=True))})*(?:自治[区州县旗])$"
)
_SUFFIX = re.compile(r"(?:特别行政区|地区|林区|[省市盟县区旗])$")

# Short names that are everyday words; they count only with their suffix or after their province or city.
ORDINARY = frozenset(
    "龙井 同仁 平安 公安 和平 友谊 团结 长寿 同心 互助 新建 东方 大方 通道 中方 南部 博爱 城关 城区 郊区 矿区 新区 新城 城中 城东 城西 城北 城南 河东 河西 "
    "江南 江北 来宾 日照 白银 阿里 灯塔 无为 安宁 安国 大安 新民 南宫 沙河 三河 同江 中山 和田 大同 黄山 安康 普安 建设 建华 向阳 光明 前进 永安 永和 "
    "太平 太和 平和 和顺 民和 兴业 新生 自流 开发 东风 红旗 红星 新兴 广阔 西区 东区 南区 北区 中区 市中 市南 市北 高明 文明 大通 大化 兴国 兴隆 "
    "保康 富民 惠民 惠农 正阳 正安 上街 新市 龙马 金山 金口 望城 铁东 铁西 桥东 桥西 路北 路南 站前 老边 双塔 古城 古塔 西湖 东湖 南山 北塔 宝山 "
    "鼓楼 钟楼 长安 朝天 清水 武城 水城 青云 美姑 天等 天元 天心 天桥 天河 海港 海州 海南 开平 平原 平川 高原 高台 高县 大田 大新 大足 新和 中宁 中江 中站 "
    "永康 永新 长治 长清 双清 清河 合作 乐业 乐至 安定 安居 安乡 安化 宁静 民乐 民丰 阳光 南明 明山 明水 山丹 冷水 浦口 源城 山亭 化州 化德 道里 道外 "
    "华容 荣县 荣成 昌平镇 连山 通海 通河 通化镇 万全 万年 万荣 百色镇 五常 五指 五台 六合 七星 八步 八公 九台 十堰镇 如皋镇 寻常 交口 交城 环县 循化 自治 "
    "理县 理塘 会同 会理 会东 合水 应城 应县 应该 行唐 新河 新田 新野 新安 新密 新源 新丰 新化 新邱 富锦 富平 富源 富裕 温泉 温江 温县 北海 海口镇 北京镇 中和 "
    "集美 集安 集贤 思明 思南 开阳 开江 开化 开鲁 康乐 康平 康县 康保 健康 正定镇 定安 定远 定南 保亭 庆安 庆元 庆云 宣化 宣城镇 宣威 信宜 信丰 青年 青羊 青山 "
    "武功 武昌镇 文化 文成 文山镇 文水 文县 礼县 成安 成华 成武 成都镇 昌图 满城 满洲 西安镇 西安区 红塔 红花 兰西 大东 大名 大关 大英 大悟 大余 大冶镇 西华 西青 "
    "东明 东平 东至 东海 东光 东乡 东安 东城 西城 东丽 东兰 东源 南开 南岸 南海 南平镇 南川 南关 南和 南华 南郑 南靖 南丹 南乐 北辰 北关 北湖 河间 河口 河北区 "
    "江口 江油镇 江城 江华 江山 石峰 石门 石台 石城 石龙 石柱 石楼 石泉 金平 金塔 金湖 金堂 金乡 金寨 金川 金阳 金水 金牛 金门 银海 银州 白水 白河 白沙 白云 白塔 "
    "青田 青阳 青河 绿园 黄平 黄陵 黄岩 黄石港 紫金 紫阳 蓝田 蓝山 红古 红河县 赤城 赤水镇 丹阳镇 丹江 丹徒 丹巴 陆川 陆河 陆良 曲阳 曲江 曲沃 曲周 曲水 曲松 比如 "
    "错那镇 察隅 类乌 边坝 双湖 申扎 当雄 尼木 措美 加查 隆子 洛扎 新龙 若尔 色达 巴塘 乡城 稻城 得荣 元坝 朝天 利州 旺苍 青川 剑阁 苍溪 恩阳 平昌 通江 南江".split()
)
ASK_ANYWAY = frozenset(("朝阳", "吉林", "海南"))


class Strength(IntEnum):
    """How much a name needs its surroundings to be believed."""

    WEAK = 0
    SHORT = 1
    FULL = 2


@dataclass(frozen=True)
class Place:
    """One administrative unit, or a country."""

    code: str | None
    province: str | None = None
    city: str | None = None
    district: str | None = None
    country: str | None = None

    @property
    def level(self) -> int:
        return 3 if self.district else 2 if self.city and self.city != self.province else 1

    def within(self, other: "Place") -> bool:
        """Tell whether this place lies inside another, larger one."""
        if (
            self.country
            or other.country
            or self.level <= other.level
            or self.province != other.province
        ):
            return False
        return other.level == 1 or self.city == other.city

    def as_value(self) -> dict[str, str | None]:
        value = {"province": self.province, "city": self.city, "district": self.district}
        return {**value, "country": self.country} if self.country else value


@dataclass(frozen=True)
class Name:
    """A way to call one or several places."""

    text: str
    places: tuple[Place, ...]
    strength: Strength


def short(name: str) -> str:
    """Return the everyday form of an official name: 广西壮族自治区 → 广西, 余杭区 → 余杭."""
    if name.startswith("内蒙古"):
        return "内蒙古"
    stripped = _AUTONOMOUS.sub("", name)
    if stripped != name:
        return stripped if len(stripped) > 1 else name.split("族")[0]
    return _SUFFIX.sub("", name)


def official() -> list[Place]:
    """List every unit of GB/T 2260 down to the county."""
    places = []
    for line in (DATA / "places.tsv").read_text("utf-8").splitlines()[1:]:
        code, province, city, district = line.split("\t")
        if province in MUNICIPALITIES:
            city = province
        places.append(Place(code, province, city or None, district or None))
    return places


def _aliases(places: list[Place]) -> list[tuple[str, Place]]:
    codes = {(p.province, p.city, p.district): p for p in places}
    found = []
    for line in (DATA / "aliases.tsv").read_text("utf-8").splitlines()[1:]:
        name, meaning = line.split("\t")
        province, city, district = (None if part == "-" else part for part in meaning.split())
        found.append((name, codes[province, city, district]))
    return found


def _countries() -> list[tuple[str, Place]]:
    words = " ".join((DATA / "countries.txt").read_text("utf-8").splitlines()[1:]).split()
    pairs = [(word.partition("=")[0], word.partition("=")[2] or word) for word in words]
    return [(name, Place(None, country=country)) for name, country in pairs]


def _strength(place: Place, name: str) -> Strength:
    if name in ORDINARY:
        return Strength.WEAK
    formal = place.district or place.city or place.province or ""
    county_city = place.level == 3 and formal.endswith("市")
    return Strength.SHORT if place.level < 3 or county_city else Strength.WEAK


@cache
def names() -> dict[str, Name]:
    """Return every known name; a short one shared by many keeps them all."""
    places = official()
    table: dict[str, list[tuple[Place, Strength]]] = {}
    for place in places:
        formal = place.district or place.city or place.province or ""
        table.setdefault(formal, []).append((place, Strength.FULL))
        brief = short(formal)
        if len(brief) > 1 and brief != formal:
            table.setdefault(brief, []).append((place, _strength(place, brief)))
    # Aliases are decided by hand, so they replace what the formal list would guess.
    for name, place in [*_aliases(places), *_countries()]:
        weak = (
            place.level == 3
            and len(name) == 2
            and name not in ("燕郊", "武昌", "汉口", "浦东")
            or name in ("京都", "前海")
            or (place.level == 3 and len(name) == 3 and name[-1] in "东南西北")
        )
        table[name] = [(place, Strength.WEAK if weak else Strength.SHORT)]
    return {name: _settled(name, found) for name, found in table.items()}


def _settled(name: str, found: list[tuple[Place, Strength]]) -> Name:
    """Let a province or city win over counties that merely share its name, except where people must be asked."""
    strength = max(kind for _, kind in found)
    places = [place for place, _ in found]
    top = min(places, key=lambda p: p.level)
    places = [p for p in places if p is top or not p.within(top) or p.level == top.level]
    if name not in ASK_ANYWAY and strength < Strength.FULL and top.level < 3:
        places = [p for p in places if p.level == top.level][:1]
    if name == "吉林":
        places = [p for p, _ in found if p.level < 3]
    return Name(name, tuple(places), strength)


@cache
def by_start() -> dict[str, list[Name]]:
    """Return the names by their first two characters, the longest first."""
    table: dict[str, list[Name]] = {}
    for name in names().values():
        table.setdefault(name.text[:2], []).append(name)
    return {start: sorted(found, key=lambda n: -len(n.text)) for start, found in table.items()}
