# SPDX-License-Identifier: Apache-2.0
"""The library's tables of callbacks and records as ctypes structures, and its functions with their signatures."""
import ctypes
import re
from typing import Any, Dict, List

from ._signatures import CONSTANTS, SIGNATURES

_WORDS: Dict[str, Any] = {
    "i32": ctypes.c_int32, "u32": ctypes.c_uint32, "i64": ctypes.c_int64, "u64": ctypes.c_uint64, "size": ctypes.c_size_t,
    "str": ctypes.c_char_p, "ptr": ctypes.c_void_p, "none": None,
}

READ_AT = ctypes.CFUNCTYPE(ctypes.c_int64, ctypes.c_void_p, ctypes.c_uint64, ctypes.c_void_p, ctypes.c_size_t)
LENGTH = ctypes.CFUNCTYPE(ctypes.c_int64, ctypes.c_void_p)
READ = ctypes.CFUNCTYPE(ctypes.c_int64, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t)
CLOSE = ctypes.CFUNCTYPE(None, ctypes.c_void_p)
OPEN_BLOB = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int64, ctypes.c_void_p)
OPEN_DOCUMENT = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)
WRITE = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t)
LOG = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_int32, ctypes.c_char_p)
PROGRESS = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_uint64, ctypes.c_uint64)
CANCEL = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p)
NOW = ctypes.CFUNCTYPE(ctypes.c_int64, ctypes.c_void_p)
GET = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)
PUT = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p, ctypes.c_size_t)
STAT = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)
FILE = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p)


class Table(ctypes.Structure):
    """A structure that knows its own size."""

    def __init__(self, **members: Any) -> None:
        super().__init__(struct_size=ctypes.sizeof(type(self)), **members)


class Source(Table):
    _fields_ = [("struct_size", ctypes.c_size_t), ("user", ctypes.c_void_p), ("read_at", READ_AT), ("length", LENGTH), ("read", READ), ("close", CLOSE)]


class Blobs(Table):
    _fields_ = [("struct_size", ctypes.c_size_t), ("user", ctypes.c_void_p), ("open_blob", OPEN_BLOB), ("open_document", OPEN_DOCUMENT), ("close", CLOSE)]


class Sink(Table):
    _fields_ = [("struct_size", ctypes.c_size_t), ("user", ctypes.c_void_p), ("write", WRITE)]


class Hooks(Table):
    _fields_ = [("struct_size", ctypes.c_size_t), ("user", ctypes.c_void_p), ("log", LOG), ("progress", PROGRESS), ("cancel", CANCEL), ("now", NOW)]


class Cache(Table):
    _fields_ = [("struct_size", ctypes.c_size_t), ("user", ctypes.c_void_p), ("get", GET), ("put", PUT)]


class FileVisitor(Table):
    _fields_ = [("struct_size", ctypes.c_size_t), ("user", ctypes.c_void_p), ("file", FILE)]


def _bytes(name: str) -> List[Any]:
    return [(name, ctypes.c_void_p), (name + "_size", ctypes.c_size_t)]


class File(Table):
    _fields_ = [("struct_size", ctypes.c_size_t), *_bytes("path"), *_bytes("link"), ("uid", ctypes.c_uint64), ("gid", ctypes.c_uint64),
                ("size", ctypes.c_uint64), ("mtime", ctypes.c_int64), ("sha256", ctypes.c_void_p), ("mode", ctypes.c_uint32),
                ("type", ctypes.c_int32), ("layer", ctypes.c_int32), ("hardlink", ctypes.c_int32)]


class Package(Table):
    _fields_ = [("struct_size", ctypes.c_size_t), ("db", ctypes.c_char_p), *_bytes("name"), *_bytes("version"), *_bytes("arch"),
                *_bytes("source"), *_bytes("path"), *_bytes("license"), ("installed_size", ctypes.c_uint64), ("layer", ctypes.c_int32),
                ("language", ctypes.c_int32)]


class User(Table):
    _fields_ = [("struct_size", ctypes.c_size_t), *_bytes("name"), *_bytes("home"), *_bytes("shell"), ("uid", ctypes.c_uint64),
                ("gid", ctypes.c_uint64), ("has_uid", ctypes.c_int32), ("reserved", ctypes.c_int32)]


class HostStat(Table):
    _fields_ = [("struct_size", ctypes.c_size_t), ("uid", ctypes.c_uint64), ("gid", ctypes.c_uint64), ("size", ctypes.c_uint64),
                ("mode", ctypes.c_uint32), ("type", ctypes.c_int32), ("owner", ctypes.c_char * 64), ("group", ctypes.c_char * 64),
                ("mtime", ctypes.c_int64), ("target", ctypes.c_char * 1024)]


class HostAnswers(Table):
    _fields_ = [("struct_size", ctypes.c_size_t), ("user", ctypes.c_void_p), ("stat", STAT), ("read", STAT), ("list", STAT), ("close", CLOSE)]


# Public name of each structure here, for the test that compares them with the headers.
TABLES: Dict[str, Any] = {
    "cisdock_source": Source, "cisdock_blobs": Blobs, "cisdock_sink": Sink, "cisdock_hooks": Hooks, "cisdock_cache": Cache,
    "cisdock_file_visitor": FileVisitor, "cisdock_file": File, "cisdock_package": Package, "cisdock_user": User, "cisdock_host_stat": HostStat,
    "cisdock_host_answers": HostAnswers,
}


def text(value: Any) -> Any:
    """A char pointer's text, or None."""
    return None if value is None else value.decode("utf-8", "replace")


def copied(address: Any, size: int) -> bytes:
    """Bytes that the library lends."""
    return ctypes.string_at(address, size) if address else b""


def declare(library: ctypes.CDLL) -> None:
    """Give each function its signature. A function that this library lacks is told when it is called."""
    for name, signature in SIGNATURES.items():
        function = getattr(library, name, None)
        match = re.fullmatch(r"(\w+)\(([\w,]*)\)", signature)
        if function is None or match is None:
            continue
        function.restype = _WORDS[match.group(1)]
        function.argtypes = [_WORDS[word] for word in match.group(2).split(",") if word]


__all__ = ["CONSTANTS", "SIGNATURES"]
