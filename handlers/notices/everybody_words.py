"""All who live somewhere, in words: 全体居民, 家家户户; and 住户 behind a place, which says no more."""

import re

EVERYBODY = re.compile(
    r"(?:全体|所有|全部|整个)(?:的)?(?:(?:居民|业主|住户|村民|人员|人(?![民大员])|群众|小区|社区|村)(?:们)?|(?![\u4e00-\u9fff]{1,3}[员师生者户长工兵属商]))|全小区|全社区|全村|全院|大家伙?儿?(?=[\s,，:：])|"
    r"各家各户|家家户户|每家每户|各户|每户|各楼栋?|所有人"
)
# Who lives there says no more than the place; “居民楼”, “业主群”, “人防门” are other things.
WHO_LIVE_THERE = re.compile(
    r"(?:的|里的?)?(?:全体|所有|各位)?(?:的)?(?:(?:住户|居民|业主|村民|邻居|街坊|租户|租客)(?![楼证区委群代大])|(?<=的)(?:人家?|家家户户)(?![防行工员车口民为家]))(?:们)?"
)
