"""Saying a trouble in one line."""

import errno
import socket

from core.trouble import Trouble
from db import DATABASE_TROUBLE
from db.complaints import Complaint, reason_of

FULL = "磁盘满了，请腾出地方"
_WORDS = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EISDIR: "这是一个文件夹",
    errno.ENOTDIR: "路径里有一段不是文件夹",
    errno.EEXIST: "已经有了",
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EFBIG: "文件到了允许的最大长度（ulimit -f）",
    errno.EIO: "磁盘读写出错",
    errno.ELOOP: "链接绕成了圈",
    errno.ENAMETOOLONG: "名字太长",
    errno.EMFILE: "打开的文件太多（ulimit -n）",
    errno.EROFS: "磁盘是只读的",
    errno.EPIPE: "输出没有人读了",
    errno.EADDRINUSE: "端口被别的程序占用了",
    errno.EADDRNOTAVAIL: "本机没有这个地址",
    errno.ECONNREFUSED: "连接被拒绝",
    errno.ETIMEDOUT: "没有回应",
    errno.EHOSTUNREACH: "网络不通",
    errno.ENETUNREACH: "网络不通",
}


# What is worded for operators of what a database can complain of.
_COMPLAINTS = {
    Complaint.FULL: FULL,
    Complaint.READ_ONLY: "只能读，不能写：请看磁盘、权限，或是不是连到了备用库",
    Complaint.UNOPENED: "打不开：请看路径和权限",
    Complaint.BROKEN: "内容坏了：请从备份恢复",
    Complaint.DISK: "磁盘读写出错",
    Complaint.BUSY: "别的程序一直占着：请稍后再试",
    Complaint.NO_TABLE: "缺表或缺列：请运行 bot.py init，还不行就从备份恢复",
    Complaint.REFUSED: "不让登录：请核对 database.url 里的用户和密码，和数据库的权限",
    Complaint.NO_DATABASE: "没有这个库：请先在 PostgreSQL 里建好，或核对 database.url",
    Complaint.CROWDED: "连接太多：请调大 max_connections，或减少进程",
    Complaint.UNREACHED: "连不上：请看 database.url 和数据库开着没有",
    Complaint.STOPPING: "正在启动或停下：请稍后再试",
}


def in_one_line(error: Exception) -> str | None:
    """Return what to print for it; None for a mistake of our own, which shows its trace."""
    if isinstance(error, Trouble):
        return str(error)
    if isinstance(error, DATABASE_TROUBLE):
        return f"数据库没有正常应答：{_of_database(error)}"
    if isinstance(error, OSError):
        return f"{error.filename}: {of_system(error)}" if error.filename else of_system(error)
    return None


def _of_database(error: Exception) -> str:
    said = str(getattr(error, "orig", error)).strip().partition("\n")[0]
    reason = reason_of(error)
    return f"{_COMPLAINTS[reason]}（{said}）" if reason else said


def of_system(error: OSError) -> str:
    """Say what the operating system refused."""
    if isinstance(error, socket.gaierror):
        return "查不到这个主机名"
    if isinstance(error, TimeoutError):
        return "没有回应"
    if "temporary directory" in (error.strerror or ""):
        return "没有能写的临时文件夹：磁盘满了，或没有权限（可以用环境变量 TMPDIR 另指一个）"
    return _WORDS.get(error.errno or 0, error.strerror or str(error))
