"""What builds remember: kept whole, given back as it was, thrown away in any doubt."""

from __future__ import annotations

import datetime as dt
import os
import pickle
import sqlite3
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from sitegen.core import diagnostics, model, reading, record
from sitegen.core.diagnostics import Diagnostic, Severity, Span
from sitegen.core.model import Article, LocalText, Moment
from sitegen.core.reading import Read
from sitegen.core.task import Digester, Task, digest
from sitegen.engine import store
from sitegen.engine.incremental import Question, Trace, item_name
from sitegen.engine.table import Table
from sitegen.engine.traces import Standing, Traces
from sitegen.reading.settings import Settings
from sitegen.reading.source import read_source
from tests.newsroom import Newsroom, Newsrooms, article

KINDS = record.kinds((model, reading, diagnostics))


# ------------------------------------------------------------------ records


@pytest.mark.parametrize(
    "value",
    [None, True, 1, 1.5, "a\u2028\U0001f600", (), (1, ("a",)), [1], {"a": (1,)}, dt.date(2026, 5, 4), LocalText((("uk", "т"),)), Severity.ERROR,
     Moment(dt.datetime(2026, 5, 4, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=3))), True), Diagnostic.at(Span("a.md", 1, 2, 3), "link/dead", Span("b.md"), target="x")],
)  # fmt: skip
def test_a_record_gives_the_very_value_back(value: object) -> None:
    again = record.load(record.dump(value), KINDS)
    assert again == value and type(again) is type(value)
    assert record.dump(again) == record.dump(value)


def test_a_read_article_comes_back_whole_with_its_places() -> None:
    text = "---\ntitle: T\ndate: 2026-05-04 10:00\nauthor: {name: A, role: photo}\nextra: {a: [1, {b: x}]}\nautor: x\n---\n![a](b.jpg)\n\n[c](d.md)\n"
    read = read_source("content/a/b.md", "0", text, Settings())
    again = record.load(record.dump(read), KINDS)
    assert again == read and isinstance(again, Read) and isinstance(again.value, Article)
    assert Digester(whole=True)(again) == Digester(whole=True)(read)
    assert again.value.places == read.value.places  # type: ignore[union-attr]


class Harm:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("echo harm",)


@pytest.mark.parametrize("data", [b"", b"{", pickle.dumps(Harm()), pickle.dumps(Path("x")), pickle.dumps(LocalText(()))[:-4], record.dump("x")[:-1], b"\x80\x04K\x01"])
def test_what_is_no_record_is_a_value_error_and_runs_nothing(data: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="not a record"):
        record.load(data, KINDS)
    assert capfd.readouterr().out == ""


def test_what_is_no_value_of_the_model_is_not_kept() -> None:
    with pytest.raises(TypeError):
        record.dump(object())


def test_places_count_in_a_whole_digest_alone() -> None:
    one, other = model.Named("Mill", Span("a.md", 1)), model.Named("Mill", Span("a.md", 2))
    assert digest(one) == digest(other)
    assert Digester(whole=True)(one) != Digester(whole=True)(other)


# ------------------------------------------------------------------ the file


def kept_rows(path: Path, toolchain: str = "t") -> store.Store:
    return store.opened(path, toolchain)


def test_rows_come_back_in_the_next_run_and_another_toolchain_begins_anew(tmp_path: Path) -> None:
    one = kept_rows(tmp_path / "s")
    one.put("memo", {"k": b"data", "l": b""})
    one.counted("memo")
    one.commit()
    one.close()
    again = kept_rows(tmp_path / "s")
    assert (again.get("memo", "k"), again.get("memo", "x"), again.all("memo"), again.doubt) == (b"data", None, {"k": b"data", "l": b""}, "")
    assert again.keys("memo") == {"k", "l"}
    again.close()
    other = kept_rows(tmp_path / "s", "u")
    assert (other.all("memo"), other.doubt) == ({}, "")
    other.close()


def test_what_was_not_committed_is_forgotten(tmp_path: Path) -> None:
    one = kept_rows(tmp_path / "s")
    one.put("memo", {"k": b"data"})
    one.rollback()
    assert one.get("memo", "k") is None
    one.put("memo", {"k": b"data"})
    one.close()
    again = kept_rows(tmp_path / "s")
    assert again.get("memo", "k") is None
    again.close()


def test_a_changed_or_lost_row_is_doubted(tmp_path: Path) -> None:
    one = kept_rows(tmp_path / "s")
    one.put("memo", {"k": b"data", "l": b"more"})
    one.counted("memo")
    one.commit()
    one.close()
    connection = sqlite3.connect(tmp_path / "s")
    connection.execute("UPDATE row SET data = x'00' WHERE key = 'k'")
    connection.execute("DELETE FROM row WHERE kind = 'memo' AND key = 'l'")
    connection.commit()
    connection.close()
    again = kept_rows(tmp_path / "s")
    with pytest.raises(store.Doubtful, match="damaged"):
        again.get("memo", "k")
    again.put("memo", {"k": b"data"})
    with pytest.raises(store.Doubtful, match="missing"):
        again.all("memo")
    again.close()


