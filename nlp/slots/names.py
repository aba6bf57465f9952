"""Personal names: 我叫王建国, 姓名:阿依古丽·买买提."""

import re

from nlp.normalize import Text

_DOUBLE = "欧阳 上官 司马 诸葛 司徒 皇甫 尉迟 公孙 慕容 令狐 东方 南宫 夏侯 端木 独孤 长孙 宇文 闻人 轩辕 西门 呼延 太史 澹台 公冶 濮阳 淳于 单于 申屠 钟离 鲜于 拓跋 百里 东郭 万俟 赫连 叶赫 那拉"
_SINGLE = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈姜范江傅钟卢汪戴崔任陆廖姚方金邱夏谭韦贾邹石熊孟秦阎薛侯雷白龙段郝孔邵史毛常万顾赖武康贺严尹钱施牛洪龚汤陶黎温莫易樊乔文安殷颜庄章鲁倪庞邢俞翟蓝聂齐向申葛柴伍覃骆关焦柳欧祝纪尚毕耿芦左季管符辛苗詹曲欧靳祁路涂兰甘裴梅童翁霍游阮尤岳柯牟滕谷舒卜成饶宁凌盛查单冉鲍华包屈房喻解蒲卫简时连车项闵邬吉党阳司费蒙席晏隋古强穆姬宫景米麦谈柏瞿艾沙鄢桂窦郁缪畅巩卓褚栾戚全娄甄郎池丛边岑农苟迟保商臧佘卞虞刁冷应匡栗仇练楚揭师官佟封燕桑巫敖原植邝仲荆储宗楼干苑寇盖南屠鞠荣井乐银奚明麻雍花闻冼木郜蔺由芮木肖闫阚仝晁逄仉辜"
SURNAMES = frozenset(_SINGLE) | frozenset(_DOUBLE.split())

_MINORITY = r"[\u4e00-\u9fff]{2,10}[·•・.][\u4e00-\u9fff]{2,10}"
_HAN = rf"(?:{'|'.join(_DOUBLE.split())}|[{_SINGLE}])[\u4e00-\u9fff]{{1,2}}"
BARE = re.compile(rf"{_MINORITY}|{_HAN}")

# A two-character given name must not swallow the verb that follows the name.
_STOP = "我你他她是在有的住从到去回来要想家和与跟电联身手号码男女年今已测量体做刚发都就,。、 "
_LEAD = r"(?:我的?名字叫?是?|名字叫?|姓名叫?是?|我叫|俺叫|我姓.叫|本人叫?|叫做|户主叫?是?|申请人|报备人|联系人|收件人)\s*[:是为]?\s*"
_GIVEN = rf"[^\W\da-zA-Z_{_STOP}]"
_STATED = re.compile(
    rf"{_LEAD}(?P<name>{_MINORITY}|(?:{'|'.join(_DOUBLE.split())}|[{_SINGLE}]){_GIVEN}{{1,2}})"
)
_ONE = rf"(?:{'|'.join(_DOUBLE.split())}|[{_SINGLE}]){_GIVEN}{{1,2}}"
# Words behind a house number that merely begin like a surname: 3栋高烧, 601白菜.
_NOT_AT_HOME = re.compile(
    r"[烧温度热冷痛疼咳正常阳阴菜瓜米油盐奶药包车楼单元业主户租家人员全部封管通知群买送报都有没无不请问帮求急安]|^(?:时|白|黄|古|花|金|银|鱼|水|米|门|党|梁上|同)"
)
_NOT_NAMES = re.compile(r"(?:阳性|阴性|黄码|红码|密接|阳了|高风险|中风险|成都|常州|温州|金华|安徽|江苏|业主|租客|单位|"
                        r"武汉|云南|广东|河南|湖北|居民|老师|应该|时空|本地|外地|一名|常住|安全|华[东南]|黄石|宁波|苏州|吉林|路过|连续|"
                        r"农民|党员|高[一二三中]|程序|司机|封控|管控|水电|保安|单身|项目|舒服|平时|明天|毕业|公司|方舱|关于|强烈|全家)")  # fmt: skip
_TITLES = ("医生", "老师", "先生", "女士", "阿姨", "书记", "主任", "师傅", "大爷", "大妈")


_TELLING = (
    r"(?=$|[\s,。;:!、\d(]|住|电话|手机|体温|今|我|家住|的[\s,。]|在|从|要|想|男|女|来|报|刚)"
)
_I_AM = re.compile(rf"(?:我是|俺是)\s*(?P<name>{_MINORITY}|{_ONE}){_TELLING}")
# 3号楼2单元601的张三; the name ends the message or stands before a number or a reading.
_AT_HOME = re.compile(
    rf"(?:\d(?:号楼?|栋|幢|座)?|[\d一二三四五六七八九十](?:单元|室|号楼|栋|户|房))(?:的|[\s,]+)?(?P<name>{_ONE})(?=$|[\s,。;]*(?:$|\d|体温|电话|手机|联系))"
)
_HOME_AFTER = re.compile(
    rf"^(?:您好|你好)?[,\s]*(?P<name>{_ONE})[,\s]+(?:住|家住)?(?=[A-Za-z]?\d{{1,3}}(?:号楼|栋|幢|座|单元|-\d+-\d{{3}}))"
)
_HOME = re.compile(
    r"\d\s*(?:号楼|栋|幢|座|单元|室|户|房)|\d-\d+-\d{3}|[一二三四五六七八九十](?:号楼|栋|单元)"
)


def read(text: Text) -> str | None:
    """Find a name somebody gives for themselves or on a form."""
    clean = text.clean
    at_home = (_AT_HOME, _HOME_AFTER) if _HOME.search(clean) else ()
    for pattern in (_STATED, _I_AM, *at_home):
        for match in pattern.finditer(clean):
            name: str = match["name"]
            if _NOT_NAMES.match(name) or name.endswith(_TITLES):
                continue
            if pattern in at_home and _NOT_AT_HOME.search(name):
                continue
            return name
    return None
