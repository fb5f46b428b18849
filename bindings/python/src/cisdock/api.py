# SPDX-License-Identifier: Apache-2.0
"""The library's handles as Python objects, and `scan` for the plain case."""
import ctypes
import json
import os
import platform as machine
from functools import cached_property
from typing import Any, Callable, Dict, Iterable, Iterator, List, Mapping, Optional, Tuple, Type, TypeVar, Union

from . import _ffi, _hosts, errors, model
from ._loader import library
from ._signatures import CONSTANTS

_T = TypeVar("_T", bound="Handle")
Progress = Callable[[str, int, int], None]


class Context:
    """Options, callbacks and failures of the calls made with it. One thread at a time."""

    def __init__(self, *, limits: Optional[Mapping[str, int]] = None, threads: int = 1, verify: bool = True,
                 redaction_key: Optional[str] = None, progress: Optional[Progress] = None, cancel: Optional[Callable[[], bool]] = None,
                 log: Optional[Callable[[int, str], None]] = None, now: Optional[Callable[[], float]] = None,
                 cache: Optional["Cache"] = None) -> None:
        self._handle: Optional[ctypes.c_void_p] = None
        self._library = library()
        self._keeper = _hosts.Keeper()
        handle = ctypes.c_void_p()
        status = self._library.cisdock_context_new(None, ctypes.byref(handle))
        if status:
            raise errors.from_context(self._library, None, status)
        self._handle = handle
        for name, value in {"THREADS": threads, "VERIFY": int(verify), **(limits or {})}.items():
            self.set(name, value)
        if redaction_key is not None:
            self.call("cisdock_context_set_str", CONSTANTS["OPT_REDACTION_KEY"], redaction_key.encode())
        self._set_hooks(progress, cancel, log, now)
        if cache is not None:
            self._set_cache(cache)

    def set(self, name: str, value: int) -> None:
        """Set a numeric option by the name of its constant: "MAX_LAYERS"."""
        key = CONSTANTS.get("OPT_" + name)
        if key is None:
            known = ", ".join(sorted(constant[4:] for constant in CONSTANTS if constant.startswith("OPT_")))
            raise errors.InvalidArgument(f"there is no option {name}; there are: {known}", "argument")
        self.call("cisdock_context_set_u64", key, value)

    def _set_hooks(self, progress: Any, cancel: Any, log: Any, now: Any) -> None:
        keeper, hooks = self._keeper, _ffi.Hooks()
        if log is not None:
            hooks.log = keeper.guard(_ffi.LOG, None, lambda _u, level, message: log(level, _ffi.text(message)))
        if progress is not None:
            hooks.progress = keeper.guard(_ffi.PROGRESS, None, lambda _u, phase, done, total: progress(_ffi.text(phase), done, total))
        if now is not None:
            hooks.now = keeper.guard(_ffi.NOW, 0, lambda _u: int(now()))
        # A callback that raised ends the running call.
        hooks.cancel = keeper.guard(_ffi.CANCEL, 1, lambda _u: int(keeper.pending is not None or bool(cancel and cancel())))
        keeper.hold(hooks)
        self.call("cisdock_context_set_hooks", ctypes.byref(hooks))

    def _set_cache(self, cache: "Cache") -> None:
        def get(_user: Any, key: bytes, into: int) -> int:
            value = cache.get(key.decode())
            if value is None:
                return 0
            sink = _ffi.Sink.from_address(into)
            return 1 if sink.write(sink.user, ctypes.cast(ctypes.c_char_p(value), ctypes.c_void_p), len(value)) == 0 else -1

        def put(_user: Any, key: bytes, data: int, size: int) -> int:
            cache.put(key.decode(), ctypes.string_at(data, size))
            return 0

        table = _ffi.Cache(get=self._keeper.guard(_ffi.GET, -1, get), put=self._keeper.guard(_ffi.PUT, -1, put))
        self._keeper.hold(table)
        self.call("cisdock_context_set_cache", ctypes.byref(table))

    @property
    def handle(self) -> ctypes.c_void_p:
        if self._handle is None:
            raise errors.Closed("this context was closed: make a new one")
        return self._handle

    def call(self, name: str, *arguments: Any) -> None:
        """Call a function whose first argument is the context. What a callback raised comes out unchanged."""
        function = getattr(self._library, name, None)
        if function is None:
            raise errors.Unsupported(f"the library {_ffi.text(self._library.cisdock_version())} has no {name}: install a newer one", "unsupported")
        status = function(self.handle, *arguments)
        self._keeper.sweep()
        pending = self._keeper.take()
        if pending is not None:
            raise pending
        if status:
            raise errors.from_context(self._library, self.handle, status)

    def make(self, kind: Type[_T], name: str, *arguments: Any) -> _T:
        """Call a creator: the same with an out-parameter."""
        out = ctypes.c_void_p()
        try:
            self.call(name, *arguments, ctypes.byref(out))
        except BaseException:
            if out:
                getattr(self._library, kind.FREE)(out)
            raise
        return kind(self, out)

    def memory(self) -> Tuple[int, int]:
        """Bytes that the context and its handles hold now, and held at most."""
        now, peak = ctypes.c_uint64(), ctypes.c_uint64()
        self._library.cisdock_context_memory(self.handle, ctypes.byref(now), ctypes.byref(peak))
        return now.value, peak.value

    def close(self) -> None:
        if self._handle is not None:
            self._library.cisdock_context_free(self._handle)
            self._handle = None

    def __enter__(self) -> "Context":
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    def __del__(self) -> None:
        if getattr(self, "_handle", None) is not None:
            self.close()

    def __reduce__(self) -> Any:
        raise TypeError("a context cannot be pickled: make one in each process")


