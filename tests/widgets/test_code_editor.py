"""The pure parts of the code editor, against Python's own tokenizer and slow references."""

import io
import keyword
import tokenize

import pytest
from hypothesis import given
from hypothesis import strategies as st

PROGRAM = '''import keras  # the library
from tensorflow import keras as k

names = ["a", 'b', r"c\\n","d"]
long = """one
# two "half"
three"""
if not names and 0x1f or 1.5e-3 is None:
    pass
def build(units=10, *, rate=.5):
    return keras.Sequential([
        keras.layers.Dense(units, activation="relu"), keras.layers.Dense(units=3),
    ])
x = lambda: True
print("it's", 'a "quote"', "esc\\"aped")
'''
KINDS = {tokenize.STRING: "string", tokenize.NUMBER: "number", tokenize.COMMENT: "comment"}


def expected(text):
    """Name the kind of each character by Python's own tokenizer: strings, numbers, comments, keywords."""
    lines = text.split("\n")
    kinds = [[""] * len(line) for line in lines]
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        kind = KINDS.get(token.type, "")
        if token.type == tokenize.NAME and keyword.iskeyword(token.string):
            kind = "constant" if token.string in {"True", "False", "None"} else "keyword"
        (row, column), (end_row, end_column) = token.start, token.end
        for line in range(row, end_row + 1) if kind else ():
            first = column if line == row else 0
            last = end_column if line == end_row else len(lines[line - 1])
            kinds[line - 1][first:last] = [kind] * (last - first)
    return kinds


def coloured(javascript, text):
    """Name the kind of each character, line by line, as the editor colours it."""
    lines = javascript(
        """
        const { ColouredLines } = await load("code_tokens.js");
        const all = new ColouredLines();
        all.update(payload);
        return all.lines.map((_, i) => all.tokens(i));
        """,
        text,
    )
    assert "\n".join("".join(part for _, part in line) for line in lines) == text
    return [[kind for kind, part in line for _ in part] for line in lines]


def test_strings_numbers_comments_and_keywords_are_those_of_python(javascript):
    found = coloured(javascript, PROGRAM)
    ours = [["" if kind in {"call", "argument"} else kind for kind in line] for line in found]
    assert ours == expected(PROGRAM)
    line = PROGRAM.split("\n").index(
        '        keras.layers.Dense(units, activation="relu"), keras.layers.Dense(units=3),'
    )
    assert found[line][8:26] == [""] * 13 + ["call"] * 5
    assert found[line][34:44] == ["argument"] * 10


TEXTS = st.lists(st.sampled_from(["", "x = 1", '"""', "a '''", "# c", 'b = "q', "  f(1, u=2)", "\\"]), max_size=12).map(
    "\n".join
)


@given(TEXTS, TEXTS, TEXTS)
def test_lines_that_are_kept_up_to_date_are_those_of_a_new_text(javascript, one, two, three):
    same = javascript(
        """
        const { ColouredLines } = await load("code_tokens.js");
        const kept = new ColouredLines();
        return payload.map((text) => {
          kept.update(text);
          const fresh = new ColouredLines();
          fresh.update(text);
          return JSON.stringify([kept.lines, kept.opens]) === JSON.stringify([fresh.lines, fresh.opens]) && kept.opens.length === kept.lines.length + 1;
        });
        """,
        [one, two, three, one],
    )
    assert same == [True] * 4


def longest_common(a, b):
    """Count the lines of the longest common subsequence, slowly."""
    table = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            table[i + 1][j + 1] = table[i][j] + 1 if x == y else max(table[i][j + 1], table[i + 1][j])
    return table[-1][-1]


def is_subsequence(part, whole):
    rest = iter(whole)
    return all(line in rest for line in part)


@given(st.lists(st.sampled_from("abcd"), max_size=9), st.lists(st.sampled_from("abcd"), max_size=9))
def test_changed_lines_are_the_fewest_that_explain_a_change(javascript, before, after):
    changed = javascript('return (await load("code_tokens.js")).changedLines(payload[0], payload[1]);', [before, after])
    left = [line for place, line in enumerate(after) if place not in changed]
    assert is_subsequence(left, before)
    assert len(left) == longest_common(before, after)
    assert changed == sorted(set(changed))


def test_ten_thousand_lines_cost_a_key_no_more_than_one_line(javascript):
    touched = javascript(
        """
        const { ColouredLines } = await load("code_tokens.js");
        const all = new ColouredLines();
        const lines = Array.from({ length: 10000 }, (_, i) => `x${i} = "${i}"`);
        all.update(lines.join("\\n"));
        lines[5000] += "!";
        const { start, end } = all.update(lines.join("\\n"));
        return 10000 - start - end;
        """
    )
    assert touched == 1


