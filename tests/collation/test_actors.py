"""Who is who across documents: state, sector, posts, relations; joins with their reasons; nothing hangs on order."""

from __future__ import annotations

import itertools

import pytest

from verbale.coding.coder import coder
from verbale.collation.actors import LEXICON, ActorFacts, DocumentMentions, Folded, fold_actors
from verbale.collation.settled import posts_of
from verbale.model import Document, Mention, Span, row_id


def read(*texts: str) -> tuple[list[DocumentMentions], Folded]:
    documents = []
    for text in texts:
        document = Document(id=row_id("document", "", text), text=text, language="en")
        coding = coder().code(document)
        when = coding.dateline.when
        documents.append(DocumentMentions(coding.mentions, when.earliest if when else None, text))
    return documents, fold_actors(documents)


def keys(documents: list[DocumentMentions], folded: Folded, words: str) -> list[str]:
    return [folded.of_mention[m.id] for d in documents for m in d.mentions if m.span.text == words]


def actor(folded: Folded, name: str) -> ActorFacts:
    return next(a for a in folded.actors.values() if a.name == name)


def test_a_namesake_told_by_title_and_day_is_another_person() -> None:
    documents, folded = read(
        "3 April 2003\n\nPresident George Bush said that the inspectors must leave. He gave no date.",
        "4 March 1991\n\nPresident George Bush praised the coalition. He thanked its members.",
        "6 April 2003\n\nGeorge W. Bush spoke to reporters in Texas.",
    )
    first, second = keys(documents, folded, "George Bush")
    (third,) = keys(documents, folded, "George W. Bush")
    assert first == third
    assert first != second


def test_a_king_and_his_son_are_two() -> None:
    documents, folded = read(
        "18 October 2018\n\nSaudi King Salman met Crown Prince Mohammed bin Salman in Riyadh. King Salman said nothing.",
        "20 October 2018\n\nThe envoys left Riyadh. Prince Mohammed bin Salman had received them twice.",
    )
    assert len(set(keys(documents, folded, "Salman"))) == 1
    assert len(set(keys(documents, folded, "Mohammed bin Salman"))) == 1
    assert set(keys(documents, folded, "Salman")).isdisjoint(keys(documents, folded, "Mohammed bin Salman"))


def test_strangers_are_joined_by_spelling_and_state_and_kept_apart_by_state() -> None:
    documents, folded = read(
        "4 March 2021\n\nKenyan Water Minister Wanjiku Otieno opened the talks.",
        "6 March 2021\n\nKenya’s water minister, Wanjiku Otienno, denied it.",
        "9 March 2021\n\nTanzanian Trade Minister Joseph Otieno refused.",
    )
    assert keys(documents, folded, "Wanjiku Otieno") == keys(documents, folded, "Wanjiku Otienno")
    assert keys(documents, folded, "Joseph Otieno") != keys(documents, folded, "Wanjiku Otieno")
    assert {a.polity for a in folded.actors.values() if a.kind == "person"} == {"KEN", "TZA"}


def named(document: str, *names: str) -> DocumentMentions:
    """Make a document in which each name is somebody by itself, whatever the coder would say."""
    spans = [Span(at * 40, at * 40 + len(name), name) for at, name in enumerate(names)]
    ids = [row_id("mention", document, span.start) for span in spans]
    return DocumentMentions(tuple(Mention(i, s, "person", "name", s.text, i) for i, s in zip(ids, spans, strict=True)))


def test_two_people_whom_one_document_tells_apart_are_never_joined() -> None:
    documents = [named("a", "Marina Ocampo", "Marina Ocampos"), named("b", "Marina Ocampos")]
    folded = fold_actors(documents)
    assert keys(documents, folded, "Marina Ocampo")[0] not in keys(documents, folded, "Marina Ocampos")
    assert len(set(keys(documents, folded, "Marina Ocampos"))) == 1


def test_likeness_alone_joins_no_strangers_of_two_trades() -> None:
    documents, folded = read(
        "4 March 2021\n\nNorwegian Foreign Minister Kari Risen spoke in Oslo.",
        "6 March 2021\n\nNorwegian Trade Minister Kari Rosen denied it.",
    )
    assert keys(documents, folded, "Kari Risen") != keys(documents, folded, "Kari Rosen")


def test_an_ambiguous_surname_is_nobody_elses() -> None:
    documents = [named("a", "Joe Vale"), named("b", "Hunter Vale"), named("c", "Vale"), named("d", "Vale")]
    folded = fold_actors(documents)
    assert len({folded.of_mention[d.mentions[0].id] for d in documents}) == 4
    alone = fold_actors([documents[0], documents[2], documents[3]])
    assert len({alone.of_mention[documents[at].mentions[0].id] for at in (0, 2, 3)}) == 1


def test_the_result_hangs_on_no_order() -> None:
    texts = (
        "4 March 2021\n\nNorwegian Foreign Minister Kari Vold spoke. Vold left.",
        "6 March 2021\n\nThe Norwegian minister K. Vold denied it.",
        "8 March 2021\n\nOslo agreed, Karl Vold of the union said.",
        "9 March 2021\n\nForeign Minister Vold arrived in Oslo on Tuesday.",
    )
    documents, folded = read(*texts)
    for order in itertools.permutations(documents):
        again = fold_actors(order)
        assert again.of_mention == folded.of_mention
        assert again.relations == folded.relations
        assert again.joins == folded.joins
        assert {k: (a.name, a.kind, a.polity, a.posts, a.mention_ids) for k, a in again.actors.items()} == {
            k: (a.name, a.kind, a.polity, a.posts, a.mention_ids) for k, a in folded.actors.items()
        }


