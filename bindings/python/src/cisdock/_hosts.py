# SPDX-License-Identifier: Apache-2.0
"""Turns what Python has (bytes, paths, files, callbacks, stores of blobs) into the library's tables of callbacks.

An exception inside a callback cannot pass through C: it is kept, the library is told of a failure, and the call that led
there raises it unchanged."""
import ctypes
import grp
import io
import os
import pwd
import stat
import threading
from typing import Any, BinaryIO, Callable, Dict, List, Optional, Protocol, Tuple, Union, runtime_checkable

from . import _ffi

FAILED = -1


@runtime_checkable
class RandomAccess(Protocol):
    """A range of bytes of your own: `read_at(offset, size)` gives at most `size` bytes, none at the end."""

    def read_at(self, offset: int, size: int) -> bytes: ...

    def length(self) -> int: ...


@runtime_checkable
class BlobStore(Protocol):
    """A content-addressed store, such as a registry client. None where there is no such blob or document."""

    def open_blob(self, digest: str, size: int) -> "Optional[SourceLike]": ...

    def open_document(self, name: str) -> "Optional[SourceLike]": ...


SourceLike = Union[bytes, bytearray, memoryview, str, "os.PathLike[str]", BinaryIO, RandomAccess, Callable[[int], bytes]]


class Keeper:
    """Keeps callbacks alive while C holds them, and the exception that one of them raised."""

    def __init__(self) -> None:
        self.pending: Optional[BaseException] = None
        self._held: Dict[int, Any] = {}
        self._done: List[int] = []
        self._next = 1

    def hold(self, things: Any) -> int:
        number, self._next = self._next, self._next + 1
        self._held[number] = things
        return number

    def release(self, number: int) -> None:
        """Called from inside a callback that is among what is held: it may go only when it has returned."""
        self._done.append(number)

    def sweep(self) -> None:
        while self._done:
            self._held.pop(self._done.pop(), None)

    def guard(self, kind: Any, failure: Any, function: Callable[..., Any]) -> Any:
        """`function` as a callback of type `kind`, which gives `failure` where it raises."""

        def guarded(*arguments: Any) -> Any:
            try:
                return function(*arguments)
            except BaseException as error:  # pylint: disable=broad-except
                if self.pending is None:
                    self.pending = error
                return failure

        return kind(guarded)

    def take(self) -> Optional[BaseException]:
        error, self.pending = self.pending, None
        return error


def _deliver(data: Any, address: int, size: int) -> int:
    if not isinstance(data, (bytes, bytearray, memoryview)):
        raise TypeError(f"a reader must give bytes, not {type(data).__name__}: open files in binary mode")
    view = memoryview(data).cast("B")
    if len(view) > size:
        raise ValueError(f"a reader gave {len(view)} bytes where at most {size} were asked for")
    if view:
        ctypes.memmove(address, bytes(view), len(view))
    return len(view)


class _FileAccess:
    """A binary file that can be sought, as random access. One seek and read at a time."""

    def __init__(self, file: Any, own: bool) -> None:
        self._file = file
        self._own = own
        self._lock = threading.Lock()

    def read_at(self, offset: int, size: int) -> bytes:
        with self._lock:
            self._file.seek(offset)
            data: bytes = self._file.read(size)
            return data

    def length(self) -> int:
        with self._lock:
            return int(self._file.seek(0, io.SEEK_END))

    def close(self) -> None:
        if self._own:
            self._file.close()


class _Memory:
    def __init__(self, data: Any) -> None:
        self._view = memoryview(data).cast("B")

    def read_at(self, offset: int, size: int) -> memoryview:
        return self._view[offset:offset + size]

    def length(self) -> int:
        return len(self._view)


def _can_seek(file: Any) -> bool:
    seekable = getattr(file, "seekable", None)
    return bool(seekable()) if callable(seekable) else hasattr(file, "seek")


def adapt(thing: Any) -> Any:
    """An object with read_at and length, or with read alone."""
    if isinstance(thing, (bytes, bytearray, memoryview)):
        return _Memory(thing)
    if isinstance(thing, (str, os.PathLike)):
        file = open(thing, "rb", buffering=0)  # pylint: disable=consider-using-with
        return _FileAccess(file, True) if file.seekable() else file
    if isinstance(thing, RandomAccess):
        return thing
    if callable(getattr(thing, "read", None)):
        if isinstance(thing, io.TextIOBase):
            raise TypeError("a text file cannot be scanned: open it in binary mode (\"rb\")")
        return _FileAccess(thing, False) if _can_seek(thing) else _Forward(thing.read)
    if callable(thing):
        return _Forward(thing)
    raise TypeError(f"cannot read an image or document from {type(thing).__name__}: give bytes, a path, a binary file, or an object with read_at and length")


class _Forward:
    def __init__(self, read: Callable[[int], bytes]) -> None:
        self.read = read


def _closer(keeper: Keeper, number: int, access: Any, own: bool) -> Callable[[Any], None]:
    def close(_user: Any) -> None:
        keeper.release(number)
        if own and callable(getattr(access, "close", None)):
            access.close()

    return close


def source(keeper: Keeper, thing: Any) -> _ffi.Source:
    """The table for something that bytes are read from. It is kept alive until the library closes it."""
    access = adapt(thing)
    own = access is not thing
    table = _ffi.Source()
    number = keeper.hold((table, access))
    if hasattr(access, "read_at"):
        table.read_at = keeper.guard(_ffi.READ_AT, FAILED, lambda _u, offset, buffer, size: _deliver(access.read_at(offset, size), buffer, size))
        table.length = keeper.guard(_ffi.LENGTH, FAILED, lambda _u: int(access.length()))
    else:
        table.read = keeper.guard(_ffi.READ, FAILED, lambda _u, buffer, size: _deliver(access.read(size), buffer, size))
    table.close = keeper.guard(_ffi.CLOSE, None, _closer(keeper, number, access, own))
    return table


