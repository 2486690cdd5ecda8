"""One actor, many mentions: by the lexicon's key where it knows the name, else by the folded name.

A first version: spellings, titles and in-document references come together; what needs judgement (married names, two
people of one name) waits for the reviewers' tools. An unknown surname joins a full name only when it can be one alone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from msgspec import Struct

from verbale.collation.names import fold
from verbale.model import Mention, row_id


class ActorFacts(Struct):
    """What the mentions say of one actor."""

    key: str
    kind: str
    lexicon_key: str | None
    names: Counter[str]
    mention_ids: list[str]
    kinds: Counter[str]
    """How often it is named as what; descriptions do not count."""

    @property
    def id(self) -> str:
        """The actor's id: a hash of its key, the same in every record."""
        return row_id("actor", self.key)

    @property
    def name(self) -> str:
        """The name most often used, the longer one where two are used as often."""
        return min(self.names.items(), key=lambda item: (-item[1], -len(item[0]), item[0]))[0]


def _own_key(mention: Mention) -> str:
    if mention.actor:
        return f"lexicon:{mention.actor}"
    kind = "person" if mention.kind == "person" else "polity" if mention.kind in {"polity", "place"} else mention.kind
    if mention.form in {"description", "pronoun"} or mention.kind == "document":
        return f"mention:{mention.id}"  # "a senior diplomat" of one article is nobody's namesake
    if mention.kind != "person" and mention.name == mention.name.lower():
        return f"mention:{mention.head_id}"  # "the foreign ministry": whose, only its own article says
    return f"{kind}:{fold(mention.name)}"


def fold_actors(documents: Iterable[tuple[Mention, ...]]) -> tuple[dict[str, ActorFacts], dict[str, str]]:
    """Return the actors by key, and each mention's actor key; the result does not depend on the documents' order."""
    by_head: dict[str, list[Mention]] = defaultdict(list)
    heads: dict[str, Mention] = {}
    for mentions in documents:
        local = {m.id: m for m in mentions}
        for mention in mentions:
            head = local.get(mention.head_id, mention)
            heads[head.id] = head
            by_head[head.id].append(mention)
    keys: dict[str, str] = {}
    surnames: dict[str, set[str]] = defaultdict(set)
    for head in heads.values():
        known = next(
            (m.actor for m in sorted(by_head[head.id], key=lambda m: m.span) if m.actor and m.kind == head.kind), None
        )
        keys[head.id] = f"lexicon:{known}" if known and not head.actor else _own_key(head)
        if head.kind == "person" and head.form == "name" and " " in (folded := fold(head.name)):
            surnames[folded.rsplit(" ", 1)[1]].add(keys[head.id])
    for head in heads.values():
        key = keys[head.id]
        if key.startswith("person:") and " " not in key:
            candidates = surnames.get(key.removeprefix("person:"), set())
            if len(candidates) == 1:
                keys[head.id] = next(iter(candidates))
    actors: dict[str, ActorFacts] = {}
    of_mention: dict[str, str] = {}
    for head_id in sorted(heads):
        head, key = heads[head_id], keys[head_id]
        actor = actors.get(key)
        if actor is None:
            lexicon_key = key.removeprefix("lexicon:") if key.startswith("lexicon:") else None
            actor = actors[key] = ActorFacts(key, head.kind, lexicon_key, Counter(), [], Counter())
        for mention in sorted(by_head[head_id], key=lambda m: (m.span, m.id)):
            of_mention[mention.id] = key
            actor.mention_ids.append(mention.id)
            if mention.form == "name":
                actor.names[mention.name] += 1
                actor.kinds[mention.kind] += 1
        if not actor.names:
            actor.names[head.name] += 0
    for actor in actors.values():
        if actor.kinds:
            # "the Russian government" once does not make a country a group
            actor.kind = min(actor.kinds.items(), key=lambda item: (-item[1], item[0]))[0]
    return actors, of_mention
