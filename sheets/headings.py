"""What the columns of real offices are called, and what they hold."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from core.register import Need, PostKind, WatchColumn
from sheets.values.belonging import need_of_heading


class Field(StrEnum):
    """What a column holds."""

    SERIAL = "serial"
    NAME = "name"
    HEAD = "head"
    RELATION = "relation"
    SEX = "sex"
    BORN = "born"
    ID_NUMBER = "id_number"
    PHONE = "phone"
    NEEDS = "needs"
    NEED = "need"  # a yes-or-no column of one need
    MOVED_IN = "moved_in"
    NOTES = "notes"
    HOUSEHOLD = "household"
    COMMUNITY = "community"
    ESTATE = "estate"
    GRID = "grid"
    GROUP = "group"
    BUILDING = "building"
    ENTRANCE = "entrance"
    FLOOR = "floor"
    ROOM = "room"
    ADDRESS = "address"
    POST = "post"  # the name of who holds a post
    POST_PHONE = "post_phone"
    DUTY = "duty"  # what post the person of the row holds
    DUTY_AREA = "duty_area"
    WATCH_PROGRAMME = WatchColumn.PROGRAMME.value
    WATCH_STARTS = WatchColumn.STARTS.value
    WATCH_DAYS = WatchColumn.DAYS.value
    WATCH_ENDS = WatchColumn.ENDS.value


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a heading says its column holds."""

    field: Field
    post: PostKind | None = None
    need: Need | None = None


