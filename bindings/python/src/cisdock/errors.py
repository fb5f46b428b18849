# SPDX-License-Identifier: Apache-2.0
"""Exceptions, one class a status, each with the place of the failure."""
from dataclasses import dataclass
from typing import Any, Dict, Optional, Type

from ._ffi import text
from ._signatures import CONSTANTS


@dataclass(frozen=True)
class Place:
    """Where a failure lies; members that do not apply are None."""

    digest: Optional[str] = None
    path: Optional[str] = None
    document: Optional[str] = None
    pointer: Optional[str] = None
    offset: Optional[int] = None
    layer: Optional[int] = None

    def __str__(self) -> str:
        return ", ".join(f"{name} {value}" for name, value in vars(self).items() if value is not None)


class CisdockError(Exception):
    """A failure of the library: `status`, `error_class` ("truncated"), `place`, and the host's own number."""

    status = 0

    def __init__(self, message: str, error_class: str = "none", place: Place = Place(), host_code: int = 0) -> None:
        where = str(place)
        super().__init__(f"{error_class}: {message}" + (f" ({where})" if where else ""))
        self.message = message
        self.error_class = error_class
        self.place = place
        self.host_code = host_code


class InvalidArgument(CisdockError, ValueError):
    """A value that the call cannot take."""


class NoMemory(CisdockError, MemoryError):
    """The allocator gave no memory."""


class InputOutputError(CisdockError, OSError):
    """Reading or writing failed."""


class HostError(CisdockError):
    """A callback failed without an exception of its own."""


class Cancelled(CisdockError):
    """The cancel callback asked to stop."""


class LimitReached(CisdockError):
    """A limit was reached: raise it to go on."""


class Truncated(CisdockError):
    """The input ends too early."""


class Corrupt(CisdockError):
    """The input is damaged."""


class DigestMismatch(CisdockError):
    """Bytes are not those that a digest names."""


class Unsupported(CisdockError):
    """A form or codec that this build does not know."""


class NotFound(CisdockError, LookupError):
    """An image, blob or item is not there."""


class Ambiguous(CisdockError, LookupError):
    """Several images fit: choose by name or platform."""


class ParseError(CisdockError):
    """A document is not well-formed."""


class SchemaError(CisdockError):
    """A document lacks or misuses a member."""


class Busy(CisdockError, RuntimeError):
    """The object is in use by another call: one context belongs to one thread at a time."""


class NotReady(CisdockError, RuntimeError):
    """Known only after the image was analyzed."""


class InternalError(CisdockError):
    """A fault of the library; please report it."""


class Closed(RuntimeError):
    """The object was closed: make a new one."""


_BY_NAME: Dict[str, Type[CisdockError]] = {
    "E_INVALID_ARG": InvalidArgument, "E_NO_MEMORY": NoMemory, "E_IO": InputOutputError, "E_HOST": HostError, "E_CANCELLED": Cancelled,
    "E_LIMIT": LimitReached, "E_TRUNCATED": Truncated, "E_CORRUPT": Corrupt, "E_DIGEST_MISMATCH": DigestMismatch,
    "E_UNSUPPORTED": Unsupported, "E_NOT_FOUND": NotFound, "E_AMBIGUOUS": Ambiguous, "E_PARSE": ParseError, "E_SCHEMA": SchemaError,
    "E_BUSY": Busy, "E_NOT_READY": NotReady, "E_INTERNAL": InternalError,
}
BY_STATUS: Dict[int, Type[CisdockError]] = {CONSTANTS[name]: kind for name, kind in _BY_NAME.items()}
for _status, _kind in BY_STATUS.items():
    _kind.status = _status


def _some(value: Any) -> Optional[str]:
    return text(value) or None


def _at(value: int) -> Optional[int]:
    return None if value < 0 else value


def from_context(library: Any, context: Any, status: int) -> CisdockError:
    """The exception for a status, with the details that stand on the context."""
    kind = BY_STATUS.get(status, CisdockError)
    if library.cisdock_error_status(context) != status:
        return kind(text(library.cisdock_status_text(status)), "busy" if kind is Busy else "argument" if kind is InvalidArgument else "none")
    place = Place(_some(library.cisdock_error_digest(context)), _some(library.cisdock_error_path(context)),
                  _some(library.cisdock_error_document(context)), _some(library.cisdock_error_pointer(context)),
                  _at(library.cisdock_error_offset(context)), _at(library.cisdock_error_layer(context)))
    return kind(text(library.cisdock_error_message(context)), text(library.cisdock_error_class(context)), place, library.cisdock_error_host_code(context))
