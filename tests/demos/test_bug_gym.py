"""The bug gym: exercises that the rules agree with, and an honest count of points."""

import json

import pytest

import dlwidgets as dlw
from dlwidgets.assistant import find_bugs
from dlwidgets.demos.coach.exercise import LEVELS, exercise
from dlwidgets.demos.coach.gym_programs import PROGRAMS
from dlwidgets.errors import InvalidValueError, UnknownNameError

SEVERAL = [(level, number) for level in LEVELS for number in range(1, 9)]


@pytest.fixture
def gym(wires):
    return dlw.BugGym(level=2, seed=1)


def test_the_right_programs_are_right():
    assert [[one.rule for one in find_bugs(program)] for program in PROGRAMS] == [[]] * len(PROGRAMS)


@pytest.mark.parametrize(("level", "number"), SEVERAL)
def test_an_exercise_has_its_mistakes_and_no_others_and_is_mended_by_the_right_program(level, number):
    made = exercise(level, 0, number)
    found = find_bugs(made.broken)
    assert {one.rule for one in found} == {*made.rules}
    assert len(made.rules) == (2 if level == 5 else 1)
    assert {*made.rules} < {*made.names}
    assert len({*made.names}) == 4
    changed = [line for line in made.broken.split("\n") if line not in made.right.split("\n")]
    assert {made.broken.split("\n").index(line) + 1 for line in changed} <= made.lines
    assert {one.line for one in found} <= made.lines
    assert len(made.lines) < made.broken.count("\n") / 2
    assert made.left(found) != ""
    assert made.left(find_bugs(made.right)) == ""
    fixed = find_bugs(made.broken)
    while fixed and fixed[0].fix and fixed[0].fix.edits:  # another way than the right program's may be as good
        fixed = find_bugs(fixed.fixed(fixed[0]))
    assert fixed or made.left(fixed) == ""


def test_what_is_thrown_away_is_not_mended(gym):
    gym.page.act("write", text="print('no bug here')\n")
    gym.page.press("check")
    assert "a part of the program" in gym.said
    gym.page.act("write", text=gym.exercise.right.replace('"relu"', '"Relu"'))
    gym.page.press("check")
    assert "another one" in gym.said
    assert gym.done == {}


def test_each_part_is_won_once_and_wrong_answers_and_hints_cost_points(gym):
    made = gym.exercise
    wrong = next(line for line in range(1, 99) if line not in made.lines)
    for line in (wrong, min(made.lines)):
        gym.page.act("point_at", line=line)
    assert gym.done == {"found": 2}
    assert gym.page.part("exercise")["is_right"]
    for rule in [one for one in made.names if one not in made.rules]:
        gym.page.act("call_it", rule=rule)
        assert not gym.page.part("exercise")["is_right"]
    for _ in range(3):
        gym.page.press("hint")  # a nudge, the line, the reason
    gym.page.act("call_it", rule=made.rules[0])
    assert gym.done == {"found": 2, "named": 0}
    gym.page.press("hint")
    gym.page.act("write", text=made.right)
    gym.page.press("check")
    assert gym.done == {"found": 2, "named": 0, "mended": 3}
    assert (gym.said, gym.score) == ("Mended.", 5)
    assert "5 points" in gym.text
    for part in ("check", "hint"):
        with pytest.raises(InvalidValueError, match="can't be used"):
            gym.page.press(part)
    assert [*gym.datasets["points"]["points"]] == [2, 0, 3]
    gym.page.press("next_exercise")
    assert (gym.number, gym.results, gym.done, gym.told, gym.said) == (
        2,
        [{"found": 2, "named": 0, "mended": 3}],
        {},
        "",
        "",
    )
    assert gym.code == exercise(2, 1, 2).broken != made.broken
    assert gym.score == 5
    with pytest.raises(InvalidValueError, match="can't be used"):
        gym.page.press("undo")  # the exercise before is over


def test_hints_tell_one_thing_after_the_other_and_nothing_before(gym):
    found = gym.exercise.report[0]
    secrets = [f'"line": {found.line}', json.dumps(found.why)[1:-1], json.dumps(found.fix.words)[1:-1]]
    for told in range(-1, 4):
        shown = json.dumps([gym.page.part("exercise"), gym.page.part("code")["marks"], gym.text])
        assert [secret in shown for secret in secrets] == [place < told for place in range(3)]
        if told < 3:
            gym.page.press("hint")


def test_the_same_seed_brings_the_same_exercises_and_a_state_leads_back(gym):
    gym.page.press("hint")
    gym.page.act("write", text=f"{gym.code}# mine")
    gym.page.act("point_at", line=1)
    state = json.loads(json.dumps(gym.state))
    again = dlw.BugGym()
    again.state = state
    assert again.state == state
    assert again.exercise is gym.exercise
    assert dlw.BugGym(**gym.state).state == state
    gym.page.press("next_exercise")
    gym.page.set("level", "4")
    assert (gym.number, gym.results, gym.code) == (1, [], exercise(4, 1, 1).broken)
    gym.page.set("seed", 2)
    assert gym.code == exercise(4, 2, 1).broken


def test_what_makes_no_sense_is_refused(wires, gym):
    before = gym.state
    for bad in ({"level": 9}, {"level": "easy"}):
        with pytest.raises(UnknownNameError):
            dlw.BugGym(**bad)
    for bad in ({"number": 0}, {"number": "1"}, {"results": 3}, {"done": {"guessed": 3}}, {"seed": -1}):
        with pytest.raises(InvalidValueError):
            gym.change(**bad)
    with pytest.raises(UnknownNameError):
        gym.call_it("no-rule")
    assert gym.state == before
