"""Twenty forms as stubborn people fill them in: what they say, insist on, and leave to be asked."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Filling:
    """One form, and one person who fills it in.

    `answers` are said when that question (its label) is put, `insists` before it is answered;
    under “核对” stands what is said where the form waits for a yes.  `told` was told already.
    `holds` is what must be stored in the end, as it is shown.
    """

    form: str
    who: str  # resident, or newcomer
    opening: str
    answers: dict[str, str] = field(default_factory=dict)
    insists: dict[str, list[str]] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)
    holds: dict[str, str] = field(default_factory=dict)

    @property
    def fewest(self) -> int:
        """Return how many messages it takes if each is heard the first time, the yes left out."""
        return 1 + len(self.answers) + sum(map(len, self.insists.values()))


HOME = {"姓名": "黄美芳", "电话": "17000006112", "住址": "1-1-101"}
FILLINGS = [
    Filling(
        "returnee", "resident", "大后天从岳阳坐高铁G6112回来",
        {"症状": "没有"},
        {"症状": ["你是谁啊 骗子吧", "等一下 水开了", "好了"], "核对": ["车次打错了 是G1584", "都啥时候用得着带口罩吗"]},
        {**HOME, "出发地": "岳阳", "日期": "大后天", "交通": "高铁G6112"},
        {"transport": "G1584", "from": "岳阳"},
    ),
    Filling(
        "returnee", "newcomer", "返乡登记",
        {"姓名": "孙桂芳 13655550123", "出发地": "从厦门飞回来", "日期": "后天，住3号楼2单元601", "症状": "没"},
        {"出发地": ["为啥要填这个"], "核对": ["不对 是大后天", "改地址", "3-2-602"]},
        {"电话": "13655550123", "交通": "飞机", "住址": "3-2-601"},
        {"phone": "13655550123", "transport": "飞机", "household": "3号楼2单元602"},
    ),
    Filling(
        "returnee", "newcomer", "我和我爸妈明天从株洲开车回来，住5号楼1单元302",
        {"姓名": "我叫罗小军", "电话": "没有手机", "症状": "都好"},
        {"电话": ["会不会泄露信息"], "核对": ["我爸先不回了", "不是株洲是湘潭"]},
        {"出发地": "株洲", "日期": "明天", "交通": "开车", "住址": "5-1-302"},
        {"from": "湘潭", "members": "妈妈", "phone": "没有"},
    ),
    Filling(
        "returnee", "resident", "要回来登记一下，从九江来",
        {"日期": "还没买票，说不准", "交通": "大巴吧", "症状": "没得"},
        {"日期": ["有什么要求没有"], "核对": ["日子定了 12月3号", "改12月4号", "不对 12月5号", "坐高铁算了", "手机号换了 13788889999"]},
        {**HOME, "出发地": "九江"},
        {"arrival": "12月5日", "transport": "火车", "phone": "13788889999"},
    ),
    Filling(
        "returnee", "newcomer", "帮我妈返乡登记",
        {"姓名": "她叫田翠英，电话13900001111", "出发地": "湖北黄石", "日期": "下周二坐T248回", "住址": "2号楼3单元404", "症状": "有点咳嗽"},
        {"住址": ["帮我买点菜行不", "继续"]},
        {"电话": "13900001111", "交通": "T248"},
        {"phone": "13900001111", "symptoms": "咳嗽"},
    ),
    Filling(
        "trip", "resident", "外出报备",
        {"目的地": "去西安", "日期": "12月1号到5号", "家里": "1、3"},
        {"目的地": ["必须填吗"], "核对": ["目的地说错了，是咸阳", "等等我接个电话", "接完了"]},
        HOME,
        {"to": "咸阳", "home": "有老人独自在家"},
    ),
    Filling(
        "trip", "newcomer", "我要外出报备",
        {"姓名": "马志强", "电话": "13511112222", "目的地": "去广州，明天走下周三回", "家里": "没有", "住址": "6-1-203"},
        {"电话": ["要我电话干嘛"], "核对": ["我老婆也一起", "电话错了13511113333"]},
        {"日期": "明天到下周三"},
        {"phone": "13511113333", "members": "老婆"},
    ),
    Filling(
        "trip", "resident", "出差报备，去成都",
        {"日期": "后天走，25号回", "家里": "有宠物"},
        {"家里": ["垃圾分类怎么分"], "核对": ["改日期 后天到26号"]},
        {**HOME, "目的地": "成都"},
        {"days": "11月26日"},
    ),
    Filling(
        "gathering", "resident", "办酒报备",
        {"事由": "结婚", "日期": "12月8号", "地点": "村礼堂", "桌数": "二十桌", "人数": "两百来人", "掌勺": "请的办席队", "厨师电话": "13622223333"},
        {"桌数": ["为什么要报桌数"], "核对": ["桌数改成18桌", "地点不对，是自家院子"]},
        HOME,
        {"tables": "18", "where": "自家院子", "cook": "流动厨师"},
    ),
    Filling(
        "gathering", "newcomer", "聚餐报备",
        {"事由": "3", "姓名": "邓小兵 13012341234", "日期": "下周六中午", "地点": "聚福楼饭店", "桌数": "三四桌", "人数": "40", "掌勺": "饭店"},
        {"人数": ["等我问一下", "好了"], "核对": ["人数写错了 是45"]},
        {"电话": "13012341234"},
        {"people": "45", "tables": "4", "phone": "13012341234"},
    ),
    Filling(
        "gathering", "resident", "丧事报备",
        {"日期": "后天", "地点": "家里院坝", "桌数": "6", "人数": "60", "掌勺": "1"},
        {"地点": ["你们到底是谁"]},
        {**HOME, "事由": "白事"},
        {"kind": "白事", "tables": "6"},
    ),
    Filling(
        "health", "resident", "健康问询",
        {"同意": "同意", "症状": "咳嗽，嗓子疼", "天数": "三天", "看病用药": "吃了点感冒药", "慢性病": "高血压", "需要": "1"},
        {"慢性病": ["问这个干啥用"], "核对": ["改症状", "只有咳嗽"]},
        HOME,
        {"symptoms": "咳嗽", "days": "3", "conditions": "高血压"},
    ),
    Filling(
        "health", "newcomer", "健康登记",
        {"同意": "同意", "姓名": "万秀兰 13300001234", "住址": "4号楼2单元201", "症状": "没有", "慢性病": "没有", "需要": "没有"},
        {"住址": ["会卖信息吗"], "核对": ["电话打错了 13300004321"]},
        {"电话": "13300001234"},
        {"phone": "13300004321", "symptoms": "没有"},
    ),
    Filling(
        "three_history", "resident", "三史申报",
        {"同意": "好", "旅居史": "是", "去过": "去了佛山", "回来日期": "前天", "接触史": "没有", "症状": "无"},
        {"去过": ["不填行不行"], "核对": ["不是佛山，是东莞", "回来日期错了，是昨天"]},
        HOME,
        {"from": "东莞", "back": "11月20日"},
    ),
    Filling(
        "three_history", "newcomer", "三史登记",
        {"同意": "同意", "姓名": "我是汪海 13122223333", "旅居史": "否", "接触史": "否", "症状": "没啥"},
        {"旅居史": ["要做核酸吗"], "核对": ["姓名写错了，汪海涛"]},
        {"电话": "13122223333"},
        {"name": "汪海涛", "phone": "13122223333"},
    ),
    Filling(
        "errand", "resident", "能不能帮买退烧药",
        {},
        {"完": ["药送到门口就行", "再加一瓶碘伏", "到了吗"]},
        HOME,
        {"items": "退烧药、碘伏"},
    ),
    Filling(
        "errand", "newcomer", "帮我买十斤米和一桶油",
        {"住址": "7号楼1单元102 13400001111"},
        {"完": ["米要东北的"]},
        {"电话": "13400001111"},
        {"phone": "13400001111", "household": "7号楼1单元102"},
    ),
    Filling(
        "tip", "newcomer", "举报",
        {"署名": "不留", "类别": "2", "情况": "楼下烧烤店往下水道倒油", "地点": "3号楼后面", "时间": "每天晚上"},
        {"类别": ["你们不会告诉他吧 会泄露吗"], "核对": ["地点错了，是5号楼后面"]},
        {},
        {"where": "5号楼后面"},
    ),
    Filling(
        "tip", "resident", "我要举报",
        {"署名": "2", "类别": "消防", "情况": "有人在楼道给电瓶车充电", "地点": "2号楼1单元", "时间": "昨晚"},
        {"地点": ["举报有用吗"], "核对": ["时间改成天天晚上"]},
        HOME,
        {"when": "天天晚上", "kind": "消防"},
    ),
    Filling(
        "join", "newcomer", "我住3号楼2单元601",
        {"姓名": "我叫崔永红"},
        {"姓名": ["你是哪个哦"]},
        {"住址": "3-2-601"},
        {"name": "崔永红"},
    ),
]  # fmt: skip
