"""Facts and no more: a door, how old, a reading, who comes along, what one has had for long, money that is gone.

Whoever called for help before is heard as calling, whatever they answer.
"""

import re

_DOOR = re.compile(
    r"(?:我们?|俺|咱们?|[她他]|家|老人|爸妈|父母|就|都|住|在|是的?|地址|门牌|房号|房间|[东南西北]|边|[\d零一二三四五六七八九十百]+|"
    r"号|楼|栋|幢|座|单元|室|层|门|户|梯|房|小区|[A-Za-z]|[-－—#,，。.、:：\s])+"
)
_NUMBER_OF_ONE = re.compile(r"[\d零一二三四五六七八九十百]+(?:号|楼|栋|幢|座|单元|室|层|门|户|房)")
_KIN = r"老[婆公伴爸妈人大二三]|媳妇|爱人|丈夫|妻子|娃儿?|孩子|小孩|宝宝|儿子|女儿|闺女|爸爸?|妈妈?|爹|娘|父母|爷爷?|奶奶?|外公|外婆|公公|婆婆|哥哥?|姐姐?|弟弟?|妹妹?|孙[子女]|一家"
_COUNT = r"[\d一二两三四五六七八九十几俩仨]"
_WITH = re.compile(
    rf"还有|还带|带着?|和|跟|同|加上?|我们?|俺们?|咱们?|他|她|的|也|都|是|就|要|会|来|回来?|走|一起|一块儿?|一路|总共|一共|共|全家|{_KIN}|{_COUNT}+(?:个|口)?(?:人|大人|小孩|孩子)?|呢|啊|哦|嘛|吧|[,，。.、\s]"
)
_SOMEBODY = re.compile(_KIN)
_TOGETHER = re.compile(r"还有|一起|一块|一路|带|加|共|和|跟")
# How warm and how old: what is too young or too warm is left to the signs.
_READING = re.compile(
    rf"体温|腋下|耳温|量了?|烧到?|发烧|他|她|我|孩子|娃|是|有|了|今年|刚|满|快|才|现在|刚才|又|{_COUNT}{{1,3}}岁半?|3[5-9](?:[.点度]\d?)?(?:度\d?|℃)?|三十[五六七八九](?:[点度][一二三四五六七八九零半]?|度)*|[,，。.、\s]"
)
_AGE = re.compile(rf"{_COUNT}岁|岁")
# Who somebody is and what they have had for long; what it does to them now is left to the rest.
_LONG_ILL = re.compile(
    r"高血压|血压(?:有点|有些|也|偏)?高|糖尿病|高血糖|血糖高|冠心病|心脏病|房颤|心衰|哮喘|慢阻肺|老?慢支|肺气肿|肝硬化|乙肝|肾病|肾炎|痛风|中过风|偏瘫(?:在床)?|卧床|脑梗过?|(?:放|装|做)过?(?:了)?(?:支架|搭桥|起搏器)|支架|糖尿|高血脂|老毛病|慢性病|[肝肾胃心]脏?(?:也|都)?不(?:太)?好"
)
_WHO_IT_IS = re.compile(
    rf"{_KIN}|老(?:人家?|太太|爷子|头子?)|我|俺|[他她]|今年|去年|以前|一直|还|也|都|有|是|得过|了|的|快|多|岁|年|几|{_COUNT}|零|〇|和|跟|[,，。.、\s]"
)
# Quicksilver on the floor is swept up; what was swallowed is left to the rest.
_THERMOMETER = re.compile(r"(?:体温[计表]|温度计|水银).{0,12}(?:碎|破|断|摔|打|珠|滚)")
_TAKEN_IN = re.compile(
    r"[咬吞咽吃喝嘴口舌嚼]|肚|喉|眼|血|扎|晕|吐|喘|烧|抽|不醒|中毒|难受|疼|痛|急救|120"
)
# Money that is gone is stopped by the bank and the police; hands that shake are no fit.
_MONEY_GONE = re.compile(
    r"(?:卡|账户|账上|存折|余额|支付宝|微信|银行).{0,8}(?:扣|划|转|刷|少|没)(?:了|走|掉).{0,8}\d|(?:被|刚|已经?).{0,4}(?:扣|划|转|刷|骗)(?:了|走|掉).{0,4}(?:\d{3,}|[几一二两三四五六七八九十]+[百千万])"
)
_MORE_THAN_MONEY = re.compile(
    r"死|活|跳|楼|桥|河|江|刀|药|血|晕|昏|胸|喘|憋|气(?!死)|倒|摔|堵|逼|威胁|打(?:我|人|$)|杀|绑|关|围|不醒|救|120|孩|娃|老人|爸|妈|爷|奶|心脏|麻|抽|吐"
)
# In English something is to be brought, and nothing is said of anybody being ill.
_BROUGHT = re.compile(
    r"(?:can|could|would|please|someone|somebody|anyone|anybody|you|bring|buy|get|deliver|order)[a-z ]{0,30}(?:bring|buy|get|deliver|order|send)?[a-z ]{0,20}(?:paracetamol|ibuprofen|medicine|tablets?|pills|tests?|masks?|food|groceries|vegetables|rice|milk|water|diapers|nappies)"
)
_IN_NEED = re.compile(
    r"help|emergenc|urgent|dying|die|blood|bleed|breath|chest|unconscious|faint|hospital|ambulance|overdose|swallow|took|taken|all|trapped|fire|kill|collaps|seizure|cannot|can't|cant"
)


def are_all(whole: str) -> bool:
    """Tell whether a message gives facts and says nothing of anybody being in danger."""
    kinds = (
        _is_a_door, _is_company, _is_reading, _is_an_errand, _is_long_ill, _is_a_thermometer,
        _is_money,
    )  # fmt: skip
    return any(one(whole) for one in kinds)


def _is_a_door(whole: str) -> bool:
    return bool(_DOOR.fullmatch(whole) and _NUMBER_OF_ONE.search(whole))


def _is_company(whole: str) -> bool:
    is_told = _SOMEBODY.search(whole) and _TOGETHER.search(whole)
    return bool(is_told and not _WITH.sub("", whole))


def _is_reading(whole: str) -> bool:
    return bool(_AGE.search(whole) and not _READING.sub("", whole))


def _is_long_ill(whole: str) -> bool:
    return bool(_LONG_ILL.search(whole)) and not _WHO_IT_IS.sub("", _LONG_ILL.sub("", whole))


def _is_a_thermometer(whole: str) -> bool:
    return bool(_THERMOMETER.search(whole)) and not _TAKEN_IN.search(whole)


def _is_money(whole: str) -> bool:
    return bool(_MONEY_GONE.search(whole)) and not _MORE_THAN_MONEY.search(whole)


def _is_an_errand(whole: str) -> bool:
    said = whole.lower()
    return bool(_BROUGHT.search(said)) and not _IN_NEED.search(said)
