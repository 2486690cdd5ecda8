"""How fast the tagger reads, how long it takes to load, and how much memory it holds.

    python -m benchmarks.language [articles]

The articles are made of our own sentences, about 625 words each, all different, so that the run needs no corpus.
"""

from __future__ import annotations

import resource
import sys
import time

from verbale.language import load

_SPEAKERS = (
    "The Iranian foreign minister", "A spokesman for the Cuban government", "Ethiopia's chief negotiator", "She",
    "The prime minister of Kosovo", "Buenos Aires", "Two diplomats close to the talks", "The Philippine coastguard",
)  # fmt: skip
_FRAMES = (
    "{who} said on Monday that {what}.",
    "“{What},” {who} told reporters in Geneva.",
    "According to {who}, {what}.",
    "{who} has repeatedly denied that {what}, and accused the other side of delay.",
    "The delegations met for three hours without agreement. {What}, {who} warned.",
)
_CLAIMS = (
    "the dam will be filled before the rains whatever its neighbours decide",
    "inspectors have been refused entry to two sites near the capital",
    "no vessel of ours has crossed the line agreed in the exchange of letters",
    "talks can resume only when the blockade is lifted and prisoners are released",
    "the draft text leaves open who would guarantee the border",
    "an offer to halve the number of centrifuges was still on the table",
)


def make_article(seed: int, words: int = 625) -> tuple[str, list[tuple[int, int]]]:
    """Return an article and its sentences."""
    text = ""
    sentences: list[tuple[int, int]] = []
    step = seed
    while len(text.split()) < words:
        step += 1
        who, claim = _SPEAKERS[step * 3 % len(_SPEAKERS)], _CLAIMS[(step * 5 + seed) % len(_CLAIMS)]
        line = _FRAMES[step % len(_FRAMES)].format(who=who, what=claim, What=claim[0].upper() + claim[1:])
        line = f"{line[:-1]} in point {step}."
        sentences.append((len(text), len(text) + len(line)))
        text += line + ("\n\n" if step % 2 else " ")
    return text, sentences


def main() -> None:
    """Print the figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    articles = [make_article(100 * n) for n in range(count)]
    begin = time.perf_counter()
    tagger = load()
    print(f"load: {time.perf_counter() - begin:.2f} s")
    tagger.tag_document(*articles[0])
    begin, wall = time.process_time(), time.perf_counter()
    found = sum(len(tagger.tag_document(*article)) for article in articles)
    cpu, passed = time.process_time() - begin, time.perf_counter() - wall
    print(
        f"{count} articles, {found} attributions: {count / cpu:.1f} articles per CPU-second, {count / passed:.1f} per s"
    )
    print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
