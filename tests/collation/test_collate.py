"""Across documents: one actor for many spellings, one statement for many readings, one event for many accounts."""

from __future__ import annotations

from pathlib import Path

import verbale
from verbale.collation.actors import fold_actors
from verbale.collation.names import fold
from verbale.collation.years import Partial, find_years
from verbale.model import Mention, MentionForm, MentionKind, Span, When, row_id


def mention(
    document: str,
    start: int,
    name: str,
    *,
    head: str | None = None,
    kind: MentionKind = "person",
    form: MentionForm = "name",
    actor: str | None = None,
) -> Mention:
    own = row_id("mention", document, start)
    return Mention(own, Span(start, start + len(name), name), kind, form, name, head or own, actor)


def test_spellings_of_a_name_meet() -> None:
    for one, other in (
        ("Sergei Lavrov", "Sergey Lavrov"),
        ("Volodymyr Zelenskyy", "Volodymyr Zelensky"),
        ("Yuri Ushakov", "Iurii Ushakov"),
    ):
        assert fold(one) == fold(other)
    for one, other in (("Ilham Aliyev", "Heydar Aliyev"), ("Biden", "Bidan"), ("Lee", "Li Keqiang")):
        assert fold(one) != fold(other)


def test_a_surname_joins_a_full_name_only_where_it_can_be_one_alone() -> None:
    first = (mention("a", 0, "Joe Vale"),)
    second = (mention("b", 0, "Vale"),)
    _, keys = fold_actors([first, second])
    assert keys[first[0].id] == keys[second[0].id]
    third = (mention("c", 0, "Hunter Vale"),)
    _, keys = fold_actors([first, second, third])
    assert len({keys[first[0].id], keys[second[0].id], keys[third[0].id]}) == 3


def test_a_country_called_a_government_once_stays_a_country() -> None:
    spellings: tuple[tuple[str, MentionKind], ...] = (
        ("Norwegian government", "group"),
        ("Norway", "polity"),
        ("Oslo", "polity"),
    )
    for order in (spellings, spellings[::-1]):
        named = tuple(mention("a", i * 30, name, kind=kind, actor="NOR") for i, (name, kind) in enumerate(order))
        actors = fold_actors([named]).actors
        assert [actor.kind for actor in actors.values()] == ["polity"]


def test_descriptions_of_two_articles_are_two_actors() -> None:
    one, other = (
        mention("a", 0, "a senior diplomat", form="description"),
        mention("b", 0, "a senior diplomat", form="description"),
    )
    _, keys = fold_actors([(one,), (other,)])
    assert keys[one.id] != keys[other.id]


def test_the_lexicon_knows_one_actor_under_two_names() -> None:
    one, other = (
        mention("a", 0, "Czechia", kind="polity", actor="CZE"),
        mention("b", 0, "the Czech Republic", kind="polity", actor="CZE"),
    )
    actors, keys = fold_actors([(one,), (other,)])
    assert keys[one.id] == keys[other.id]
    assert len(actors) == 1


def build(tmp_path: Path, *texts: str) -> verbale.record.Record:
    folder = tmp_path / "articles"
    folder.mkdir()
    for number, text in enumerate(texts):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    record = verbale.open(tmp_path / "r.db")
    record.build(folder)
    return record


def test_the_same_words_on_the_same_day_are_one_statement_with_two_readings(tmp_path: Path) -> None:
    words = "“The border stays closed until the observers leave,”"
    record = build(
        tmp_path,
        f"4 March 2019\n\n{words} Defence Minister Ada Berg said on Monday.\n",
        f"5 March 2019\n\nIn Oslo, {words} Ada Berg told reporters on Monday.\n",
    )
    (row,) = record.statements(by="Berg", mode="direct")
    assert len(row.readings) == 2
    assert (row.earliest, row.latest) == ("2019-03-04", "2019-03-04")
    judged = [j for j in record.store.judgements() if j.verdict == "same"]
    assert judged
    assert all(j.by.startswith("rule:") for j in judged)


def test_the_same_words_on_two_days_are_two_statements(tmp_path: Path) -> None:
    words = "“The border stays closed until the observers leave,”"
    record = build(
        tmp_path,
        f"4 March 2019\n\n{words} Defence Minister Ada Berg said on Monday.\n",
        f"20 May 2019\n\n{words} Defence Minister Ada Berg said on Monday.\n",
    )
    assert len(record.statements(by="Berg", mode="direct")) == 2


def day(value: str) -> When:
    return When(value, value, value, "")


def test_the_year_of_agency_copy_comes_from_neighbours_and_never_from_a_split_vote() -> None:
    names = {"a": ["ada berg", "jon vale"], "b": ["ada berg", "jon vale"], "c": ["ada berg", "jon vale"]}
    partial = {"a": Partial(12, 30, "OSLO, Dec 30")}
    found = find_years(partial, {"b": day("2019-01-08")}, names)
    assert found["a"].value == "2018-12-30"
    assert "2019-01-08" in found["a"].basis
    assert find_years(partial, {"b": day("2019-01-08"), "c": day("2021-12-20")}, names) == {}
    assert find_years(partial, {"b": day("2019-07-08")}, names) == {}
    assert find_years(partial, {"b": day("2019-01-08")}, {"a": ["ada berg"], "b": ["ada berg"]}) == {}
