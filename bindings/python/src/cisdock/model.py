# SPDX-License-Identifier: Apache-2.0
"""Facts and findings as frozen values."""
from dataclasses import dataclass, field
from typing import Any, Dict, Mapping, Optional, Tuple

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Problem:
    """A fault or oddity that was survived."""

    error_class: str
    severity: str
    message: str
    layer: Optional[int] = None
    path: Optional[str] = None
    offset: Optional[int] = None
    document: Optional[str] = None
    pointer: Optional[str] = None


@dataclass(frozen=True)
class Level:
    """A profile that a recommendation belongs to."""

    target: str
    level: int


@dataclass(frozen=True)
class Object:
    """One object (image, container, file, ...) that a finding judged."""

    kind: str
    id: Optional[str]
    name: Optional[str]
    verdict: str
    reason: Optional[str]
    message: str
    evidence: Tuple[Json, ...] = ()


@dataclass(frozen=True)
class Finding:
    """One recommendation, judged."""

    id: str
    slug: str
    title: str
    section: str
    scored: Optional[bool]
    assessment: Optional[str]
    levels: Tuple[Level, ...]
    verdict: str
    reason: Optional[str]
    basis: str
    confidence: str
    message: str
    remediation: Optional[str]
    objects: Tuple[Object, ...]
    evidence: Tuple[Json, ...]
    fingerprint: str


@dataclass(frozen=True)
class Score:
    """Numbers over a set of recommendations; None stands for 0/0."""

    counts: Mapping[str, int]
    score_percent: Optional[float]
    assessed_percent: Optional[float]
    assessed_score_percent: Optional[float]


@dataclass(frozen=True)
class Summary:
    """The numbers of a report. `headline` names the flavour that is the benchmark's own."""

    counts: Mapping[str, int]
    headline: str
    scored: Score
    all: Score
    docker_bench_score: int
    by_section: Tuple[Json, ...] = ()
    by_level: Tuple[Json, ...] = ()

    @property
    def score_percent(self) -> Optional[float]:
        """The headline number."""
        return (self.scored if self.headline == "scored" else self.all).score_percent


@dataclass(frozen=True)
class Match:
    """One match of a policy's rule."""

    policy_id: Optional[str]
    rule_id: Optional[str]
    gate: str
    trigger: str
    trigger_id: Optional[str]
    action: str
    message: str
    recommendation: Optional[str] = None
    allowlisted: Optional[Json] = None
    evidence: Tuple[Json, ...] = ()


@dataclass(frozen=True)
class Policy:
    """What a policy bundle gave."""

    mapping: Optional[str]
    policy_ids: Tuple[str, ...]
    final_action: str
    final_action_reason: str
    matches: Tuple[Match, ...]
    problems: Tuple[Json, ...] = ()
    outcome: str = "result"  # or "error_stop", "no_verdict": what the engine that the bundle was written for would have given


@dataclass(frozen=True)
class Package:
    """One package of an image."""

    db: str
    name: str
    version: str
    arch: str
    source: str
    path: Optional[str]
    license: str
    installed_size: int
    layer: int
    language: bool


@dataclass(frozen=True)
class User:
    """One account of an image."""

    name: str
    uid: Optional[int]
    gid: Optional[int]
    home: str
    shell: str


@dataclass(frozen=True)
class File:
    """One file of the squashed tree. Paths are bytes of the image: os.fsdecode makes them text."""

    path: bytes
    type: str
    mode: int
    uid: int
    gid: int
    size: int
    mtime: int
    link: bytes
    layer: int
    hardlink: bool
    sha256: Optional[bytes] = field(default=None, repr=False)


def _known(kind: Any, values: Dict[str, Any]) -> Any:
    """Members that a later library adds are left out."""
    return kind(**{name: value for name, value in values.items() if name in kind.__dataclass_fields__})


def problem(values: Dict[str, Any]) -> Problem:
    return _known(Problem, {**values, "error_class": values["class"]})  # type: ignore[no-any-return]


def finding(values: Dict[str, Any]) -> Finding:
    objects = tuple(_known(Object, {**item, "evidence": tuple(item.get("evidence", ()))}) for item in values["objects"])
    levels = tuple(_known(Level, item) for item in values["levels"])
    return _known(Finding, {**values, "objects": objects, "levels": levels, "evidence": tuple(values["evidence"])})  # type: ignore[no-any-return]


def summary(values: Optional[Dict[str, Any]]) -> Optional[Summary]:
    if values is None:
        return None
    scores = {flavour: _known(Score, values[flavour]) for flavour in ("scored", "all")}
    parts = {name: tuple(values.get(name, ())) for name in ("by_section", "by_level")}
    return _known(Summary, {**values, **scores, **parts})  # type: ignore[no-any-return]


def policy(values: Optional[Dict[str, Any]]) -> Optional[Policy]:
    if values is None:
        return None
    matches = tuple(_known(Match, {**item, "evidence": tuple(item.get("evidence", ()))}) for item in values["matches"])
    more = {"matches": matches, "policy_ids": tuple(values["policy_ids"]), "problems": tuple(values.get("problems", ()))}
    return _known(Policy, {**values, **more})  # type: ignore[no-any-return]