def test_a_reader_sees_what_was_committed_and_no_more(tmp_path: Path) -> None:
    one = kept_rows(tmp_path / "s")
    one.put("memo", {"k": b"data"})
    one.commit()
    one.put("memo", {"k": b"new"})
    reader = pickle.loads(pickle.dumps(store.Reader(tmp_path / "s")))
    assert reader.get("memo", "k") == b"data"
    one.commit()
    assert reader.get("memo", "k") == b"new"
    reader.close()
    one.close()


def run(ask: object, context: object, name: str) -> bytes:
    return b""


def trace_of(name: str, *facets: str) -> Trace:
    return Trace(Task(f"{name}.html", "k", run, (name,)), bytes(16), facets, "o", (), "it is new")


def test_traces_questions_and_facets_come_back_and_readers_are_counted(tmp_path: Path) -> None:
    one = kept_rows(tmp_path / "s")
    traces = Traces(one, {"run": run}, KINDS)
    question = Question("prose", ("a", ("b", 1)), "d", "prose:a", ("Label",))
    traces.put([trace_of("a", "prose:a", "media:p"), trace_of("b", "media:p")], {b"12345678": question})
    traces.finish({"a.html": Standing("o", (1, 2, 3, 4))}, (), (), lambda basis: f"today {basis}")
    again = Traces(one, {"run": run}, KINDS)
    assert list(again.all()) == [trace_of("a", "prose:a", "media:p"), trace_of("b", "media:p")]
    assert again.question(b"12345678") == question and again.question(b"87654321") is None
    assert {basis: (facet.digest, facet.files, facet.readers) for kind in ("prose", "media") for basis, facet in again.facets(kind).items()} == {
        "prose:a": ("today prose:a", 1, ("a.html",)), "media:p": ("today media:p", 2, ("a.html", "b.html")),
    }  # fmt: skip
    assert again.outputs == {"a.html": Standing("o", (1, 2, 3, 4))}
    again.put([trace_of("a")], {})
    again.drop(["b.html"])
    again.finish({}, ["a.html"], (), lambda basis: "x")
    assert not any(found.facets(kind) for found in (again, Traces(one, {"run": run}, KINDS)) for kind in ("prose", "media"))
    one.close()


def test_a_facet_with_many_readers_only_counts_them(tmp_path: Path) -> None:
    one = kept_rows(tmp_path / "s")
    traces = Traces(one, {"run": run}, KINDS)
    traces.put([trace_of(str(number), "media:logo") for number in range(100)], {})
    assert (logo := traces.facet("media:logo")) and (logo.files, logo.readers) == (100, None)
    traces.undo()
    assert not traces.facets("media")
    one.close()


def test_one_row_of_a_table_is_fetched_without_the_others_and_a_lost_shard_is_doubted(tmp_path: Path) -> None:
    one = kept_rows(tmp_path / "s")
    rows = {str(number): Standing(str(number), (1, 2, 3, number)) for number in range(500)}
    table = Table(one, "output", Standing, 3, KINDS)
    for key, row in rows.items():
        table.put(key, row)
    table.save()
    one.commit()
    again = Table(one, "output", Standing, 3, KINDS)
    assert (again.get("7"), again.get("none")) == (rows["7"], None)
    again.drop("7")
    again.put("8", Standing("new", None))
    assert again.rows == {key: row for key, row in rows.items() if key != "7"} | {"8": Standing("new", None)}
    again.put("9", Standing("newer", None))
    assert again.rows["9"] == again.get("9") == Standing("newer", None)
    one.drop("output", [str(zlib.crc32(b"7") % 64)])
    with pytest.raises(store.Doubtful, match="missing"):
        Table(one, "output", Standing, 3, KINDS).get("7")
    with pytest.raises(store.Doubtful, match="damaged"):
        Table(one, "output", Standing, 2, KINDS).get("8")
    one.close()


# ------------------------------------------------------------------ builds


@pytest.fixture
def room(newsroom: Newsrooms) -> Newsroom:
    files = "".join(f"-- content/politics/story-{n}.md --\n{article(f'Story {n}', date=f'2026-11-{10 + n}')}" for n in range(6))
    return newsroom(files + f"-- content/culture/play.md --\n{article('Play', 'tags: [theatre]', body='Read also: Story 5')}")


