// diff_lines.js: the lines of a change, to be read by eye and by ear. Reads and writes nothing.

import { element } from "./elements.js";

/** A line parted into the space before, the text, and the space behind: what is struck out is the text. */
export const parted = (line) => /^(\s*)(.*?)(\s*)$/s.exec(line).slice(1);

function codeOf(line) {
  const [before, text, behind] = parted(line);
  return element("code", {}, [before, element("span", { textContent: text }), behind]);
}

/** Lines without the space that all of them begin with: there is little room beside the editor. */
export function dedented(lines) {
  const deep = Math.min(...lines.filter((line) => line.trim()).map((line) => parted(line)[0].length));
  return lines.map((line) => line.slice(Math.min(deep, parted(line)[0].length)));
}

/** The lines of a change: each with its sign, which a screen reader says as a word. */
export function changeLines(diff) {
  const lines = dedented(diff.map(([, line]) => line));
  return diff.map(([sign], place) => element("div", { className: sign === "-" ? "dlw-gone" : "dlw-new" }, [
    element("span", { className: "dlw-diff-sign", textContent: sign === "-" ? "−" : "+", "aria-label": sign === "-" ? "without:" : "with:" }),
    codeOf(lines[place]),
  ]));
}