class Folder:
    """An OCI layout folder as a store of blobs. Names never lead out of it, and links are not followed."""

    def __init__(self, path: Any) -> None:
        self._root = os.fspath(path)

    def _open(self, *parts: str) -> Optional[BinaryIO]:
        if any(not part or part.startswith(".") or set(part) & {"/", "\\", "\0"} for part in parts):
            return None
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        at = os.open(self._root, os.O_RDONLY)
        try:
            for part in parts[:-1]:
                below = os.open(part, flags, dir_fd=at)
                os.close(at)
                at = below
            fd = os.open(parts[-1], flags, dir_fd=at)
        except OSError:
            return None
        finally:
            os.close(at)
        return open(fd, "rb", buffering=0)

    def open_blob(self, digest: str, size: int) -> Optional[BinaryIO]:
        algorithm, _, value = digest.partition(":")
        return self._open("blobs", algorithm, value)

    def open_document(self, name: str) -> Optional[BinaryIO]:
        return self._open(name)


def _fill(keeper: Keeper, found: Any, out: int) -> int:
    if found is None:
        return 1
    table = source(keeper, found)
    ctypes.memmove(out, ctypes.byref(table), ctypes.sizeof(table))
    return 0


def blobs(keeper: Keeper, store: Any) -> _ffi.Blobs:
    """The table for a store of blobs."""
    table = _ffi.Blobs()
    number = keeper.hold((table, store))
    table.open_blob = keeper.guard(_ffi.OPEN_BLOB, FAILED, lambda _u, digest, size, out: _fill(keeper, store.open_blob(digest.decode(), size), out))
    if callable(getattr(store, "open_document", None)):
        table.open_document = keeper.guard(_ffi.OPEN_DOCUMENT, FAILED, lambda _u, name, out: _fill(keeper, store.open_document(name.decode()), out))
    table.close = keeper.guard(_ffi.CLOSE, None, _closer(keeper, number, store, False))
    return table


class Collector:
    """A sink that keeps what is written."""

    def __init__(self, keeper: Keeper) -> None:
        self._parts: List[bytes] = []
        self.table = _ffi.Sink(write=keeper.guard(_ffi.WRITE, FAILED, self._write))

    def _write(self, _user: Any, data: int, size: int) -> int:
        self._parts.append(ctypes.string_at(data, size))
        return 0

    def value(self) -> bytes:
        return b"".join(self._parts)


# What a host's callback answers beside success.
ABSENT, DENIED = 1, 2


@runtime_checkable
class Host(Protocol):
    """A host that can be asked about its files, by absolute path. `stat` gives os.stat_result or what looks like it.
    FileNotFoundError and PermissionError are answers; other exceptions come out of the call."""

    def stat(self, path: str) -> Any: ...

    def read(self, path: str) -> bytes: ...

    def list(self, path: str) -> List[str]: ...


class LocalHost:
    """This machine."""

    def stat(self, path: str) -> Any:
        return os.stat(path)

    def read(self, path: str) -> bytes:
        with open(path, "rb") as file:
            return file.read()

    def list(self, path: str) -> List[str]:
        return os.listdir(path)


def _fill_stat(found: Any, out: int) -> int:
    kinds = {stat.S_IFREG: "f", stat.S_IFDIR: "d", stat.S_IFLNK: "l", stat.S_IFSOCK: "s", stat.S_IFCHR: "c", stat.S_IFBLK: "b", stat.S_IFIFO: "p"}
    table = _ffi.HostStat.from_address(out)
    table.uid, table.gid, table.size, table.mode = found.st_uid, found.st_gid, found.st_size, stat.S_IMODE(found.st_mode)
    table.type = ord(kinds.get(stat.S_IFMT(found.st_mode), "?"))
    table.mtime = int(getattr(found, "st_mtime", -1))
    lookups: List[Tuple[int, str, Callable[[int], Any]]] = [(found.st_uid, "owner", pwd.getpwuid), (found.st_gid, "group", grp.getgrgid)]
    for number, name, lookup in lookups:
        try:
            setattr(table, name, lookup(number)[0].encode()[:63])
        except KeyError:
            pass
    return 0


def _put(data: bytes, into: int) -> int:
    sink = _ffi.Sink.from_address(into)
    return int(sink.write(sink.user, ctypes.cast(ctypes.c_char_p(data), ctypes.c_void_p), len(data)))


def _answered(function: Callable[[str, int], int]) -> Callable[[Any, bytes, int], int]:
    def answer(_user: Any, path: bytes, out: int) -> int:
        try:
            return function(os.fsdecode(path), out)
        except (FileNotFoundError, NotADirectoryError, ProcessLookupError):
            return ABSENT
        except PermissionError:
            return DENIED

    return answer


def answers(keeper: Keeper, host: Host) -> _ffi.HostAnswers:
    """The table for a host that can be asked."""
    def names(path: str) -> bytes:
        return b"".join(os.fsencode(name) + b"\0" for name in sorted(host.list(path)))

    return _ffi.HostAnswers(stat=keeper.guard(_ffi.STAT, FAILED, _answered(lambda path, out: _fill_stat(host.stat(path), out))),
                            read=keeper.guard(_ffi.STAT, FAILED, _answered(lambda path, out: _put(host.read(path), out))),
                            list=keeper.guard(_ffi.STAT, FAILED, _answered(lambda path, out: _put(names(path), out))))
