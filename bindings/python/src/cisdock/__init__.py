# SPDX-License-Identifier: Apache-2.0
"""Judges container images and Docker hosts against the CIS Docker Benchmark, and by policy bundles.

    import cisdock
    report = cisdock.scan("image.tar")
    for finding in report.recommendations:
        print(finding.id, finding.verdict, finding.message)
"""
from ._hosts import BlobStore, Host, LocalHost, RandomAccess
from ._loader import LibraryNotUsable, library
from .api import (Analysis, Bundle, Cache, Context, Evidence, FolderCache, Image, ImageInfo, LayerFacts, Plan, Report, Selection, compare_versions, own_platform,
                  scan)
from .errors import (Ambiguous, Busy, Cancelled, CisdockError, Closed, Corrupt, DigestMismatch, HostError, InputOutputError, InternalError,
                     InvalidArgument, LimitReached, NoMemory, NotFound, NotReady, ParseError, Place, SchemaError, Truncated, Unsupported)
from .model import File, Finding, Level, Match, Object, Package, Policy, Problem, Score, Summary, User

__version__ = "0.1.0"


def library_version() -> str:
    """The version of the library that is loaded."""
    return str(library().cisdock_version().decode())


__all__ = [
    "Ambiguous", "Analysis", "BlobStore", "Bundle", "Busy", "Cache", "Cancelled", "CisdockError", "Closed", "Context", "Corrupt", "DigestMismatch",
    "Evidence", "File", "Finding", "FolderCache", "Host", "HostError", "Image", "ImageInfo", "InputOutputError", "InternalError", "InvalidArgument",
    "LayerFacts", "Level", "LocalHost", "LibraryNotUsable", "LimitReached", "Match", "NoMemory", "NotFound", "NotReady", "Object", "Package", "ParseError", "Place",
    "Plan", "Policy", "Problem", "RandomAccess", "Report", "SchemaError", "Score", "Selection", "Summary", "Truncated", "Unsupported", "User",
    "compare_versions", "library_version", "own_platform", "scan",
]
