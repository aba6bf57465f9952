"""The sections of the settings: what each key is, what it may hold, what it is without being set."""

from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, model_validator

from core.values import (
    AesKey,
    AgentId,
    ApiBase,
    AppId,
    Area,
    Credential,
    DatabaseUrl,
    Folder,
    Host,
    Number,
    OptionalFile,
    PublicUrl,
    RobotKey,
    SignToken,
    TemplateField,
    TemplateName,
    TimeOfDay,
    TimeZone,
    WsBase,
)


class Section(BaseModel):
    """A part of the settings; unknown keys are mistakes, and no repr shows a secret."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    @model_validator(mode="before")
    @classmethod
    def _nothing_said(cls, given: Any) -> Any:
        """A key left empty in the file ("port:") is a key with nothing said."""
        if not isinstance(given, dict):
            return given
        return {key: value for key, value in given.items() if value is not None}


class Template(Section):
    """One template of the account: its id, and which of our words fills which of its keys."""

    id: Credential = Field(min_length=1)
    fields: dict[str, TemplateField] = {"thing1": "{what}", "thing2": "{text}", "time3": "{time}"}

    @model_validator(mode="before")
    @classmethod
    def _id_alone(cls, given: Any) -> Any:
        return {"id": given} if isinstance(given, str) else given


class Official(Section):
    """The Official Account door; closed while `app_id` or `token` is empty."""

    app_id: AppId = ""
    secret: Credential = Field(default="", repr=False)
    token: SignToken = Field(default="", repr=False)
    aes_key: AesKey = Field(default="", repr=False)
    api_base: ApiBase = "https://api.weixin.qq.com"
    mode: Literal["plain", "compatible", "encrypted"] = "encrypted"
    kind: Literal["subscription", "service"] = "service"
    templates: dict[TemplateName, Template] = {}
    freshness_seconds: Number = Field(default=0, ge=0, le=86400)
    reply_links: bool = False

    @property
    def is_open(self) -> bool:
        return bool(self.app_id and self.token)

    def template(self, name: str) -> Template | None:
        """Return the template for one kind of delivery, or the one called `default`."""
        return self.templates.get(name) or self.templates.get("default")


class Robot(Section):
    name: str
    key: RobotKey = Field(repr=False)
    unit: str = ""  # the name of the unit its group is for; empty: all of the community
    board: bool = False  # a group of staff: at five it gets the day's board


class Aibot(Section):
    token: SignToken = Field(default="", repr=False)
    aes_key: AesKey = Field(default="", repr=False)
    bot_id: Credential = ""
    secret: Credential = Field(default="", repr=False)
    ws_base: WsBase = "wss://openws.work.weixin.qq.com"

    @property
    def is_open(self) -> bool:
        return bool(self.token and self.aes_key)


class Kf(Section):
    secret: Credential = Field(default="", repr=False)
    token: SignToken = Field(default="", repr=False)
    aes_key: AesKey = Field(default="", repr=False)


class WorkApp(Section):
    """The WeCom door; closed while its keys are empty."""

    corp_id: Credential = ""
    agent_id: AgentId = ""
    secret: Credential = Field(default="", repr=False)
    token: SignToken = Field(default="", repr=False)
    aes_key: AesKey = Field(default="", repr=False)
    api_base: ApiBase = "https://qyapi.weixin.qq.com"
    robots: list[Robot] = []
    # Where the platform keeps what is sent to the robot, beside api_base; nowhere else is asked.
    media_hosts: list[str] = ["ww-aibot-img-1258476243.cos.ap-guangzhou.myqcloud.com"]
    aibot: Aibot = Aibot()
    kf: Kf = Kf()

    @property
    def is_open(self) -> bool:
        return bool(self.corp_id and self.agent_id and self.token and self.aes_key)

    @property
    def may_send(self) -> bool:
        return bool(self.corp_id and self.agent_id and self.secret)


class WeChat(Section):
    official: Official = Official()
    work: WorkApp = WorkApp()


class DatabaseSection(Section):
    url: DatabaseUrl = Field(default="", repr=False)  # may hold a password


class Paths(Section):
    data: Folder = Path("data")


class Server(Section):
    host: Host = "127.0.0.1"
    port: Number = Field(default=8000, ge=1, le=65535)
    threads: Number = Field(default=8, ge=1, le=64)
    processes: Number = Field(default=2, ge=1, le=64)
    public_url: PublicUrl = ""


class Community(Section):
    name: str = "邻报示范社区"
    timezone: TimeZone = "Asia/Shanghai"
    area: Area = ""
    most_homes: int = Field(default=300, ge=1)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


class ClockSection(Section):
    file: OptionalFile = None


class Content(Section):
    packs: list[str] | None = None  # None: every pack that is switched on in its pack.yaml
    correct_days: Number = Field(default=30, ge=1, le=3650)


class OutboxSection(Section):
    attempts: Number = Field(default=5, ge=1, le=20)
    backoff_seconds: Number = Field(default=2, ge=1, le=3600)
    quiet_from: TimeOfDay = "22:00"
    quiet_until: TimeOfDay = "07:00"


class Backup(Section):
    """The daily backup by the clock; none while `folder` is empty."""

    folder: OptionalFile = None
    at: TimeOfDay = "03:00"
    keep_days: Number = Field(default=14, ge=1, le=3650)
    then: str = ""  # a command; the backup's path is added as its last word


class Privacy(Section):
    turns_days: Number = Field(default=90, ge=1, le=3650)
    observations_days: Number = Field(default=30, ge=1, le=3650)