def test_country_government_ministry_and_seat_are_related_not_one() -> None:
    _, folded = read(
        "9 January 2022\n\nRussia’s Deputy Foreign Minister Sergei Ryabkov said no. The Kremlin agreed. The Russian government "
        "said so. The Russian Foreign Ministry denied it. Moscow would wait, Kremlin spokesman Dmitry Peskov said."
    )
    by = {actor.lexicon_key: key for key, actor in folded.actors.items() if actor.lexicon_key}
    assert {"RUS", "RUS.GOVERNMENT", "RUS.MFA", "RUS.PRESIDENCY"} <= set(by)
    related = {(r.kind, r.left, r.right) for r in folded.relations}
    assert ("part_of", by["RUS.GOVERNMENT"], by["RUS"]) in related
    assert ("part_of", by["RUS.MFA"], by["RUS.GOVERNMENT"]) in related
    assert ("speaks_for", by["dmitry-peskov"], by["RUS.PRESIDENCY"]) in related
    assert ("part_of", by["sergei-ryabkov"], by["RUS.MFA"]) in related
    mentions = set(folded.of_mention)
    assert all(set(r.basis) <= mentions | {LEXICON} and r.basis for r in folded.relations)
    assert {actor.polity for actor in folded.actors.values()} == {"RUS"}


def test_posts_join_what_documents_say_with_what_the_lexicon_dates() -> None:
    documents, folded = read(
        "9 January 2022\n\nRussian Deputy Foreign Minister Sergei Ryabkov left. Former Austrian minister Ada Moser stayed, and "
        "acting Portuguese Foreign Minister Rui Lopo spoke."
    )
    ids = {m.id: m.span.text for d in documents for m in d.mentions}
    (known,) = [p for p in actor(folded, "Sergei Ryabkov").posts if LEXICON in p.basis]
    assert known.since == "2008-08-15"
    assert [ids[b] for b in known.basis if b != LEXICON] == ["Russian Deputy Foreign Minister"]
    (former,) = actor(folded, "Ada Moser").posts
    assert (former.of, former.status) == ("AUT", "former")
    (acting,) = actor(folded, "Rui Lopo").posts
    assert (acting.title, acting.of, acting.status) == ("Foreign Minister", "PRT", "acting")


def test_ministries_without_a_country_are_their_documents_own() -> None:
    documents, folded = read(
        "9 January 2022\n\nThe talks failed. “We will wait,” the Foreign Ministry said.",
        "9 March 2019\n\nThe talks began. “We will see,” the Foreign Ministry said.",
    )
    found = keys(documents, folded, "Foreign Ministry")
    assert len(set(found)) == len(found)


def test_unnamed_people_have_the_state_that_their_words_give() -> None:
    _, folded = read("9 January 2022\n\nA senior Portuguese diplomat refused. A US government spokeswoman agreed.")
    unnamed = {a.name: (a.polity, a.named) for a in folded.actors.values() if a.key.startswith("mention:")}
    assert ("PRT", False) in unnamed.values()
    assert ("USA", False) in unnamed.values()


def test_a_persons_judgement_outranks_the_rules() -> None:
    documents, folded = read(
        "4 March 2021\n\nNorwegian Foreign Minister Kari Vold spoke.",
        "8 March 2021\n\nOslo agreed, Karl Brekke of the union said.",
        "9 March 2021\n\nKari Vold spoke in Oslo.",
    )
    ids = {m.span.text: m.id for d in documents for m in d.mentions}
    joined = fold_actors(documents, same=[(ids["Kari Vold"], ids["Karl Brekke"])])
    assert joined.of_mention[ids["Kari Vold"]] == joined.of_mention[ids["Karl Brekke"]]
    one, other = (m.id for d in documents for m in d.mentions if m.span.text == "Kari Vold")
    assert folded.of_mention[one] == folded.of_mention[other]
    apart = fold_actors(documents, different=[(one, other)])
    assert apart.of_mention[one] != apart.of_mention[other]


def test_every_mention_has_an_actor_and_no_actor_loses_one() -> None:
    documents, folded = read(
        "9 January 2022\n\nThe EU and NATO met in Geneva. “No,” Ada Moser said of the Twitter note."
    )
    everybody = {m.id for d in documents for m in d.mentions}
    assert set(folded.of_mention) == everybody
    assert sorted(i for a in folded.actors.values() for i in a.mention_ids) == sorted(everybody)


def test_an_ambassador_to_an_organisation_is_of_the_state_that_sent_them() -> None:
    _, folded = read(
        "9 March 2011\n\nThe vote was lost. Norwegian U.N. Ambassador Kari Vold left, and U.N. Ambassador Ola Vik stayed."
    )
    polities = {a.name: a.polity for a in folded.actors.values() if a.kind == "person"}
    assert polities["Ola Vik"] is None


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("Former Canadian ambassador Ada Moser", "former"),
        ("The former U.N. envoy Ada Moser", "former"),
        ("Then-Foreign Minister Ada Moser", "then"),
        ("The former president told Canadian ambassador Ada Moser", ""),
        ("A former aide and Canadian ambassador Ada Moser", ""),
    ],
)
def test_a_name_may_stand_between_former_and_the_office(words: str, status: str) -> None:
    _, folded = read(f"9 January 2022\n\n{words} spoke in Lima. The talks went on for two days.")
    posts = [p for p in actor(folded, "Ada Moser").posts if p.title != "president"]
    assert posts
    assert {p.status for p in posts} == {status}
    assert {p.title.startswith("former ") for p in posts_of([actor(folded, "Ada Moser")])} == {status == "former"}
