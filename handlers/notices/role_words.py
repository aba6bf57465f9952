"""Who holds a post, in words: 全体网格员, 值班的人, 今晚值班的."""

import re
from collections.abc import Mapping

from community.people.access import Role

ROLES: Mapping[str, frozenset[Role]] = {
    r"网格[员长]": frozenset({Role.GRID_WORKER}),
    r"(?:社区|家庭|全科)?(?:医生|大夫)": frozenset({Role.DOCTOR}),
    r"值夜?班(?:人?员|的人?)?|夜班(?:人员|的人?)?": frozenset({Role.DUTY}),
    r"书记": frozenset({Role.SECRETARY}),
    r"楼[栋长]长?|居民代表|代表": frozenset({Role.REPRESENTATIVE}),
    r"工作人员|同事|社工|干部|上班的人?": frozenset(
        {Role.GRID_WORKER, Role.DOCTOR, Role.DUTY, Role.SECRETARY, Role.REPRESENTATIVE}
    ),
}
ROLE = re.compile(
    rf"(?:全体|所有|各位?|全部|我们|在岗|当班|在职|现在|目前){{0,4}}(?:的)?(?P<role>{'|'.join(ROLES)})(?:同志|同事|师傅|各位)?们?"
)
TONIGHT = re.compile(
    r"(?:今晚|今夜|今天(?:夜里|晚上)|当晚|夜里)(?:的)?(?:值夜班?|值班|夜班)(?:的(?:人员?|同志|同事|师傅|各位)?|人?员)(?:们)?"
)