_WORDS = {
    Field.SERIAL: "序号 编号 序 号 NO 序列 行号 问题",
    Field.NAME: "姓名 名字 居民姓名 人员姓名 成员姓名 家庭成员 家庭成员姓名 家庭成员名称 住户姓名 业主姓名 业主"
    " 住户 居民 人员 本人姓名 租户姓名 租客姓名 同住人姓名 登记人姓名 被登记人 入住人 入住人姓名 业主/住户 姓 名",
    Field.HEAD: "户主 户主姓名 户主名字 户主名称 家庭户主",
    Field.RELATION: "与户主关系 户主关系 关系 家庭关系 与户主的关系 成员关系 与业主关系 和户主关系 称谓",
    Field.SEX: "性别",
    Field.BORN: "出生日期 出生年月 出生年月日 生日 出生时间 出生",
    Field.ID_NUMBER: "身份证号 身份证 身份证号码 公民身份号码 公民身份证号码 证件号 证件号码 居民身份证号码"
    " 居民身份证号 身份号码 身份证件号码 有效证件号码 身份证信息",
    Field.PHONE: "电话 联系电话 联络电话 手机 手机号 手机号码 联系方式 电话号码 本人电话 本人手机 移动电话 联系手机 手机电话"
    " 联系号码 户主电话 户主联系电话 户主手机 户主手机号 户主联系方式 户主手机号码 备用电话 备用联系电话 其他电话"
    " 固定电话 座机 家庭电话 业主电话 业主联系电话 居民电话 住户电话 租户电话 租客电话 第二联系电话",
    Field.NEEDS: "特殊需要 特殊情况 特殊需求 特殊人群 特殊人群类别 特殊人群类型 重点人群 重点人群类别 重点人群类型"
    " 重点关注 重点关注人群 人群类别 人群分类 人员类别 人员类型 关注类别 特殊群体 健康状况 身体状况 是否特殊人群 是否重点人群"
    " 困难类型 是否老弱幼孕病 老弱幼孕病 类别 特殊类别 类型",
    Field.MOVED_IN: "入住日期 入住时间 迁入日期 迁入时间 来此日期 搬入日期 搬入时间 来本地日期 入住年月",
    Field.NOTES: "备注 说明 备注说明 其他说明 其他情况 备注信息",
    Field.HOUSEHOLD: "户号 户编号 户口号 家庭编号 户序号 户籍编号 家庭户号 户口簿号",
    Field.COMMUNITY: "社区 所属社区 社区名称 所在社区 村 村居 村社区 村名 村名称 所属村 所在村 行政村 村委会 居委会 村委"
    " 村居委会 村居名称 社区村 所属村社区 所属村居 社区居委会",
    Field.ESTATE: "小区 小区名称 所属小区 所在小区 小区名 院落 院落名称 自然村 自然屯 楼盘 苑 街路巷 小区院落 小区楼院",
    Field.GRID: "网格 网格名称 所属网格 所在网格 网格号 网格编号 网格名 网格编码 所属网格名称 基础网格 网格信息",
    Field.GROUP: "组 村民小组 小组 组别 所在组 所属组 生产队 队 村民组 组名 居民小组 村组",
    Field.BUILDING: "楼栋 楼号 栋 栋号 幢 幢号 楼 楼栋号 楼幢 楼幢号 楼栋名称 座 楼宇 楼座 栋座 栋数 楼房号 几栋 几号楼 号楼 楼栋信息 楼牌号",
    Field.ENTRANCE: "单元 单元号 门洞 梯 单元数 几单元 单元名称",
    Field.FLOOR: "楼层 层 层数 所在楼层",
    Field.ROOM: "室 房号 房间号 门牌 门牌号 室号 房间 户室号 门牌号码 房屋号 房屋编号 房室号 户室 房 门号 房屋门牌号 住房号 门户号",
    Field.ADDRESS: "住址 地址 家庭住址 居住地址 现住址 详细地址 家庭地址 居住地 房屋地址 楼栋房号 现居住地址 现居住地 现住地址"
    " 居住地详址 住宅地址 详细住址 居住详细地址 现居地址 居住住址 家庭详细地址 房屋坐落 楼栋门牌 栋单元室 楼栋单元室 单元房号 单元室号 楼室号"
    " 居住地址楼栋房号 目的地地址",
    Field.DUTY: "职务 岗位 角色 职位 岗位名称 身份职务 担任职务",
    Field.DUTY_AREA: "负责区域 负责楼栋 负责网格 责任区 责任区域 所辖网格 包片 负责范围 管辖范围 所辖楼栋 包保区域 分管网格",
}
# Days that say nothing by themselves: understood only beside a column that says which observation.
WATCH_DATES = {Field.WATCH_STARTS, Field.WATCH_DAYS, Field.WATCH_ENDS}
_WATCHED = r"(?:(?:居家|集中)?(?:健康)?(?:医学)?(?:隔离|监测|观察|管控|管理|随访))?"
_WATCH = (
    (
        Field.WATCH_PROGRAMME,
        r"(?:(?:健康)?(?:隔离|监测|观察|管控|管理|随访)(?:的)?(?:方式|措施|方案|类型|类别|项目|名称))"
        r"|(?:防控|管控|管理)?方案(?:名称)?",
    ),
    (Field.WATCH_STARTS, rf"{_WATCHED}(?:的)?(?:开始|起始|起)(?:日期|时间|日)?"),
    (
        Field.WATCH_ENDS,
        rf"(?:预计|计划|拟|应)?{_WATCHED}(?:的)?(?:结束|终止|截止|到期|止)(?:日期|时间|日)?",
    ),
    (Field.WATCH_ENDS, r"(?:预计|计划|拟|应)?解除(?:隔离|监测|观察|管控|管理)?(?:日期|时间|日)"),
    (Field.WATCH_DAYS, rf"{_WATCHED}(?:的)?(?:天数|期限|时长)"),
)
_WATCH_HEADS = tuple((kind, re.compile(pattern)) for kind, pattern in _WATCH)
_KNOWN = {word: field for field, words in _WORDS.items() for word in words.split()}
_POSTS = (
    (PostKind.GRID_WORKER, r"(?:专职|兼职|专兼职)?网格(?:管理|专职)?(?:员|长)|片长"),
    (PostKind.BUILDING_HEAD, r"(?:楼栋|楼|栋|单元|楼门|门栋|楼院)长"),
    (PostKind.SECRETARY, r"(?:社区|村|村居|党支部|支部|党委|党总支)?书记"),
    (PostKind.DOCTOR, r"(?:社区|家庭|村|包保|签约|责任|家庭签约)?医生|村医"),
    (PostKind.DUTY, r"值班(?:员|人员|人)?|夜间值班"),
    (PostKind.TOWNSHIP, r"(?:镇|乡镇|街道|镇街|包村|驻村|联系)(?:领导|干部)"),
    (
        PostKind.IN_CHARGE,
        r"(?:楼栋|单元|包户|包保|楼|帮扶|结对|联系)?(?:责任|负责)人|(?:帮扶|结对|联系)人|包(?:户|保|联)(?:干部|人员?|责任人)|村民代表|包楼干部|包户人",
    ),
)
_POST = tuple((kind, re.compile(pattern)) for kind, pattern in _POSTS)
_PHONE_END = re.compile(r"(?:的)?(?:联系)?(?:电话|手机|方式|号码|手机号)(?:号码|号)?$")
_NAME_END = re.compile(r"(?:的)?(?:姓名|名字|名称)$")
_SIMPLE = str.maketrans(
    "戶樓棟單號門電話關係證別備註網區組層處聯絡職務與員長責負領導書記醫幹稱謂歷齡寫編類經濟況獨孕婦殘",
    "户楼栋单号门电话关系证别备注网区组层处联络职务与员长责负领导书记医干称谓历龄写编类经济况独孕妇残",
)


