"""Facts and no more, which answer a question: a door, how old, a reading, who comes along, what is to be brought.

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
# In English something is to be brought, and nothing is said of anybody being ill.
_BROUGHT = re.compile(
    r"(?:can|could|would|please|someone|somebody|anyone|anybody|you|bring|buy|get|deliver|order)[a-z ]{0,30}(?:bring|buy|get|deliver|order|send)?[a-z ]{0,20}(?:paracetamol|ibuprofen|medicine|tablets?|pills|tests?|masks?|food|groceries|vegetables|rice|milk|water|diapers|nappies)"
)
_IN_NEED = re.compile(
    r"help|emergenc|urgent|dying|die|blood|bleed|breath|chest|unconscious|faint|hospital|ambulance|overdose|swallow|took|taken|all|trapped|fire|kill|collaps|seizure|cannot|can't|cant"
)


def are_all(whole: str) -> bool:
    """Tell whether a message gives facts and says nothing of anybody being in danger."""
    return _is_a_door(whole) or _is_company(whole) or _is_reading(whole) or _is_an_errand(whole)


def _is_a_door(whole: str) -> bool:
    return bool(_DOOR.fullmatch(whole) and _NUMBER_OF_ONE.search(whole))


def _is_company(whole: str) -> bool:
    is_told = _SOMEBODY.search(whole) and _TOGETHER.search(whole)
    return bool(is_told and not _WITH.sub("", whole))


def _is_reading(whole: str) -> bool:
    return bool(_AGE.search(whole) and not _READING.sub("", whole))


def _is_an_errand(whole: str) -> bool:
    said = whole.lower()
    return bool(_BROUGHT.search(said)) and not _IN_NEED.search(said)
