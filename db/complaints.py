"""What a database complains of, as one of a few words, whichever database it is."""

import enum
import errno


class Complaint(enum.StrEnum):
    """Why a database does not do what it is asked."""

    FULL = "full"
    READ_ONLY = "read_only"
    UNOPENED = "unopened"
    BROKEN = "broken"
    DISK = "disk"
    BUSY = "busy"
    NO_TABLE = "no_table"
    REFUSED = "refused"
    NO_DATABASE = "no_database"
    CROWDED = "crowded"
    UNREACHED = "unreached"
    STOPPING = "stopping"


# https://sqlite.org/rescode.html; the name of an extended code begins with that of its kind.
_SQLITE = {
    "SQLITE_FULL": Complaint.FULL,
    "SQLITE_READONLY": Complaint.READ_ONLY,
    "SQLITE_PERM": Complaint.READ_ONLY,
    "SQLITE_CANTOPEN": Complaint.UNOPENED,
    "SQLITE_CORRUPT": Complaint.BROKEN,
    "SQLITE_NOTADB": Complaint.BROKEN,
    "SQLITE_IOERR": Complaint.DISK,
    "SQLITE_BUSY": Complaint.BUSY,
    "SQLITE_LOCKED": Complaint.BUSY,
}
# https://www.postgresql.org/docs/current/errcodes-appendix.html; a class is its first two letters.
_POSTGRESQL = {
    "53100": Complaint.FULL,
    "53300": Complaint.CROWDED,
    "25006": Complaint.READ_ONLY,
    "42P01": Complaint.NO_TABLE,
    "42703": Complaint.NO_TABLE,
    "28": Complaint.REFUSED,
    "42501": Complaint.REFUSED,
    "3D": Complaint.NO_DATABASE,
    "57P": Complaint.STOPPING,
    "58": Complaint.DISK,
    "XX": Complaint.BROKEN,
}
_NO_TABLE = ("no such table", "no such column")  # SQLite has one code for all of these


def reason_of(error: BaseException) -> Complaint | None:
    """Return the word for what SQLAlchemy or a driver raised; None where there is none."""
    told = getattr(error, "orig", None) or error
    if name := getattr(told, "sqlite_errorname", None):
        return _of_sqlite(name, str(told))
    if isinstance(told, OSError):  # the database file went away under us
        return Complaint.UNOPENED if told.errno in {None, errno.ENOENT} else Complaint.DISK
    state = getattr(told, "sqlstate", None)
    if state:
        return next((word for code, word in _POSTGRESQL.items() if state.startswith(code)), None)
    return _without_a_code(str(told)) if type(told).__name__ == "OperationalError" else None


def _of_sqlite(name: str, said: str) -> Complaint | None:
    if said.startswith(_NO_TABLE):
        return Complaint.NO_TABLE
    return next((word for code, word in _SQLITE.items() if name.startswith(code)), None)


def _without_a_code(said: str) -> Complaint:
    """Read what stands in a failed connection: the server's own words, or that there is none."""
    if "does not exist" in said and "database" in said:
        return Complaint.NO_DATABASE
    if "password authentication" in said or "no pg_hba.conf entry" in said or "role" in said:
        return Complaint.REFUSED
    if "too many clients" in said:
        return Complaint.CROWDED
    return (
        Complaint.STOPPING
        if "starting up" in said or "shutting down" in said
        else Complaint.UNREACHED
    )