def spell(heading: str) -> str:
    """Take stars, brackets, blanks and line breaks out of a heading: *姓 名(必填) → 姓名."""
    text = unicodedata.normalize("NFKC", heading).translate(_SIMPLE)
    text = re.sub(r"[(\[【〔<].*?(?:[)\]】〕>]|$)", "", text)
    text = re.sub(
        r"[\s*★☆●○△▲▢□※#:;,.、。_\-—]|^\d+(?=[^\d])|必填|选填|请填写|下拉选择|填写", "", text
    )
    return text.strip("/").upper()


def meaning(heading: str) -> Meaning | None:
    """Return what a column holds by its heading, None where we do not know the word."""
    word = spell(heading)
    if not word or len(word) > 24:
        return None
    if field := _KNOWN.get(word) or _KNOWN.get(re.sub(r"(?<!\d)\d+$|[一二三甲乙]$", "", word)):
        return Meaning(field)
    if found := _post(word) or _watch(word):
        return found
    return _loosely(word)


def kind_of_post(text: str) -> PostKind | None:
    """Read a post as staff tables write it: 网格员, 第3网格网格长, 社区书记."""
    word = spell(text)
    return next((kind for kind, pattern in _POST if pattern.search(word)), None)


def _post(word: str) -> Meaning | None:
    phone = _PHONE_END.search(word)
    bare = word[: phone.start()] if phone else _NAME_END.sub("", word)
    bare = re.sub(r"\d{1,2}$", "", bare)  # 网格员2, of several
    bare = re.sub(
        r"^(?:所属|本|责任|对应)(?=.{3})|及$|(?:楼栋|单元|网格)(?=(?:责任|负责)人$)", "", bare
    )
    for kind, pattern in _POST:
        if pattern.fullmatch(bare):
            return Meaning(Field.POST_PHONE if phone else Field.POST, post=kind)
    return None


def _watch(word: str) -> Meaning | None:
    kinds = (kind for kind, pattern in _WATCH_HEADS if pattern.fullmatch(word))
    return next(map(Meaning, kinds), None)


def _loosely(word: str) -> Meaning | None:
    """Headings with a word more than the usual: 居民身份证号码及类型, 是否独居老人."""
    if re.match(r"房主|房东|监护人|紧急联系人|出租人|工作单位", word):
        return None
    if (word.startswith(("是否", "有无", "有没有")) or len(word) <= 4) and (
        need := need_of_heading(word)
    ):
        return Meaning(Field.NEED, need=need)
    for pattern, field in _LOOSE:
        if pattern.search(word):
            return Meaning(field)
    return None


_LOOSE = tuple(
    (re.compile(pattern), field)
    for pattern, field in (
        (r"身份证号", Field.ID_NUMBER),
        (r"^(?:与|和)?户主(?:的)?关系", Field.RELATION),
        (r"姓名/|/姓名|^姓名[A-Z]*$", Field.NAME),
        (r"^(?:手机|联系电话|电话|联系方式)[/或及和]", Field.PHONE),
        (r"楼栋?号?/单元/?|楼号单元|栋/?单元/?室", Field.ADDRESS),
    )
)
