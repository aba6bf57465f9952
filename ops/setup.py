"""What several commands begin and end with."""

import json
from typing import Any

from core.trouble import Trouble
from ops import checks
from ops.ports import OperatedBot


def show(result: Any) -> None:
    """Print a result: one line of JSON, the last on stdout."""
    print(json.dumps(result, ensure_ascii=False), flush=True)


def ready(bot: OperatedBot) -> None:
    """Refuse to go on with a database that is behind, or none."""
    if found := checks.database(bot):
        raise Trouble("；".join(found))
