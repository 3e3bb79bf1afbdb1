"""Elements made from plain values: ``elements.js``."""

import re

from dlwidgets.widgets.assets import STATIC

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
