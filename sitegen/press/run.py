"""One run: take in, lay out, verify, make, publish, remember."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from sitegen.core.task import Digest
from sitegen.engine.manifest import noted
from sitegen.engine.traces import Standing, Traces
from sitegen.engine.writer import Output
from sitegen.output.plan import FINDINGS
from sitegen.press import settled, tree
from sitegen.press.answers import FACETS, PRINTS, Answers, cut_source
from sitegen.press.census import Census
from sitegen.press.honesty import judged, judged_again
from sitegen.press.intake import PICTURES, Progress, take_in
from sitegen.press.keeping import keep_going
from sitegen.press.layout import intake_problems, lay_out, published
from sitegen.press.making import Stale, make, stale
from sitegen.press.memory import Memory
from sitegen.press.order import at_setting, findings, opened, output_folder, output_name, remember, require_indexer
from sitegen.press.plugging import plugged
from sitegen.press.report import Options, Report, Stage
from sitegen.press.tree import Tree

if TYPE_CHECKING:
    from sitegen.core.proofs import Proof

__all__ = ["run"]


def run(
    options: Options, press_time: dt.datetime, progress: Progress, own: Memory, hints: Iterable[str] | None, census: Census | None = None
) -> Report:
    """What ``own`` remembers and ``hints`` or a ``census`` tell spares looking; raises what :func:`sitegen.pipeline.build` does."""
    clock = _Clock()
    config, gate, settings = opened(options)
    remember(own.readings, options, config, settings)
    require_indexer(options, config)
    is_hinted = hints is not None and own.is_settled and config == own.config
    before = own.intake if config == own.config else None
    intake = take_in(
        gate, config, own.readings, own.known, plugged(options, config, gate), jobs=options.jobs, before=before,
        hints=hints if is_hinted else None, census=census, progress=progress, published=partial(published, own.traces),
    )
    own.intake, own.config, own.is_settled = intake, config, False
    clock.tick("parsed", intake.parsed, ("looked at", len(intake.files)), ("opened", intake.opened))
    traces, folder = own.traces, output_folder(options, config)
    found = intake_problems(intake)
    edition, keeping = keep_going(intake, options, config, gate, own, partial(lay_out, options, config, gate, press_time, own))
    intake = keeping.intake
    desk = edition.desk
    clock.tick("assembled", edition.assembled)
    problems = [*found, *keeping.forgiven, *edition.problems]

    output = None if options.checking else Output(folder, (traces.about("manifest"), partial(_listed, own)))
    on_disk = Tree(traces.outputs) if output is None or is_hinted else tree.standing(folder, traces.outputs, output.before)
    is_known = is_hinted or intake.before == traces.about("files") != ""
    changed = intake.changed if is_known and edition.plan is None and not options.keep_going else None
    facets = _changed(desk, traces, changed)
    notes, is_some, silent = None, False, traces.about("silent") or ()
    if output is None or edition.plan is not None or facets or output.mark != traces.about("manifest"):  # else no word is another
        told = traces.about("told") if edition.told is None else edition.told
        is_ours = output is not None and output.mark == traces.about("manifest")
        some = judged_again(told, intake.files, output.note, press_time, changed, silent) if output and is_ours and changed is not None else None
        if some:
            (notes, silent), is_some = some, True
        else:
            notes, silent = judged(told, intake.files, output.notes if output else noted(folder), press_time)
    problems += silent
    tasks, gone = stale(desk, traces, edition.plan, on_disk.lost, facets, edition.shows)
    resting = {path for path, (task, _) in tasks.items() if task.is_tree and (options.checking or not options.indexing)}
    tasks = {path: one for path, one in tasks.items() if path not in resting}
    clock.tick("verified", len(edition.plan or ()))
    if keeping.stops(problems, options, config):
        tasks = {path: task for path, task in tasks.items() if path.startswith(FINDINGS)}
    try:
        made = make(desk, tasks, on_disk.digest, traces, output.staging if output and tasks else None, jobs=options.jobs, progress=progress)
        traces.drop(gone)
        traces.void(resting)
        clock.tick("rendered", len(made.outputs))
        found_by_tasks = tuple(traces.findings())
        problems += [*(at_setting(one, options) for one in made.failures), *keeping.of_today(found_by_tasks), *tree.unreadable(desk, intake, traces, found_by_tasks)]
        proofs: tuple[Proof, ...] = ()
        if options.checking:
            from sitegen.press.proofs import proofread  # much that a build never needs

            proofs, more = proofread(gate, config, intake, desk, own.readings, options.jobs)
            problems += more
            clock.tick("proofread", len(proofs))
        report = Report(
            edition.articles, rendered=len(made.outputs), made=tuple(sorted(made.outputs)),
            findings=tuple(filter(options.choice.takes, findings(problems, options, config))),
            next_change=desk.site.next_change, explained=tuple(_explained(options.explain, desk, traces, tasks)), proofs=proofs,
            kept=keeping.kept, left_out=keeping.left_out,
        )
        if options.audit:
            report = _audited(report, options.audit, desk, traces, tasks)
        if output is None or report.differing or keeping.stops(problems, options, config):
            _undone(own, output)
            return replace(report, stages=clock.stages())
        clock.tick("pictures", tree.print_missing(desk, traces, options.jobs, progress))
        wanted = tree.copies(desk, intake, traces)
        staged = made.staged | tree.stage_copies(gate, desk, wanted, on_disk.digest, output)
        wanted |= made.leaves | tree.leaves(traces, gone | made.outputs.keys())
        if edition.plan is None:
            whole = {*wanted, *[path for path, one in traces.outputs.items() if not one.source]}
        else:
            whole = {*wanted, *[path for path, task in edition.plan.items() if not (path.startswith(FINDINGS) or task.is_tree)]}
        wrote = output.publish(staged, whole - staged.keys(), notes, some=is_some)
    except BaseException:
        _undone(own, output)
        raise
    clock.tick("written", len(wrote.written))
    known, sources = traces.outputs, {path: one.source for path, one in wanted.items()}
    unsure = {path: one for path, one in known.items() if one.state is None and path in whole}
    unsure |= {path: one for path, one in on_disk.moved.items() if path in whole}
    unsure |= {path: Standing(one.digest, None) for path, one in staged.items()}
    unsure |= {path: known[path] for path, source in sources.items() if path not in unsure and known[path].source != source}
    unsure = {path: one._replace(source=sources.get(path, "")) for path, one in unsure.items()}
    left = known.keys() - whole
    files = "" if options.keep_going else intake.mark  # else a stand-in may be what was published
    if files != traces.about("files") or edition.plan is not None or edition.amended or tasks or gone or resting or facets or unsure or left or output.mark != traces.about("manifest"):
        edition.keep(traces)
        traces.say("manifest", output.mark)
        traces.say("files", files)
        traces.say("silent", tuple(silent))
        traces.say("owed", bool(resting or (traces.about("owed") and not options.indexing)))
        traces.finish(tree.placed(folder, own.readings.path.with_name("clock"), unsure), left, facets, desk.digest_of)
    else:
        traces.store.rollback()  # nothing was put; but a transaction may stand open, and hold an old view
    desk.room.prune(output_name(options, config), [copy.key for copy in wanted.values() if copy.key])
    own.desk, own.is_settled, own.manifest = desk, True, (output.mark, output.before)
    clock.tick("remembered", len(unsure))
    total = len(whole)
    report = replace(
        report, total=total, reused=total - len(wanted) - sum(1 for path in made.outputs if path in whole), written=len(wrote.written), deleted=len(wrote.deleted),
        changed=tuple(sorted((*wrote.written, *wrote.deleted))), stages=clock.stages(), is_published=True,
    )
    has_more = config.plugins or config.markdown_extensions  # what they are made of, no census counts
    if not is_hinted and not has_more and not keeping.forgiven:
        states = {path: one.state for path, one in known.items()}
        window = (edition.since, edition.until)
        settled.keep(own.readings, options, folder, settings, gate.symlinks, gate.media, intake.census, output.mark, states, window, report)
    return report


def _listed(own: Memory) -> Mapping[str, Digest]:
    """The digests of the manifest that the traces tell of."""
    mark, listed = own.manifest
    return listed if mark and mark == own.traces.about("manifest") else {path: one.digest for path, one in own.traces.outputs.items()}


def _undone(own: Memory, output: Output | None) -> None:
    """The build was not published."""
    if output:
        output.discard()
    own.undo()


def _changed(desk: Answers, traces: Traces, files: AbstractSet[str] | None) -> frozenset[str]:
    """The facets whose digest is not what it was; of ``files`` alone, where only they can have changed."""
    if files is not None:
        known = [f"{kind}:{path}" for path in files for kind in FACETS]
        if any(path.lower().endswith(PICTURES) for path in files):
            known += [basis for basis in traces.facets("cut") if cut_source(basis) in files]
        return frozenset(basis for basis in known if (facet := traces.facet(basis)) and facet.digest != desk.digest_of(basis))
    kinds = (traces.facets(kind) for kind in (*FACETS, *PRINTS))
    return frozenset(basis for facets in kinds for basis, facet in facets.items() if facet.digest != desk.digest_of(basis))


def _explained(wanted: Iterable[str], desk: Answers, traces: Traces, tasks: Stale) -> Iterator[tuple[str, str]]:
    """Why each of these outputs was made again, or that it was not."""
    for name in wanted:
        card = desk.site.cards.get(name)
        path = (card.path if card else name).lstrip("/")
        path = path + "index.html" if not path or path.endswith("/") else path
        trace = traces.get(path)
        if path in tasks:
            yield name, f"made again: {tasks[path][1]}"
        elif trace:
            yield name, f"not made again: nothing it asked has another answer (last made because: {trace.reason})"
        else:
            yield name, "there is no such page: give its path in the output, its address, or its file in content/"


def _audited(report: Report, count: int, desk: Answers, traces: Traces, tasks: Stale) -> Report:
    """Render ``count`` fresh pages, spread over all, and compare them with what was recorded."""
    fresh = [path for path, one in traces.outputs.items() if not one.source and path not in tasks]
    chosen = [trace for path in fresh[:: max(1, len(fresh) // count)][:count] if (trace := traces.get(path))]
    made = make(desk, {trace.task.path: (trace.task, "audit") for trace in chosen}, lambda _: "", None, None, jobs=1)
    differing = tuple(trace.task.path for trace in chosen if made.outputs.get(trace.task.path) != trace.output)
    return replace(report, audited=len(chosen), differing=differing)


class _Clock:
    """Counts and seconds of the stages of a build."""

    def __init__(self) -> None:
        self._stages: list[Stage] = []
        self._at = time.monotonic()

    def tick(self, name: str, count: int, *more: tuple[str, int]) -> None:
        """A stage ended; ``more`` are other counts of it."""
        now = time.monotonic()
        self._stages += (Stage(other, counted, 0.0) for other, counted in more)
        self._stages.append(Stage(name, count, now - self._at))
        self._at = now

    def stages(self) -> tuple[Stage, ...]:
        return tuple(self._stages)
