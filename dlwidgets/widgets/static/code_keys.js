// code_keys.js: what Tab, Enter and Escape do in an editor of code.
// Reads key presses in a text area; writes its text and its selection.

const INDENT = "    ";

/** Lines that a selection touches: where they begin and end in the text. */
function wholeLines(text, start, end) {
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const next = text.indexOf("\n", Math.max(start, end - 1));
  return [from, next < 0 ? text.length : next];
}

/** Move lines to the right or to the left. Returns { from, to, lines }: what of the text they replace. */
export function indented(text, start, end, isBack) {
  const [from, to] = wholeLines(text, start, end);
  const lines = text.slice(from, to).split("\n");
  return { from, to, lines: lines.map((line) => (isBack ? line.replace(/^ {1,4}/, "") : line && INDENT + line)) };
}

/** What Enter puts in: a line break, the spaces of this line, and four more behind an open bracket or a colon. */
export function lineBreak(text, at) {
  const line = text.slice(text.lastIndexOf("\n", at - 1) + 1, at);
  const spaces = line.match(/^ */)[0];
  return `\n${spaces}${/[([{:]\s*$/.test(line) ? INDENT : ""}`;
}

/**
 * Make the keys of a text area.
 * @param input the text area
 * @param typed called when its text was changed
 * @param done called when the reader asks for an answer (Ctrl+Enter)
 * @returns { press, arrive, rest }: the listener, what lets Tab lead on until a key is pressed, and what forgets that
 */
export function editKey(input, typed, done) {
  let isLeaving = false; // after Escape, and for those who only come by, Tab leads on in the page
  const put = (text, from, to, mode = "end") => {
    input.setRangeText(text, from, to, mode);
    typed();
  };
  const tab = (isBack) => {
    const { value, selectionStart: start, selectionEnd: end } = input;
    if (!isBack && start === end) {
      const column = start - (value.lastIndexOf("\n", start - 1) + 1);
      put(" ".repeat(INDENT.length - (column % INDENT.length)), start, end);
      return;
    }
    const { from, to, lines } = indented(value, start, end, isBack);
    const news = lines.join("\n");
    if (news !== value.slice(from, to)) put(news, from, to, start === end ? "preserve" : "select");
  };
  const press = (event) => {
    const { key, shiftKey, ctrlKey, metaKey, altKey, isComposing } = event;
    const wasLeaving = isLeaving;
    if (key !== "Shift") isLeaving = key === "Escape";
    if (isComposing || altKey) return;
    if (key === "Enter" && (ctrlKey || metaKey)) done();
    else if (input.readOnly || ctrlKey || metaKey) return;
    else if (key === "Tab" && !wasLeaving) tab(shiftKey);
    else if (key === "Enter" && !shiftKey) put(lineBreak(input.value, input.selectionStart), input.selectionStart, input.selectionEnd);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return { press, arrive: () => { isLeaving = true; }, rest: () => { isLeaving = false; } };
}
