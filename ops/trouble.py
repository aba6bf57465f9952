"""Saying a trouble in one line."""

import errno
import socket

from core.trouble import Trouble
from db import DATABASE_TROUBLE

_WORDS = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EISDIR: "这是一个文件夹",
    errno.ENOTDIR: "路径里有一段不是文件夹",
    errno.EEXIST: "已经有了",
    errno.ENOSPC: "磁盘满了",
    errno.EROFS: "磁盘是只读的",
    errno.EPIPE: "输出没有人读了",
    errno.EADDRINUSE: "端口被别的程序占用了",
    errno.EADDRNOTAVAIL: "本机没有这个地址",
    errno.ECONNREFUSED: "连接被拒绝",
    errno.ETIMEDOUT: "没有回应",
    errno.EHOSTUNREACH: "网络不通",
    errno.ENETUNREACH: "网络不通",
}


def in_one_line(error: Exception) -> str | None:
    """Return what to print for it; None for a mistake of our own, which shows its trace."""
    if isinstance(error, Trouble):
        return str(error)
    if isinstance(error, DATABASE_TROUBLE):
        said = str(getattr(error, "orig", error)).strip().partition("\n")[0]
        return f"数据库没有正常应答：{said}"
    if isinstance(error, OSError):
        return f"{error.filename}: {of_system(error)}" if error.filename else of_system(error)
    return None


def of_system(error: OSError) -> str:
    """Say what the operating system refused."""
    if isinstance(error, socket.gaierror):
        return "查不到这个主机名"
    if isinstance(error, TimeoutError):
        return "没有回应"
    return _WORDS.get(error.errno or 0, error.strerror or str(error))
