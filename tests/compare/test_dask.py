"""Learning curves on a Dask cluster of several worker processes: the same numbers, and nothing is lost."""

import logging
import os
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from distributed import Client, LocalCluster

import dlwidgets as dlw
from dlwidgets.compare.job import run
from tests.compare.rivals import Dying
from tests.compare.test_learning import numbers, planned


@pytest.fixture(scope="module")
def client():
    """Two worker processes of one thread each."""
    settings = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None, "silence_logs": logging.CRITICAL}
    with LocalCluster(processes=True, **settings) as cluster, Client(cluster) as client:
        yield client


def test_several_worker_processes_give_the_numbers_of_one_thread_to_the_last_digit(client):
    assert len({*client.run(os.getpid).values()} - {os.getpid()}) == 2
    with ThreadPoolExecutor(1) as here:
        curves, expected = (planned(sizes=[10, 30], executor=one).result() for one in (client.get_executor(), here))
    assert curves.is_complete
    assert numbers(curves) == numbers(expected)
    assert not any(one.error for one in curves.outcomes)


def test_a_network_learns_the_same_here_in_a_worker_of_our_own_and_on_a_cluster(client):
    few = {"contestants": [("net", dlw.NetworkClassifier((4,), epochs=3))], "sizes": [30], "seeds": 1}
    with ThreadPoolExecutor(1) as here:
        found = [numbers(planned(**few, executor=one).result()) for one in (here, None, client.get_executor())]
    assert found == 3 * found[:1]
    assert found[0][0][-1] == ""


def test_a_worker_that_is_killed_in_the_middle_loses_nothing_and_another_run_goes_on(client, tmp_path, monkeypatch):
    deaths, kept = tmp_path / "deaths", tmp_path / "kept"
    deaths.mkdir()
    contestants = [("dying", Dying(deaths, 1)), "knn"]
    work = planned(contestants, executor=client.get_executor(), cache=kept)
    rows = [row for _, row in zip(range(7), work, strict=False)]
    assert len([*deaths.iterdir()]) > 1  # the job whose worker died was begun again

    done = []
    monkeypatch.setattr("dlwidgets.compare.work.run", lambda job: done.append(job) or run(job))
    with ThreadPoolExecutor(1) as here:
        resumed = planned(contestants, executor=here, cache=kept).result()
        assert len(done) == len(work) - len(rows)
        undisturbed = planned([("dying", "majority"), "knn"], executor=here).result()
    assert [row[:4] for row in numbers(resumed)] == [row[:4] for row in numbers(undisturbed)]
    assert {row.fit_s for row in rows} <= {row.fit_s for row in resumed.outcomes}


def test_what_a_cluster_never_answers_our_own_workers_do(monkeypatch):
    futures = []

    class Silent:
        """Takes everything and never says that it runs, as a cluster does; and its workers are gone."""

        def submit(self, *_):
            futures.append(Future())
            return futures[-1]

    monkeypatch.setattr("dlwidgets.compare.work.GRACE_S", 0)
    monkeypatch.setattr(
        "dlwidgets.compare.work._by_lanes", lambda jobs, lost, *_: ((place, run(jobs[place])) for place in lost)
    )
    work = planned(["majority"], executor=Silent(), time_limit_s=0.05)
    assert [one.accuracy for one in work] == [0.5] * 6
    assert all(future.cancelled() for future in futures)