@pytest.mark.parametrize(
    ("before", "after", "at", "wanted"),
    [
        ("abc", "abc", 2, 2),
        ("abcdef", "abXcdef", 4, 5),  # something came before the caret
        ("abcdef", "abcdXef", 2, 2),  # behind it
        ("abcdef", "abf", 4, 2),  # what it stood in has gone
        ("", "new", 0, 0),
        ("old", "", 3, 0),
    ],
)
def test_the_caret_stays_at_its_words(javascript, before, after, at, wanted):
    moved = javascript('return (await load("code_tokens.js")).movedCaret(...payload);', [before, after, at])
    assert moved == wanted


@pytest.mark.parametrize(
    ("text", "start", "end", "back", "wanted"),
    [
        ("a\nb\nc", 0, 3, False, "    a\n    b\nc"),
        ("a\nb\nc", 0, 2, False, "    a\nb\nc"),  # the second line is not chosen, only its beginning
        ("    a\n  b\nc", 1, 10, True, "a\nb\nc"),
        ("a\n\nb", 0, 4, False, "    a\n\n    b"),
        ("      a", 3, 3, True, "  a"),
    ],
)
def test_chosen_lines_are_moved_to_the_right_and_to_the_left(javascript, text, start, end, back, wanted):
    done = javascript(
        """
        const [text, ...more] = payload;
        const { from, to, lines } = (await load("code_keys.js")).indented(text, ...more);
        return text.slice(0, from) + lines.join("\\n") + text.slice(to);
        """,
        [text, start, end, back],
    )
    assert done == wanted


@pytest.mark.parametrize(
    ("line", "wanted"),
    [("x = 1", "\n"), ("    x", "\n    "), ("f([", "\n    "), ("  def f():  ", "\n      "), ("", "\n")],
)
def test_enter_keeps_the_indent_and_goes_deeper_behind_a_bracket(javascript, line, wanted):
    assert (
        javascript('return (await load("code_keys.js")).lineBreak(payload, payload.length);', f"before\n{line}")
        == wanted
    )


def test_stretches_of_typing_end_with_a_rest_and_when_told(javascript):
    names = javascript(
        """
        const { burstNames } = await load("code_part.js");
        let time = 0;
        const bursts = burstNames("p", () => time);
        const at = (t) => { time = t; return bursts.next(); };
        const typed = [at(0), at(1500), at(3000), at(6000)];
        bursts.end();
        return [...typed, at(6100)];
        """
    )
    assert names == ["p:code:1", "p:code:1", "p:code:1", "p:code:2", "p:code:3"]


@pytest.mark.parametrize(("y", "place"), [(0, 0), (10, 0), (11, 1), (25, 2), (99, 3)])
def test_a_dragged_row_lands_where_the_pointer_is_among_the_middles_of_the_others(javascript, y, place):
    assert javascript('return (await load("row_drag.js")).placeAt(payload, [10, 20, 30]);', y) == place


def test_keys_are_called_as_on_a_keyboard(javascript):
    names = javascript(
        'const { keyName } = await load("keys.js"); return payload.map(keyName);',
        ["z", "Ctrl+z", "Ctrl+Shift+z", "ArrowUp", "Ctrl+ArrowUp", "Space", "+", "Ctrl++"],
    )
    assert names == ["Z", "Ctrl+Z", "Ctrl+Shift+Z", "↑", "Ctrl+↑", "Space", "+", "Ctrl++"]


def test_a_guess_is_labelled_and_its_button_says_where_the_program_goes(javascript):
    asked = {"model": "parrot", "where": "localhost:11434", "is_asked": False, "diff": []}
    states = [asked | more for more in (
        {}, {"is_asked": True}, {"says": "<b>Try</b> softmax."}, {"problem": "parrot did not answer."})]  # fmt: skip
    before, while_asked, guess, none = javascript(
        """
        const { opinionWords } = await load("opinion_card.js");
        return payload.map(opinionWords);
        """,
        states,
    )
    assert (before["button"], before["head"], before["body"]) == ("Ask parrot", "", "")
    assert "localhost:11434" in before["title"]
    assert while_asked["button"] == "parrot is asked …"
    assert (guess["head"], guess["body"]) == ("A guess of parrot, which may be wrong:", "<b>Try</b> softmax.")
    assert (none["head"], none["body"]) == ("", "parrot did not answer.")


def test_tab_leads_past_an_editor_that_one_only_comes_by_and_indents_once_one_writes(javascript):
    pressed = javascript("""
      const { editKey } = await load("code_keys.js");
      const input = { value: "a", selectionStart: 0, selectionEnd: 0, setRangeText() {} };
      const keys = editKey(input, () => {}, () => {});
      const isKept = (key, more = {}) => {
        let kept = false;
        keys.press({ key, ...more, preventDefault: () => { kept = true; }, stopPropagation() {} });
        return kept;
      };
      keys.arrive();
      const passing = [isKept("Shift"), isKept("Tab", { shiftKey: true })];
      keys.arrive();
      const writing = [isKept("x"), isKept("Tab"), isKept("Escape"), isKept("Tab"), isKept("Tab")];
      keys.arrive();
      keys.rest(); // a click
      return [passing, writing, isKept("Tab")];
    """)
    assert pressed == [[False, False], [False, True, False, False, True], True]
