"""What is said of a row or a cell that could not be used: short, and what to write instead."""

from core.doors import DoorReason
from core.register import Doubt, RowReason

SENTENCES: dict[str, str] = {
    DoorReason.UNCLEAR: "住址看不准是哪一户，请写成“3号楼2单元601”或“3-2-601”",
    DoorReason.CONTRADICTS: "住址前后不一致，请核对楼栋、单元、楼层和房号",
    DoorReason.NO_ROOM: "没有房号（门牌号），请补上",
    DoorReason.NO_BUILDING: "没有楼栋（或村、组），请补上",
    DoorReason.BECAME_DATE: "门牌被表格软件变成了日期，请把这一列设为“文本”，再重新填写",
    RowReason.NO_NAME: "没有姓名，请补上",
    RowReason.NAME_UNREADABLE: "姓名里有看不懂的内容，请只写姓名",
    RowReason.SEVERAL_PEOPLE: "一格里写了几个人，请一人一行",
    RowReason.SEVERAL_NAMES: "一行写了几个人，请一人一行，门牌照抄一遍",
    RowReason.VACANT: "写着空置，没有人可登记；有人住了再补",
    RowReason.GONE: "写着已故或已搬走，没有登记；若还住在这里，请改姓名这一格",
    RowReason.NO_DOOR: "没有住址，请补上楼栋、单元、房号（或村、组、门牌号）",
    RowReason.ID_ROUNDED: "身份证号被表格软件改成了约数，后几位已经丢失，请把这一列设为“文本”，按证件重填",
    RowReason.OTHER_COMMUNITY: "这一行写的是别的社区，没有登记；是本社区的，请把这一格改成登记的名字，或清空",
    RowReason.NO_POST: "职务认不出，请写：书记、网格员、楼栋长、医生、值班员",
    RowReason.NO_PROGRAMME: "写了监测的日期，没有写是哪一项监测，请补上方案的名称；不监测的，把日期清空",
    RowReason.WATCH_DAY: "监测的日期看不懂，或没有这一天，请写成 2026-11-30",
    RowReason.WATCH_LENGTH: "监测的天数看不懂，请只写数字，如：14",
    Doubt.ID_CHECKSUM: "身份证号不对（校验位不符），这一格没有用，请按证件核对",
    Doubt.ID_UNREADABLE: "证件号不是15位或18位身份证号，这一格没有用",
    Doubt.ID_DIFFERS: "身份证号和性别或出生日期对不上，这一格没有用，请核对",
    Doubt.PHONE_ROUNDED: "电话被表格软件改成了约数，这一格没有用，请按文本重填",
    Doubt.PHONE_UNREADABLE: "电话位数不对，认不出的没有用，请核对",
    Doubt.DATE_UNREADABLE: "日期看不懂，这一格没有用，请写成 2020-06-03",
    Doubt.SEX_UNREADABLE: "性别请写“男”或“女”，这一格没有用",
    Doubt.RELATION_UNKNOWN: "关系不在常用的里面，照原样留着",
    Doubt.NEED_UNKNOWN: "特殊需要认不全，原文记在备注里",
}


def sentence(reason: str) -> str:
    """Say a reason to whoever keeps the table."""
    return SENTENCES[reason]
