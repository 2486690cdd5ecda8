"""Pieces of work on processes and on Ray: each is answered once, deaths are retried, exceptions are answers."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from verbale.engine.ray import run_on_ray
from verbale.engine.tasks import Failed, run_here
from verbale.errors import UsageError


def twice(item: str) -> str:
    """Say a word twice; die or fail where the word says so, `once:PATH` only the first time."""
    if item == "bad":
        raise ValueError("odd")
    if item.startswith("deadly"):
        os.kill(os.getpid(), signal.SIGKILL)
    if item.startswith("slow"):
        time.sleep(0.5)
    if item.startswith("once:") and not Path(item[5:]).exists():
        Path(item[5:]).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return item[:5] * 2


@pytest.mark.parametrize("workers", [1, 2])
def test_each_is_answered_and_an_exception_is_an_answer(workers: int) -> None:
    found = dict(run_here(twice, ["a", "bad", "c"], workers))
    assert found == {"a": "aa", "bad": Failed("ValueError: odd"), "c": "cc"}


def test_what_died_once_is_done_again_and_what_always_dies_is_named(tmp_path: Path) -> None:
    items = ["a", f"once:{tmp_path}/mark", "deadly", "b", "c"]
    found = dict(run_here(twice, items, 2))
    assert found["deadly"] == Failed("the process died 4 times")
    assert {item: result for item, result in found.items() if item != "deadly"} == {
        "a": "aa", f"once:{tmp_path}/mark": "once:once:", "b": "bb", "c": "cc",
    }  # fmt: skip


def test_who_works_beside_what_dies_is_not_blamed_for_it() -> None:
    """A pool ends all of its processes when one dies: each time the slow ones lost a try, till none was left."""
    items = ["deadly 1", "slow1", "deadly 2", "slow2", "deadly 3", "slow3"]
    found = dict(run_here(twice, items, 2))
    dead = Failed("the process died 4 times")
    assert found == {item: dead if item.startswith("deadly") else item * 2 for item in items}


def test_without_ray_or_a_cluster_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "ray", None)
    with pytest.raises(UsageError, match=r"verbale\[ray\]"):
        list(run_on_ray(twice, ["a"], 1))


@pytest.fixture(scope="module")
def cluster() -> Iterator[None]:
    ray = pytest.importorskip("ray", reason="the engine for clusters needs the extra `ray`")
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    yield
    ray.shutdown()


def _by_value() -> Callable[[str], str]:
    """Return work that travels whole: the cluster's processes need not find this file."""

    def work(item: str) -> str:
        import os
        import pathlib
        import signal

        if item == "bad":
            raise ValueError("odd")
        if item == "deadly" or (item.startswith("once:") and not pathlib.Path(item[5:]).exists()):
            if item != "deadly":
                pathlib.Path(item[5:]).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return item[:5] * 2

    return work


@pytest.mark.slow
@pytest.mark.usefixtures("cluster")
def test_ray_answers_as_one_process_does(tmp_path: Path) -> None:
    items: Iterable[str] = ["a", "bad", f"once:{tmp_path}/mark", "deadly", "b"]
    found = dict(run_on_ray(_by_value(), items, 2))
    deadly = found.pop("deadly")
    assert isinstance(deadly, Failed)
    assert "died" in deadly.reason or "Crashed" in deadly.reason
    assert found == {
        "a": "aa", "bad": Failed("ValueError: odd"), f"once:{tmp_path}/mark": "once:once:", "b": "bb",
    }  # fmt: skip
