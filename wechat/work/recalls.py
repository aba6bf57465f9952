"""Taking a message of the app back from the screen it is on (撤回应用消息), within a day."""

from core.ports import ChannelError, Letter
from wechat.api import taken
from wechat.work.sending import WorkApi

MESSAGE = "recall"  # among a letter's fields: the platform's number of what is to be taken back


class Recalls:
    """Here a letter says nothing to anybody: it asks for one that was sent to be taken back."""

    name = "work.recall"

    def __init__(self, api: WorkApi) -> None:
        self._api = api

    async def send(self, letter: Letter) -> str:
        """Ask for it; asked twice does no harm.  Raises ChannelError."""
        number = str((letter.fields or {}).get(MESSAGE) or "")
        if not number:
            raise ChannelError("bad_request", permanent=True)
        return taken(await self._api.call("/cgi-bin/message/recall", {"msgid": number}))

    async def ready(self) -> None:
        await self._api.reach()
