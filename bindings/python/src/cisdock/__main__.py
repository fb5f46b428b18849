# SPDX-License-Identifier: Apache-2.0
"""`python -m cisdock scan IMAGE...`: what the program's scan does."""
import argparse
import calendar
import sys
import time
from typing import Any, Dict, List, Optional, Tuple

from . import Analysis, Bundle, Cancelled, CisdockError, Context, Evidence, FolderCache, Image, InvalidArgument, LibraryNotUsable, Plan, Report, Selection, __version__
from . import library_version, own_platform

FINE, STOP, USE, UNREAD = 0, 1, 2, 3


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m cisdock", description="Judges container images against the CIS Docker Benchmark, and by policy bundles.")
    parser.add_argument("--version", action="store_true", help="print the versions of binding and library")
    commands = parser.add_subparsers(dest="command")
    scan = commands.add_parser("scan", help="judge images")
    scan.add_argument("images", nargs="*", metavar="IMAGE", help="an archive, an OCI layout, a root file system; - is standard input")
    for name, what in (("benchmark", "a built-in benchmark; default: the newest"), ("bundle", "a policy bundle"), ("compat", "whose logic: anchore-1.1, anchore-0.3, intended"),
                       ("tag", "judge the image under this name"), ("target", "docker, linux-host, swarm, enterprise"), ("scope", "image, host or all"),
                       ("only", "these recommendations alone"), ("skip", "all but these"), ("dockerfile", "the Dockerfile of the image"),
                       ("evidence", "a folder of evidence"), ("facts", "judge facts that were written before"), ("site", "the site's policy"),
                       ("cache", "keep what layers hold in this folder"), ("platform", "which of several platforms"), ("now", "the time, as 2026-01-31T12:00:00Z")):
        scan.add_argument("--" + name, help=what)
    scan.add_argument("--level", type=int, choices=(1, 2))
    scan.add_argument("--threads", type=int, default=1)
    scan.add_argument("--all-platforms", action="store_true")
    scan.add_argument("--fail-on", choices=("fail", "warn", "never"), default="fail")
    scan.add_argument("--format", default="table", help="table, json, ...")
    scan.add_argument("--output", help="write there instead of standard output")
    return parser


class Run:
    """One run of scan."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.texts: List[str] = []
        self.stop = self.unread = False
        now = calendar.timegm(time.strptime(options.now, "%Y-%m-%dT%H:%M:%SZ")) if options.now else time.time()
        more: Dict[str, Any] = {"cache": FolderCache(options.cache)} if options.cache else {}
        self.context = Context(threads=options.threads, now=lambda: now, **more)
        self.selection = Selection.new(self.context, scope=options.scope, level=options.level, targets=options.target, only=options.only, skip=options.skip,
                                       compat=options.compat, tag=options.tag, benchmark=options.benchmark if options.bundle else None)
        self.evidence = self._evidence()
        self.bundle, self.plan = self._bundle()

    def _bundle(self) -> Tuple[Bundle, Optional[Plan]]:
        """A bundle that cannot be read stands in the reports, and the images are judged by the benchmark all the same."""
        path = self.options.bundle
        if path:
            try:
                bundle = Bundle.parse(self.context, path)
                return bundle, bundle.plan(self.options.benchmark)
            except Cancelled:
                raise
            except (CisdockError, OSError) as error:
                print(f"cisdock: {path}: {error}", file=sys.stderr)
                self.evidence.add_problem(path, error)
                self.unread = True
        return Bundle.builtin(self.context, self.options.benchmark), None

    def _evidence(self) -> Evidence:
        gathered = Evidence.new(self.context)
        if self.options.evidence:
            gathered.add_folder(self.options.evidence)
        for kind in ("dockerfile", "site"):
            path = getattr(self.options, kind)
            if path:
                gathered.add(kind, path)
        return gathered

    def judge(self, analysis: Optional[Analysis]) -> None:
        with self.bundle.evaluate(analysis, self.evidence, self.selection) as report:
            self._tell(report)

    def _tell(self, report: Report) -> None:
        self.unread |= report.has_errors
        self.stop |= report.asks_to_stop(self.options.fail_on)
        self.texts.append(report.write(self.options.format))

    def _meant(self, image: Image) -> List[Any]:
        """Images of one name on several platforms are choices of one."""
        found = image.images
        if self.options.platform:
            return [info for info in found if info.matches(None, self.options.platform)]
        if self.options.all_platforms:
            return found
        own = own_platform()
        return [info for info in found
                if info.matches(None, own) or not any(other.names[:1] == info.names[:1] and other.platform != info.platform for other in found)]

    def image(self, word: str) -> None:
        standard: Any = sys.stdin.buffer
        with Image.open(self.context, standard.raw.read if word == "-" else word, platform=self.options.platform) as image:
            if not image.ready or image.selected is not None:
                with image.analyze(self.plan) as analysis:
                    self.judge(analysis)
                return
            meant = self._meant(image)
            if not meant:
                platforms = ", ".join(info.platform for info in image.images)
                raise InvalidArgument(f"no image for this machine's platform; there are: {platforms}; choose one with --platform", "argument")
            for info in meant:
                info.select()
                with image.analyze(self.plan) as analysis:
                    self.judge(analysis)

    def all(self) -> int:
        options = self.options
        wrong = False
        for word in options.images:
            try:
                self.image(word)
            except Cancelled:
                raise
            except (CisdockError, OSError) as error:
                print(f"cisdock: {word}: {error}", file=sys.stderr)
                wrong |= isinstance(error, InvalidArgument)
                self.unread = True
        if options.facts:
            self.judge(Analysis.from_json(self.context, options.facts))
        elif not options.images:
            self.judge(None)
        text = "".join(self.texts) if options.format != "table" else "\n".join(self.texts)
        if options.output:
            with open(options.output, "w", encoding="utf-8") as file:
                file.write(text)
        else:
            sys.stdout.write(text)
        return USE if wrong else UNREAD if self.unread else STOP if self.stop else FINE


def main(arguments: Optional[List[str]] = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        if options.version:
            print(f"cisdock {__version__} (library {library_version()})")
            return FINE
        if options.command != "scan" or not (options.images or options.facts or options.dockerfile or options.evidence):
            _parser().print_help(sys.stderr)
            return USE
        return Run(options).all()
    except InvalidArgument as error:
        print(f"cisdock: {error}", file=sys.stderr)
        return USE
    except (CisdockError, LibraryNotUsable, OSError, ValueError) as error:
        print(f"cisdock: {error}", file=sys.stderr)
        return USE if isinstance(error, ValueError) else UNREAD


if __name__ == "__main__":
    sys.exit(main())
