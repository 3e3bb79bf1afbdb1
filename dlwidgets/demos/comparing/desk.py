"""Who does the work of a comparison: what is to be done, and two threads that do it."""

import weakref
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from importlib.util import find_spec
from typing import Any

from dlwidgets.compare.job import Job, Outcome, failed, sentence_of
from dlwidgets.compare.live import LiveNetwork, is_network
from dlwidgets.compare.race import TIME_LIMIT_S
from dlwidgets.demos.comparing.beside import Errand, IsUnwanted, in_a_process
from dlwidgets.demos.comparing.film import FRAME_S, Look, filmed
from dlwidgets.demos.comparing.knowledge import ComparisonKnowledge
from dlwidgets.demos.working_demo import Work

MOST_KEPT = 400
"""Outcomes that are remembered: what was done comes back at once when a control goes back."""


class ComparisonDesk(ComparisonKnowledge):
    """Who works?

    The part of the comparison that has the work done.

    Parameters
    ----------
    **settings
        First values of settings, ``hide`` and ``lock``.
    """

    time_limit_s = TIME_LIMIT_S

    def __init__(self, **settings: Any) -> None:
        self._lives: dict[str, tuple[Any, LiveNetwork]] = {}
        self._threads: tuple[Errand, ...] = ()
        self._is_asked = False
        self._number = self._n_working = 0
        self._is_filmed = False
        super().__init__(**settings)

    @property
    def is_working(self) -> bool:
        """Whether somebody learns just now, or is about to."""
        return self._n_working > 0

    @property
    def _works(self) -> Iterable[Work]:
        return self._threads

    def _prepare_beside(self) -> None:
        """Let those learn who are quick."""
        if not self._threads:
            self._begin()

    def _stop_work(self) -> None:
        self._leave()
        self._let_go()

    def _begin(self) -> None:
        """Let those learn who have not learned yet; all that was being done before ends."""
        before = self._threads
        self._leave()
        self._fresh = set()
        self._show_known()
        if not (self._is_asked or self.is_open):
            return
        jobs = self._jobs()
        others = [job for job in jobs if not is_network(job.contestant)]
        networks = [job for job in jobs if is_network(job.contestant)]
        works = (partial(in_a_process, others, self.time_limit_s), self._network_work(networks))
        tell = self._listener()
        self._n_working = len(works)
        self._threads = tuple(Errand(work, tell, before[i] if before else None) for i, work in enumerate(works))

    def _leave(self) -> None:
        """Let the work end."""
        self._number += 1
        self._n_working = 0
        super()._stop_work()

    def _let_go(self) -> None:
        """Forget the networks in training."""
        for _, live in self._lives.values():
            live.close()
        self._lives = {}

    def _jobs(self) -> list[Job]:
        """List what is not known yet: of all seeds if that was asked for, else of the shown one."""
        jobs = []
        for seed in self.seeds if self._is_asked else self.seeds[:1]:
            missing = [one for one in self._contestants if self._outcome(one, seed) is None]
            split = self._split_of(seed) if missing else None
            places = self._plane.places() if missing and seed == self.seed and self._plane else None
            jobs += [Job(one, split.train, split.test, seed, places) for one in missing if split]
        return jobs

    def _network_work(self, jobs: list[Job]) -> Callable[[IsUnwanted], Iterator[Any]]:
        """Return the work of the networks, without keeping the demo alive."""
        keys = {job.contestant.name: self._learner(job.contestant.name) for job in jobs}
        lives, shown, is_asked = self._lives, self.seed, self._is_asked
        frame_s = FRAME_S if self._is_filmed or not is_asked else None
        has_keras = find_spec("tensorflow") is not None

        def work(is_unwanted: IsUnwanted) -> Iterator[Any]:
            for job in jobs if has_keras or is_asked else ():
                name = job.contestant.name
                try:
                    live = _live(lives, name, keys[name], job, is_unwanted, is_kept=job.seed == shown)
                    if job.seed == shown:
                        yield from filmed(live, live.n_epochs if is_asked else 0, frame_s)
                    else:
                        yield from filmed(live, live.n_epochs, None)
                        live.close()
                except Exception as error:  # noqa: BLE001 - the others go on, as in a race
                    yield job, failed(job, sentence_of(error, job.train.n_examples))

        return work

    def _listener(self) -> Callable[[Any], None]:
        """Return what hears of the present work, without keeping the demo alive."""
        owner, number = weakref.ref(self), self._number

        def hear(news: Any) -> None:
            while (demo := owner()) is not None and demo._number == number:  # noqa: SLF001 - its own
                if demo._frames.lock.acquire(timeout=0.02):  # noqa: SLF001 - never wait for who waits for this thread
                    try:
                        if demo._number == number:  # noqa: SLF001
                            with demo.telling():
                                demo._follow(news)  # noqa: SLF001
                    finally:
                        demo._frames.lock.release()  # noqa: SLF001
                    return
                del demo

        return hear

    def _follow(self, news: tuple[Job, Outcome | Look] | None) -> None:
        """Take note of what a contestant says, or that a thread has ended; the threads call this."""
        if news is None:
            self._n_working -= 1
            if not self._n_working:
                self._is_asked = False
                self.refresh()
            return
        job, said = news
        if isinstance(said, Look):
            self._looks[job.contestant.name] = said
            self._fresh.add(job.contestant.name)
        else:
            self._known[self._key(job.contestant, job.seed)] = said
            while len(self._known) > MOST_KEPT:
                del self._known[next(iter(self._known))]
            self._show_known()
        self._draw_news(is_film=isinstance(said, Look), name=job.contestant.name)

    def _draw_news(self, *, is_film: bool, name: str) -> None:
        raise NotImplementedError


def _live(
    lives: dict[str, tuple[Any, LiveNetwork]], name: str, key: Any, job: Job, is_unwanted: IsUnwanted, *, is_kept: bool
) -> LiveNetwork:
    """Return the network in training: the one that was stopped, if nothing it depends on has changed."""
    if not is_kept:
        return LiveNetwork(job, is_unwanted)
    key = (key, job.seed)
    if name not in lives or lives[name][0] != key:
        if name in lives:
            lives[name][1].close()
        lives[name] = (key, LiveNetwork(job, is_unwanted))
    live = lives[name][1]
    live.job, live.is_unwanted = job, is_unwanted
    return live