def damage(path: Path, how: str) -> None:
    data = path.read_bytes()
    if how == "truncated":
        path.write_bytes(data[: len(data) // 2])
    elif how == "garbage":
        path.write_bytes(b"not a database at all" * 100)
    elif how == "empty":
        path.write_bytes(b"")
    elif how == "bits":
        path.write_bytes(bytes(byte ^ (0x20 if at % 97 == 50 and at > 5000 else 0) for at, byte in enumerate(data)))
    elif how == "rows":
        connection = sqlite3.connect(path)
        connection.execute("UPDATE row SET data = zeroblob(length(data)) WHERE kind IN ('value', 'file', 'trace', 'output')")
        connection.commit()
        connection.close()


@pytest.mark.parametrize("how", ["truncated", "garbage", "empty", "bits", "rows"])
@pytest.mark.parametrize("which", ["readings", "traces"])
def test_a_damaged_store_is_thrown_away_and_the_build_is_clean(room: Newsroom, how: str, which: str) -> None:
    before = room.build().tree
    (path,) = [one for one in (room.folder / ".sitegen").glob("*.sqlite") if (one.name == "readings.sqlite") is (which == "readings")]
    damage(path, how)
    built = room.build()
    assert built.code == 0 and built.tree == before
    again = room.build()
    assert again.tree == before and again.report is not None
    assert (again.report.rendered, again.report.doubt) == (0, "")


def rendered(room: Newsroom, **options: object) -> tuple[int, set[str]]:
    built = room.build(**options)  # type: ignore[arg-type]
    assert built.report is not None and not built.report.has_errors, built.text
    return built.report.rendered, set(built.report.made)


def test_a_second_build_renders_and_writes_nothing(room: Newsroom) -> None:
    total, _ = rendered(room)
    assert total > 45
    assert rendered(room) == (0, set())
    clean = room.build(clean=True).report
    assert clean and (clean.rendered, clean.written) == (total, 0)
    assert rendered(room) == (0, set())


def test_warnings_are_repeated_by_a_warm_build(room: Newsroom) -> None:
    room.edit(f"-- content/culture/broken.md --\n{article('Broken', body='[x](nowhere.md) <script>a</script>')}")
    first, second = room.build(), room.build()
    assert first.codes == second.codes != () and first.text == second.text


def test_two_output_folders_are_remembered_side_by_side(room: Newsroom) -> None:
    rendered(room)
    rendered(room, output="other")
    assert rendered(room) == (0, set()) and rendered(room, output="other") == (0, set())


def test_an_output_that_was_touched_is_made_again(room: Newsroom) -> None:
    before = room.build().tree
    (room.folder / "public/index.html").write_text("mine", encoding="utf-8")
    (room.folder / "public/404.html").unlink()
    count, changed = rendered(room)
    assert (count, changed) == (2, {"index.html", "404.html"})
    assert room.build().tree == before


def test_the_store_holds_no_path_of_the_machine(room: Newsroom) -> None:
    room.build()
    for path in (room.folder / ".sitegen").iterdir():
        assert str(room.folder).encode() not in path.read_bytes()


def test_the_tasks_that_show_an_item_are_found_again(tmp_path: Path) -> None:
    one = kept_rows(tmp_path / "s")
    traces = Traces(one, {"run": run}, KINDS)
    a, b = (replace(trace_of(name), shows=b"".join(map(item_name, items))) for name, items in (("a", ("x", "y")), ("b", ("y",))))
    traces.put([a, b], {})
    traces.finish({}, (), (), str)
    traces = Traces(one, {"run": run}, KINDS)
    assert list(traces.showing(["x"])) == [a] and list(traces.showing(["y", "x"])) == [a, b] and not list(traces.showing(["z"]))
    traces.put([replace(a, shows=item_name("z"))], {})
    traces.drop(["b.html"])
    traces.finish({}, (), (), str)
    assert [list(Traces(one, {"run": run}, KINDS).showing([item])) for item in "xyz"] == [[], [], [replace(a, shows=item_name("z"))]]
    traces.put([a], {})
    traces.undo()
    assert not list(traces.showing(["x"]))


def test_of_an_item_that_very_many_show_all_tasks_are_looked_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitegen.engine.traces._SHOWING", 2)
    one = kept_rows(tmp_path / "s")
    traces = Traces(one, {"run": run}, KINDS)
    several = [replace(trace_of(name), shows=item_name("x")) for name in "abcd"]
    traces.put([*several, trace_of("e")], {})
    traces.finish({}, (), (), str)
    assert list(Traces(one, {"run": run}, KINDS).showing(["x"])) == several


@pytest.mark.parametrize("wrong", [b"\xd4kind", b"(k\xd4nd", b"(kind\xd4"])
def test_a_schema_that_is_no_text_is_damage_too(tmp_path: Path, wrong: bytes) -> None:
    one = kept_rows(tmp_path / "s")
    one.put("memo", {"k": b"data"})
    one.commit()
    one.close()
    data = (tmp_path / "s").read_bytes()
    assert data.count(b"TABLE row (kind TEXT") == 1
    (tmp_path / "s").write_bytes(data.replace(b"TABLE row (kind TEXT", (b"TABLE row " + wrong + b" TEXT" + b" " * 9)[:20]))
    with pytest.raises(store.Doubtful):
        store.Reader(tmp_path / "s").get("memo", "k")
    again = kept_rows(tmp_path / "s")
    assert again.doubt and again.get("memo", "k") is None
    again.close()


def test_a_fault_of_the_program_is_no_damage(tmp_path: Path) -> None:
    with pytest.raises(UnicodeDecodeError), store.guarded():
        b"\xd4".decode()