class Handle:
    """What all handles share."""

    FREE = ""

    def __init__(self, context: Context, handle: ctypes.c_void_p) -> None:
        self.context = context
        self._handle: Optional[ctypes.c_void_p] = handle

    @property
    def handle(self) -> ctypes.c_void_p:
        if self._handle is None:
            raise errors.Closed(f"this {type(self).__name__.lower()} was closed: make a new one")
        return self._handle

    def _ask(self, name: str, *arguments: Any) -> Any:
        return getattr(self.context._library, name)(self.handle, *arguments)

    def _text(self, name: str, *arguments: Any) -> Optional[str]:
        return _ffi.text(self._ask(name, *arguments))  # type: ignore[no-any-return]

    def close(self) -> None:
        handle, self._handle = self._handle, None
        if handle is not None:
            getattr(self.context._library, self.FREE)(handle)

    def __enter__(self: _T) -> _T:
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    def __del__(self) -> None:
        if getattr(self, "_handle", None) is not None:
            self.close()

    def __reduce__(self) -> Any:
        raise TypeError(f"a {type(self).__name__.lower()} cannot be pickled; layer facts and the JSON of reports can")

    def _problems(self, name: str) -> List[model.Problem]:
        lib, found = self.context._library, []
        at = self._ask(name)
        while at:
            size = ctypes.c_size_t()
            path = lib.cisdock_problem_path(at, ctypes.byref(size))
            layer, offset = lib.cisdock_problem_layer(at), lib.cisdock_problem_offset(at)
            found.append(model.Problem(
                _ffi.text(lib.cisdock_problem_class(at)), "error" if lib.cisdock_problem_severity(at) else "warning",
                _ffi.text(lib.cisdock_problem_message(at)), None if layer < 0 else layer,
                os.fsdecode(_ffi.copied(path, size.value)) if path else None, None if offset < 0 else offset,
                _ffi.text(lib.cisdock_problem_document(at)), _ffi.text(lib.cisdock_problem_pointer(at))))
            at = lib.cisdock_problem_next(at)
        return found


class Cache:
    """A store of layer facts of your own: subclass it. Values check themselves; a failing cache never fails an analysis."""

    def get(self, key: str) -> Optional[bytes]:
        raise NotImplementedError

    def put(self, key: str, value: bytes) -> None:
        raise NotImplementedError


