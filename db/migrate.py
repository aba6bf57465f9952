"""Bringing a database up to what the models say, and telling whether it is there."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, column, insert, inspect, select, table

from core.progress import tell
from core.trouble import Trouble
from db.models import Base

# Alembic takes a tenth of a second to load, and what only runs does not need it.
if TYPE_CHECKING:
    from alembic.config import Config

NEWER = (
    "数据库是更新的程序用过的（到 {at}），这个程序只认得到 {known}："
    "请把程序升级到同一版，或者恢复升级以前的备份"
)
MIGRATIONS = Path(__file__).parent / "migrations"
AT = table("alembic_version", column("version_num"))
# Two processes that both find an old database take turns; any number will do.
_LOCK = 7_234_001


def _config() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return config


def head() -> str | None:
    """Return the newest step we know."""
    return max(_steps(), default=None)


@cache
def _steps() -> frozenset[str]:
    """Return the steps we know, by the numbers their files begin with.

    Alembic would read every file, and weigh fourteen megabytes from then on.
    """
    files = (MIGRATIONS / "versions").glob("[0-9]*_*.py")
    return frozenset(file.name.partition("_")[0] for file in files)


def current(engine: Engine) -> str | None:
    """Return the step this database is at; None when it has no tables."""
    with engine.connect().execution_options(reads=True) as connection:
        if not inspect(connection).has_table(AT.name):
            return None
        return connection.execute(select(AT.c.version_num)).scalar_one_or_none()


def is_newer(step: str | None) -> bool:
    """Tell whether a database is at a step that comes after all we know; steps are numbered."""
    last = head()
    return bool(step and last and step.isdigit() and int(step) > int(last))


def upgrade(engine: Engine) -> bool:
    """Create or upgrade the tables; return whether there was anything to do.

    Raises Trouble for a database that a newer program has made.
    """
    at = current(engine)
    if at == head():
        return False
    if is_newer(at):
        raise Trouble(NEWER.format(at=at, known=head()))
    from alembic import command

    config = _config()
    tell("建数据库的表（约 2 秒）" if at is None else f"数据库从 {at} 升级到 {head()}，请等它做完")
    with tables_apart(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return True


def lay(engine: Engine) -> None:
    """Make the tables as the models say, at once, in a new database that nobody will keep.

    What is kept goes the way of every step, so that all that is kept is alike to the names.
    """
    with engine.begin() as connection:
        Base.metadata.create_all(connection)
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32))")
        connection.execute(insert(AT).values(version_num=head()))


def bring_to(connection: Connection, step: str) -> None:
    """Bring a database to a step within a transaction of the caller's."""
    from alembic import command
    from alembic.util.exc import CommandError

    config = _config()
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, step)
    except CommandError as error:
        raise Trouble(f"这个程序不认得数据库的版本 {step}") from error


def is_known(step: str) -> bool:
    """Tell whether we have a step of this name."""
    return step in _steps()


@contextmanager
def tables_apart(engine: Engine) -> Iterator[Connection]:
    """Begin a transaction in which SQLite may make a table anew without touching who points to it.

    Otherwise dropping the old table deletes, or lets go of, every row that
    points to it (https://sqlite.org/lang_altertable.html#otheralter).
    """
    if engine.dialect.name != "sqlite":
        with engine.begin() as connection:
            yield connection
        return
    with engine.connect() as connection:
        raw: Any = connection.connection.dbapi_connection
        raw.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                yield connection
                lost = raw.execute("PRAGMA foreign_key_check").fetchall()
                if lost:
                    raise RuntimeError(f"rows would point nowhere: {lost[:5]}")
        finally:
            raw.execute("PRAGMA foreign_keys=ON")
