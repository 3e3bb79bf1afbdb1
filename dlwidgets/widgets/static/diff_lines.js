// diff_lines.js: the lines of a change, to be read by eye and by ear. Reads and writes nothing.

import { element } from "./elements.js";

/** The lines of a change: each with its sign, which a screen reader says as a word. */
export function changeLines(diff) {
  return diff.map(([sign, line]) => element("div", { className: sign === "-" ? "dlw-gone" : "dlw-new" }, [
    element("span", { className: "dlw-diff-sign", textContent: sign === "-" ? "−" : "+", "aria-label": sign === "-" ? "without:" : "with:" }),
    element("code", { textContent: line }),
  ]));
}