class FolderCache(Cache):
    """A cache in a folder, one file a value, shared by any number of processes."""

    def __init__(self, folder: "Union[str, os.PathLike[str]]") -> None:
        self._folder = os.fspath(folder)
        os.makedirs(self._folder, mode=0o700, exist_ok=True)

    def _path(self, key: str) -> str:
        return os.path.join(self._folder, "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "_" for c in key))

    def get(self, key: str) -> Optional[bytes]:
        try:
            with open(self._path(key), "rb") as file:
                return file.read()
        except OSError:
            return None

    def put(self, key: str, value: bytes) -> None:
        path = self._path(key)
        part = f"{path}.{os.getpid()}.{id(value):x}.part"
        with open(part, "xb") as file:
            file.write(value)
        os.replace(part, path)


class Plan(Handle):
    """What an analysis collects."""

    FREE = "cisdock_plan_free"

    @classmethod
    def base(cls, context: Context) -> "Plan":
        return context.make(cls, "cisdock_plan_base")

    @classmethod
    def everything(cls, context: Context) -> "Plan":
        return context.make(cls, "cisdock_plan_all")

    @classmethod
    def documents(cls, context: Context) -> "Plan":
        return context.make(cls, "cisdock_plan_documents")

    def merge(self, other: "Plan") -> "Plan":
        return self.context.make(Plan, "cisdock_plan_merge", self.handle, other.handle)

    @property
    def reads_layers(self) -> bool:
        return bool(self._ask("cisdock_plan_reads_layers"))


class ImageInfo:
    """One image of a source, as its documents tell."""

    def __init__(self, image: "Image", index: int) -> None:
        self._image = image
        self.index = index

    def _text(self, what: str) -> Optional[str]:
        return self._image._text("cisdock_image_" + what, self.index)

    @property
    def names(self) -> List[str]:
        count = self._image._ask("cisdock_image_name_count", self.index)
        return [self._image._text("cisdock_image_name_at", self.index, i) or "" for i in range(count)]

    @property
    def id(self) -> Optional[str]:
        return self._text("id")

    @property
    def manifest_digest(self) -> Optional[str]:
        return self._text("manifest_digest")

    @property
    def platform(self) -> str:
        """"linux/amd64", "linux/arm/v7"; "unknown" where a part is not told."""
        parts = [self._text("os") or "unknown", self._text("architecture") or "unknown", self._text("variant")]
        return "/".join(part for part in parts if part)

    @property
    def config(self) -> Optional[Dict[str, Any]]:
        size = ctypes.c_size_t()
        data = self._image._ask("cisdock_image_config", self.index, ctypes.byref(size))
        return json.loads(_ffi.copied(data, size.value)) if data else None

    @property
    def layers(self) -> List[Dict[str, Any]]:
        ask, text = self._image._ask, self._image._text
        return [{"digest": text("cisdock_image_layer_digest", self.index, i), "diff_id": text("cisdock_image_layer_diff_id", self.index, i),
                 "media_type": text("cisdock_image_layer_media_type", self.index, i), "size": ask("cisdock_image_layer_size", self.index, i)}
                for i in range(ask("cisdock_image_layer_count", self.index))]

    def matches(self, name: Optional[str] = None, platform: Optional[str] = None) -> bool:
        return bool(self._image._ask("cisdock_image_matches", self.index, _encoded(name), _encoded(platform)))

    def select(self) -> None:
        """Choose this image for Image.analyze()."""
        self._image.context.call("cisdock_image_select", self._image.handle, self.index)


class Image(Handle):
    """The images of one source, and a choice among them."""

    FREE = "cisdock_image_close"

    @classmethod
    def open(cls, context: Context, source: Any, *, name: Optional[str] = None, platform: Optional[str] = None) -> "Image":
        """Open bytes, a path (a folder is an OCI layout), a binary file, random access, a reader function, or a store of blobs."""
        if isinstance(source, (str, os.PathLike)) and os.path.isdir(source):
            source = _hosts.Folder(source)
        if callable(getattr(source, "open_blob", None)):
            table: Any = _hosts.blobs(context._keeper, source)
            function = "cisdock_image_open_blobs"
        else:
            table, function = _hosts.source(context._keeper, source), "cisdock_image_open"
        return context.make(cls, function, ctypes.byref(table), _encoded(name), _encoded(platform))

    @property
    def ready(self) -> bool:
        """False for a forward-only source that was not analyzed yet."""
        return bool(self._ask("cisdock_image_ready"))

    @property
    def format(self) -> str:
        return self._text("cisdock_image_format") or "unknown"

    @property
    def images(self) -> List[ImageInfo]:
        return [ImageInfo(self, i) for i in range(self._ask("cisdock_image_count"))]

    @property
    def selected(self) -> Optional[ImageInfo]:
        index = self._ask("cisdock_image_selected")
        return None if index < 0 else ImageInfo(self, index)

    @property
    def skipped(self) -> List[Tuple[Optional[str], Optional[str]]]:
        """Manifests that were passed over: digest and reason."""
        return [(self._text("cisdock_image_skipped_digest", i), self._text("cisdock_image_skipped_reason", i))
                for i in range(self._ask("cisdock_image_skipped_count"))]

    @property
    def problems(self) -> List[model.Problem]:
        return self._problems("cisdock_image_problems")

    def analyze(self, plan: Optional[Plan] = None) -> "Analysis":
        """Read the layers of the chosen image."""
        return self.context.make(Analysis, "cisdock_analyze", self.handle, plan.handle if plan else None)

    def set_source_name(self, name: Optional[str]) -> None:
        """Say what the source is called; facts name the layer of a root file system so."""
        self.context.call("cisdock_image_set_source_name", self.handle, _encoded(name))

    def choose_platform(self) -> None:
        """Among several platforms of one name choose this machine's own; leave all else as it is."""
        if not self.ready or self.selected is not None:
            return
        fitting = [info for info in self.images if info.matches(None, own_platform())]
        if len(fitting) == 1 and len({info.platform for info in self.images}) > 1:
            fitting[0].select()


class LayerFacts(Handle):
    """What one layer holds, or several folded. Can be pickled."""

    FREE = "cisdock_layer_facts_free"

    @classmethod
    def analyze(cls, context: Context, source: Any, plan: Optional[Plan] = None) -> "LayerFacts":
        table = _hosts.source(context._keeper, source)
        return context.make(cls, "cisdock_layer_analyze", ctypes.byref(table), plan.handle if plan else None)

    @classmethod
    def parse(cls, data: bytes, context: Optional[Context] = None) -> "LayerFacts":
        context = context or Context()
        return context.make(cls, "cisdock_layer_facts_parse", data, len(data))

    def serialize(self) -> bytes:
        sink = _hosts.Collector(self.context._keeper)
        self.context.call("cisdock_layer_facts_serialize", self.handle, ctypes.byref(sink.table))
        return sink.value()

    def fold(self, upper: "LayerFacts") -> "LayerFacts":
        """These facts with an upper layer's on top."""
        return self.context.make(LayerFacts, "cisdock_layer_facts_fold", self.handle, upper.handle)

    def covers(self, plan: Optional[Plan] = None) -> bool:
        return bool(self._ask("cisdock_layer_facts_covers", plan.handle if plan else None))

    @property
    def digest(self) -> Optional[str]:
        return self._text("cisdock_layer_facts_digest")

    @property
    def diff_id(self) -> Optional[str]:
        return self._text("cisdock_layer_facts_diff_id")

    @property
    def entries(self) -> int:
        return int(self._ask("cisdock_layer_facts_entries"))

    def __reduce__(self) -> Any:
        return (LayerFacts.parse, (self.serialize(),))


class Analysis(Handle):
    """The facts of one image."""

    FREE = "cisdock_analysis_free"

    @classmethod
    def from_layers(cls, context: Context, config: Optional[bytes], layers: Iterable[LayerFacts], name: Optional[str] = None) -> "Analysis":
        """From an image's configuration and the facts of its layers, lowest first."""
        handles = [layer.handle for layer in layers]
        array = (ctypes.c_void_p * max(len(handles), 1))(*[handle.value for handle in handles])
        return context.make(cls, "cisdock_analysis_from_layers", config, len(config or b""), array, len(handles), _encoded(name))

    @classmethod
    def from_json(cls, context: Context, source: Any) -> "Analysis":
        table = _hosts.source(context._keeper, source)
        return context.make(cls, "cisdock_analysis_from_json", ctypes.byref(table))

    @property
    def image_id(self) -> Optional[str]:
        return self._text("cisdock_analysis_image_id")

    @property
    def names(self) -> List[str]:
        return [self._text("cisdock_analysis_name_at", i) or "" for i in range(self._ask("cisdock_analysis_name_count"))]

    @property
    def packages(self) -> List[model.Package]:
        found = []
        for index in range(self._ask("cisdock_analysis_package_count")):
            p = _ffi.Package()
            self._ask("cisdock_analysis_package_at", index, ctypes.byref(p))
            words = {name: os.fsdecode(_ffi.copied(getattr(p, name), getattr(p, name + "_size"))) for name in ("name", "version", "arch", "source", "license")}
            path = os.fsdecode(_ffi.copied(p.path, p.path_size)) if p.path else None
            found.append(model.Package(db=_ffi.text(p.db), path=path, installed_size=p.installed_size, layer=p.layer, language=bool(p.language), **words))
        return found

    @property
    def users(self) -> List[model.User]:
        found = []
        for index in range(self._ask("cisdock_analysis_user_count")):
            u = _ffi.User()
            self._ask("cisdock_analysis_user_at", index, ctypes.byref(u))
            words = [os.fsdecode(_ffi.copied(getattr(u, name), getattr(u, name + "_size"))) for name in ("name", "home", "shell")]
            found.append(model.User(words[0], u.uid if u.has_uid else None, u.gid if u.has_uid else None, words[1], words[2]))
        return found

    def _visitor(self, take: Callable[[model.File], None]) -> _ffi.FileVisitor:
        def visit(_user: Any, address: int) -> int:
            f = _ffi.File.from_address(address)
            take(model.File(_ffi.copied(f.path, f.path_size), chr(f.type), f.mode, f.uid, f.gid, f.size, f.mtime, _ffi.copied(f.link, f.link_size), f.layer,
                            bool(f.hardlink), _ffi.copied(f.sha256, 32) if f.sha256 else None))
            return 0

        return _ffi.FileVisitor(file=self.context._keeper.guard(_ffi.FILE, -1, visit))

    def files(self) -> List[model.File]:
        """All files of the squashed tree, in order of their paths."""
        found: List[model.File] = []
        self.context.call("cisdock_analysis_each_file", self.handle, ctypes.byref(self._visitor(found.append)))
        return found

    def find(self, path: Union[str, bytes], follow: bool = True) -> Optional[model.File]:
        """One file by its path; None where there is none."""
        raw = os.fsencode(path).lstrip(b"/")
        found: List[model.File] = []
        try:
            self.context.call("cisdock_analysis_find_file", self.handle, raw, len(raw), int(follow), ctypes.byref(self._visitor(found.append)))
        except errors.NotFound:
            return None
        return found[0] if found else None

    def os_release(self, key: str) -> Optional[str]:
        size = ctypes.c_size_t()
        data = self._ask("cisdock_analysis_os_release", key.encode(), ctypes.byref(size))
        return os.fsdecode(_ffi.copied(data, size.value)) if data else None

    @property
    def problems(self) -> List[model.Problem]:
        return self._problems("cisdock_analysis_problems")

    def to_json(self, *, redact: bool = False, gates: bool = False) -> str:
        """What the analysis sees; `gates`: and what Anchore's gates need, which cannot be redacted."""
        flags = (CONSTANTS["FACTS_REDACT"] if redact else 0) | (CONSTANTS["FACTS_GATES"] if gates else 0)
        sink = _hosts.Collector(self.context._keeper)
        array = (ctypes.c_void_p * 1)(self.handle.value)
        self.context.call("cisdock_analysis_write_json", array, 1, flags, ctypes.byref(sink.table))
        return sink.value().decode()


class Evidence(Handle):
    """What is known besides the image."""

    FREE = "cisdock_evidence_free"

    @classmethod
    def new(cls, context: Context) -> "Evidence":
        return context.make(cls, "cisdock_evidence_new")

    def add(self, kind: str, document: Any) -> None:
        """Add a document: bytes, a path, a binary file; a dict or list is written as JSON first."""
        if isinstance(document, (dict, list)):
            document = json.dumps(document).encode()
        table = _hosts.source(self.context._keeper, document)
        self.context.call("cisdock_evidence_add_document", self.handle, kind.encode(), ctypes.byref(table))

    def add_folder(self, folder: "Union[str, os.PathLike[str]]") -> None:
        """Add the documents of a folder as `cisdock collect` writes it."""
        lib = self.context._library
        if not os.path.isdir(folder):
            raise NotADirectoryError(f"{os.fspath(folder)} is no folder of evidence")
        for index in range(lib.cisdock_evidence_file_count()):
            path = os.path.join(folder, _ffi.text(lib.cisdock_evidence_file_name(index)))
            kind = _ffi.text(lib.cisdock_evidence_file_kind(index))
            if os.access(path, os.R_OK):
                self.add(kind, path)
            elif os.path.exists(path) and self.state(kind) == "not_asked":
                self.mark(kind, "denied")

    def ask(self, host: Optional[_hosts.Host] = None) -> None:
        """Ask a host about its files; None for this machine. What was added before is not asked for."""
        table = _hosts.answers(self.context._keeper, host or _hosts.LocalHost())
        self.context.call("cisdock_evidence_ask", self.handle, ctypes.byref(table))

    def mark(self, kind: str, state: str) -> None:
        """Say that a kind is "absent" or "denied", or that its list is "complete"."""
        self.context.call("cisdock_evidence_mark", self.handle, kind.encode(), CONSTANTS["EVIDENCE_" + state.upper()])

    def add_problem(self, document: str, failure: Exception) -> None:
        """Record that something which should have been judged by could not be read, so that every report made with this evidence
        says so. A CisdockError gives its class and place; any other exception counts as class "io"."""
        known = failure if isinstance(failure, errors.CisdockError) else errors.CisdockError(str(failure) or type(failure).__name__, "io")
        offset = -1 if known.place.offset is None else known.place.offset
        self.context.call("cisdock_evidence_add_problem", self.handle, known.error_class.encode(), known.message.encode(), document.encode(),
                          _encoded(known.place.pointer), offset)

    def is_complete(self, kind: str) -> bool:
        """Was a list given, and said to be whole?"""
        return bool(self._ask("cisdock_evidence_is_complete", kind.encode()))

    def text(self, kind: str) -> Optional[str]:
        """A document's text, as it was added or put together from the host's answers; None where it is kept in another form."""
        return self._text("cisdock_evidence_text", kind.encode(), None)

    def state(self, kind: str) -> str:
        words = ("not_asked", "given", "absent", "denied", "damaged")
        return words[self._ask("cisdock_evidence_state", kind.encode())]

    @property
    def problems(self) -> List[model.Problem]:
        return self._problems("cisdock_evidence_problems")


class Bundle(Handle):
    """A policy bundle, or a built-in benchmark."""

    FREE = "cisdock_bundle_free"

    @classmethod
    def builtin(cls, context: Context, benchmark: Optional[str] = None) -> "Bundle":
        """A built-in benchmark; None for the newest."""
        return context.make(cls, "cisdock_bundle_builtin", _encoded(benchmark))

    @classmethod
    def parse(cls, context: Context, source: Any, name: Optional[str] = None) -> "Bundle":
        """Bytes, a path, a binary file; a dict is written as JSON first."""
        if isinstance(source, dict):
            source = json.dumps(source).encode()
        if name is None and isinstance(source, (str, os.PathLike)):
            name = os.fspath(source)
        table = _hosts.source(context._keeper, source)
        return context.make(cls, "cisdock_bundle_parse", ctypes.byref(table), _encoded(name))

    def plan(self, benchmark: Optional[str] = None) -> Plan:
        """What its rules need; with a benchmark that is judged beside them, what that needs too."""
        own = self.context.make(Plan, "cisdock_bundle_plan", self.handle)
        return own if benchmark is None else own.merge(Plan.base(self.context))

    @property
    def id(self) -> Optional[str]:
        return self._text("cisdock_bundle_id")

    @property
    def problems(self) -> List[model.Problem]:
        return self._problems("cisdock_bundle_problems")

    def explain(self, tag: Optional[str] = None) -> str:
        """As JSON, what the bundle would do with a reference; None for the one that the engine takes."""
        sink = _hosts.Collector(self.context._keeper)
        self.context.call("cisdock_bundle_explain", self.handle, _encoded(tag), ctypes.byref(sink.table))
        return sink.value().decode()

    def evaluate(self, analysis: Optional[Analysis] = None, evidence: Optional[Evidence] = None, selection: Optional["Selection"] = None) -> "Report":
        """Judge an image, a host, or both."""
        return self.context.make(Report, "cisdock_evaluate_bundle", self.handle, analysis.handle if analysis else None,
                                 evidence.handle if evidence else None, selection.handle if selection else None)


class Selection(Handle):
    """What of a bundle is evaluated."""

    FREE = "cisdock_selection_free"

    @classmethod
    def new(cls, context: Context, *, scope: Optional[str] = None, level: Optional[int] = None, targets: Union[str, Iterable[str], None] = None,
            only: Union[str, Iterable[str], None] = None, skip: Union[str, Iterable[str], None] = None, compat: Optional[str] = None,
            tag: Optional[str] = None, benchmark: Optional[str] = None) -> "Selection":
        """`benchmark`: the id of a built-in one, judged beside the policies of a bundle."""
        selection = context.make(cls, "cisdock_selection_new")
        texts = {"SCOPE": scope, "TARGETS": _joined(targets), "ONLY": _joined(only), "SKIP": _joined(skip), "COMPAT": compat, "TAG": tag,
                 "BENCHMARK": benchmark}
        for key, value in texts.items():
            if value is not None:
                context.call("cisdock_selection_set_str", selection.handle, CONSTANTS["SELECT_" + key], value.encode())
        if level is not None:
            context.call("cisdock_selection_set_u64", selection.handle, CONSTANTS["SELECT_LEVEL"], level)
        return selection


class Report(Handle):
    """Findings, numbers and policy results. Immutable."""

    FREE = "cisdock_report_free"

    def write(self, format: str = "json") -> str:  # pylint: disable=redefined-builtin
        """The report in one of the library's formats."""
        sink = _hosts.Collector(self.context._keeper)
        self.context.call("cisdock_report_write", self.handle, format.encode(), ctypes.byref(sink.table))
        return sink.value().decode()

    def to_json(self) -> str:
        """One JSON document, schema cisdock.report/1: the same bytes for the same input."""
        return self.write("json")

    @cached_property
    def data(self) -> Dict[str, Any]:
        """The document as it is."""
        return json.loads(self.to_json())  # type: ignore[no-any-return]

    @cached_property
    def recommendations(self) -> Tuple[model.Finding, ...]:
        return tuple(model.finding(item) for item in self.data["recommendations"])

    @cached_property
    def summary(self) -> Optional[model.Summary]:
        return model.summary(self.data["summary"])

    @cached_property
    def policy(self) -> Optional[model.Policy]:
        return model.policy(self.data["policy"])

    @cached_property
    def problems(self) -> Tuple[model.Problem, ...]:
        return tuple(model.problem(item) for item in self.data["problems"])

    @property
    def has_errors(self) -> bool:
        """Something that was given could not be read to its end."""
        return bool(self._ask("cisdock_report_has_errors"))

    def asks_to_stop(self, fail_on: str = "fail") -> bool:
        """Does a verdict ("fail", or "warn" too) or the policy's final action ask to stop? "never": no."""
        if fail_on == "never":
            return False
        words = {"fail", "warn"} if fail_on == "warn" else {"fail"}
        stop = self._text("cisdock_report_final_action") == "stop"
        return stop or any(finding.verdict in words for finding in self.recommendations)

    def __getitem__(self, id_or_slug: str) -> model.Finding:
        for finding in self.recommendations:
            if id_or_slug in (finding.id, finding.slug):
                return finding
        raise KeyError(id_or_slug)

    def __iter__(self) -> Iterator[model.Finding]:
        return iter(self.recommendations)

    def __len__(self) -> int:
        return int(self._ask("cisdock_report_count"))


def _encoded(value: Optional[str]) -> Optional[bytes]:
    return None if value is None else value.encode()


def _joined(value: Union[str, Iterable[str], None]) -> Optional[str]:
    return value if value is None or isinstance(value, str) else ",".join(value)


def own_platform() -> str:
    """This machine's platform in the words of images."""
    words = {"x86_64": "amd64", "aarch64": "arm64", "armv7l": "arm", "armv6l": "arm", "i686": "386", "i386": "386", "loongarch64": "loong64"}
    return "linux/" + words.get(machine.machine(), machine.machine())


def compare_versions(scheme: str, first: str, second: str) -> int:
    """-1, 0 or 1: the order of two versions of packages as "dpkg", "rpm", "apk", "pep440", "semver" or "gem" have it."""
    order = ctypes.c_int32()
    status = library().cisdock_compare_versions(scheme.encode(), first.encode(), second.encode(), ctypes.byref(order))
    if status:
        kind = errors.BY_STATUS[status]
        raise kind(f"no versions of {scheme}: {first!r}, {second!r}", "argument" if kind is errors.InvalidArgument else "bad-version")
    return order.value


def _gather(context: Context, evidence: Any, dockerfile: Any, site: Any) -> Optional[Evidence]:
    if evidence is None and dockerfile is None and site is None:
        return None
    gathered = evidence if isinstance(evidence, Evidence) else Evidence.new(context)
    if isinstance(evidence, Mapping):
        for kind, document in evidence.items():
            gathered.add(kind, document)
    elif evidence is not None and not isinstance(evidence, Evidence):
        gathered.add_folder(evidence)
    for kind, document in (("dockerfile", dockerfile), ("site", site)):
        if document is not None:
            gathered.add(kind, document)
    return gathered


def scan(source: Any, *, benchmark: Optional[str] = None, bundle: Any = None, scope: str = "image", dockerfile: Any = None, evidence: Any = None,
         site: Any = None, level: Optional[int] = None, targets: Union[str, Iterable[str], None] = None, only: Union[str, Iterable[str], None] = None,
         skip: Union[str, Iterable[str], None] = None, compat: Optional[str] = None, tag: Optional[str] = None, name: Optional[str] = None,
         platform: Optional[str] = None, context: Optional[Context] = None, **options: Any) -> Report:
    """Judge one image, or with `source` None a Dockerfile or a host's evidence alone.

    `source`: bytes, a path (a folder is an OCI layout), a binary file, random access, a reader function, or a store of blobs.
    `benchmark`: a built-in one's id; None for the newest. `bundle`: a policy bundle instead (bytes, path, file, dict); with a
    benchmark as well, both are judged. A bundle that cannot be read raises: Evidence.add_problem() serves those who go on without.
    `evidence`: a folder, a mapping from kinds to documents, or Evidence. `options` are those of Context: limits, threads, progress, cancel, cache, ...
    """
    context = context or Context(**options)
    judged = bundle if isinstance(bundle, Bundle) else Bundle.builtin(context, benchmark) if bundle is None else Bundle.parse(context, bundle)
    plan = None if bundle is None else judged.plan(benchmark)
    gathered = _gather(context, evidence, dockerfile, site)
    selection = Selection.new(context, scope=scope, level=level, targets=targets, only=only, skip=skip, compat=compat, tag=tag,
                              benchmark=None if bundle is None else benchmark)
    if source is None:
        return judged.evaluate(None, gathered, selection)
    with Image.open(context, source, name=name, platform=platform) as image:
        if platform is None:
            image.choose_platform()
        with image.analyze(plan) as analysis:
            return judged.evaluate(analysis, gathered, selection)
