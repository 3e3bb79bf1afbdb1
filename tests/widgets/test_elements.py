"""Elements made from plain values: ``elements.js``."""

import re

from dlwidgets.widgets.assets import STATIC, style

ELEMENTS = str(STATIC / "elements.js")


def test_ids_differ_between_the_copies_of_the_module_that_one_page_has(javascript):
    ids = javascript(
        """
      const source = (await import("node:fs")).readFileSync(payload, "utf-8");
      const copies = await Promise.all([1, 2].map((n) => import(`data:text/javascript,${encodeURIComponent(source + `//${n}`)}`)));
      return copies.flatMap(({ freshId }) => [freshId(), freshId()]);
    """,
        ELEMENTS,
    )
    assert len(set(ids)) == 4
    assert all(re.fullmatch(r"[A-Za-z][\w-]*", name) for name in ids)  # a selector needs no escape


def test_a_percent_sign_stays_with_its_number_wherever_words_are_written(javascript):
    says = "Of 20 examples 95 % are right, and 5.5 %: % of what?"
    written = javascript(
        """
      (await load("dom.mjs")).page({ state: {} });
      const fields = { text: payload, notes: [{ title: "How", lines: [payload] }] };
      const [{ sentence }, { noteList }, { findingCard }] = await Promise.all(["sentence.js", "notes.js", "findings_part.js"].map(load));
      const finding = { name: "f", level: "bug", what: payload, why: payload, fix: payload };
      const parts = [sentence({ fields }, "text", "", "status").el, noteList({ fields }, "", () => true).el, findingCard(finding, { isShown: () => false })];
      return parts.map((part) => part.textContent);
    """,
        says,
    )
    whole = says.replace("95 %", "95\u00a0%").replace("5.5 %", "5.5\u00a0%")
    assert written == [whole, f"How{whole}", f"✕{whole}Why {whole}Fix {whole}"]


def test_of_a_line_that_goes_the_words_are_struck_out_and_the_space_around_them_is_not(javascript):
    written = javascript(
        """
      (await load("dom.mjs")).page({ state: {} });
      const { changeLines } = await load("diff_lines.js");
      return changeLines(payload).map((line) => line.all().filter(({ tag }) => tag === "code").map((code) => [
        code.textContent, code.children.filter(({ tag }) => tag === "span").map(({ textContent }) => textContent),
      ])).flat();
    """,
        [["-", "      fit(x,  y) "], ["+", "    if x:"], ["+", "        fit(y)"], ["-", ""]],
    )
    # What all lines begin with is left out.
    assert written == [["  fit(x,  y) ", ["fit(x,  y)"]], ["if x:", ["if x:"]], ["    fit(y)", ["fit(y)"]], ["", [""]]]
    assert ".dlw-gone code > span { text-decoration: line-through" in style("coach.css")
