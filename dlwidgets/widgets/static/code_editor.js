// code_editor.js: a text area for Python with line numbers, colours and marked lines.
// Reads nothing; writes its own elements and calls back with what is typed. It knows neither a model nor a store.

import { element } from "./elements.js";
import { ColouredLines, changedLines, movedCaret } from "./code_tokens.js";
import { editKey } from "./code_keys.js";

const LINE_PX = 20;
const FEWEST_LINES = 8;
const MOST_LINES = 34;
const MARGIN_LINES = 10; // painted beyond the edges, so that scrolling shows no gaps
const FLASH_MS = 1400;
const MARKS = {
  mistake: ["✕", "can't be read"], unread: ["?", "left as it is"], changed: ["●", "changed just now"],
  bug: ["✕", "a bug"], warning: ["▲", "most likely wrong"], question: ["?", "a question"], advice: ["i", "advice"],
};

/** One line in its colours. */
function colouredLine(tokens) {
  const parts = tokens.map(([kind, text]) => (kind ? element("span", { className: `dlw-t-${kind}`, textContent: text }) : document.createTextNode(text)));
  return element("div", { className: "dlw-line" }, parts);
}

/** What is painted of a long text: the lines in sight, each made once and again only when it changes. */
class Painter {
  constructor(home, make) {
    Object.assign(this, { home, make, shown: new Map() });
  }

  /** Paint lines `from` to `to`; `nameOf` tells a line that looks otherwise than before. */
  paint(from, to, nameOf) {
    for (const [index, { el }] of [...this.shown]) {
      if (index >= from && index < to) continue;
      el.remove();
      this.shown.delete(index);
    }
    for (let index = from; index < to; index += 1) {
      const name = nameOf(index);
      const old = this.shown.get(index);
      if (old?.name === name) continue;
      old?.el.remove();
      const el = this.make(index);
      el.style.top = `${index * LINE_PX}px`;
      this.home.append(el);
      this.shown.set(index, { el, name });
    }
  }
}

/**
 * Build an editor.
 * @param label what it is called
 * @param placeholder what stands in it while it is empty
 * @param onEdit called with (text, isDone) as it is typed into; isDone where the reader asks for an answer at once
 * @returns { el, input, text, setText, setMarks, setLocked, goTo, close }
 */
export function codeEditor({ label, placeholder = "", onEdit }) {
  const input = element("textarea", {
    className: "dlw-code-input", spellcheck: false, wrap: "off", autocapitalize: "off", autocomplete: "off",
    placeholder, "aria-label": label, "data-lm-suppress-shortcuts": "true",
  });
  const colours = element("div", { className: "dlw-code-lines", "aria-hidden": "true" });
  const numbers = element("div", { className: "dlw-code-lines", "aria-hidden": "true" });
  const gutter = element("div", { className: "dlw-gutter" }, [numbers]);
  const code = element("div", { className: "dlw-code" }, [element("div", { className: "dlw-code-window" }, [colours]), input]);
  const el = element("div", { className: "dlw-editor" }, [gutter, code]);
  const lines = new ColouredLines();
  let marks = new Map(); // by line, from 0
  let flashed = { until: 0, lines: new Set() };
  let timer;

  const flashes = (index) => performance.now() < flashed.until && flashed.lines.has(index);
  const painters = {
    colours: new Painter(colours, (index) => {
      const line = colouredLine(lines.tokens(index));
      const kind = marks.get(index)?.kind;
      line.className = ["dlw-line", kind && `dlw-line-${kind}`, flashes(index) && "dlw-flash"].filter(Boolean).join(" ");
      return line;
    }),
    numbers: new Painter(numbers, (index) => {
      const mark = marks.get(index);
      const [sign, words] = MARKS[mark?.kind] ?? ["", ""];
      const title = mark ? mark.says || words : "";
      const line = [element("span", { className: "dlw-mark", textContent: sign }), element("span", { textContent: String(index + 1) })];
      return element("div", { className: `dlw-line${mark ? ` dlw-number-${mark.kind}` : ""}`, title }, line);
    }),
  };

  const paint = () => {
    const top = input.scrollTop || 0;
    const from = Math.max(0, Math.floor(top / LINE_PX) - MARGIN_LINES);
    const to = Math.min(lines.lines.length, Math.ceil((top + (input.clientHeight || 0)) / LINE_PX) + MARGIN_LINES);
    const look = (index) => `${marks.get(index)?.kind ?? ""}:${marks.get(index)?.says ?? ""}`;
    painters.colours.paint(from, to, (index) => `${flashes(index)}:${look(index)}:${lines.opens[index]}:${lines.lines[index]}`);
    painters.numbers.paint(from, to, look);
    const beyond = (input.scrollWidth || 0) - (input.clientWidth || 0) - (input.scrollLeft || 0);
    code.classList.toggle("dlw-code-goes-on", beyond > 1);
    colours.style.transform = `translate(${-(input.scrollLeft || 0)}px, ${-top}px)`;
    numbers.style.transform = `translateY(${-top}px)`;
  };
  const fit = () => {
    const count = Math.max(FEWEST_LINES, Math.min(MOST_LINES, lines.lines.length + 1));
    el.style.setProperty("--dlw-line", `${LINE_PX}px`);
    el.style.setProperty("--dlw-digits", String(String(lines.lines.length).length));
    input.style.height = `${count * LINE_PX}px`;
  };
  const take = () => {
    lines.update(input.value);
    fit();
    paint();
  };
  const forgetChanges = () => {
    marks = new Map([...marks].filter(([, mark]) => mark.kind !== "changed"));
    flashed = { until: 0, lines: new Set() };
  };
  const typed = () => {
    forgetChanges();
    take();
    onEdit(input.value, false);
  };

  const keys = editKey(input, typed, () => onEdit(input.value, true));
  const blur = () => { keys.rest(); onEdit(input.value, true); };
  const listeners = { input: typed, scroll: paint, keydown: keys.press, focus: keys.arrive, click: keys.rest, blur };
  for (const [type, listener] of Object.entries(listeners)) input.addEventListener(type, listener);
  const resized = globalThis.ResizeObserver ? new ResizeObserver(() => paint()) : undefined;
  resized?.observe(input);

  const setText = (text, { flash = false } = {}) => {
    if (text === input.value) return;
    const before = input.value;
    const [start, end, top, left] = [input.selectionStart, input.selectionEnd, input.scrollTop, input.scrollLeft];
    const changed = flash ? changedLines(before.split("\n"), text.split("\n")) : [];
    input.value = text;
    input.setSelectionRange?.(movedCaret(before, text, start), movedCaret(before, text, end));
    input.scrollTop = top;
    input.scrollLeft = left;
    forgetChanges();
    flashed = { until: performance.now() + FLASH_MS, lines: new Set(changed) };
    for (const index of changed) marks.set(index, { kind: "changed", says: "" });
    take();
    clearTimeout(timer);
    if (changed.length) timer = setTimeout(() => { flashed.lines = new Set(); paint(); }, FLASH_MS);
  };
  const setMarks = (news) => {
    const kept = [...marks].filter(([, mark]) => mark.kind === "changed");
    marks = new Map([...kept, ...news.map(({ line, kind, says }) => [line - 1, { kind, says }])]);
    paint();
  };

  /** Put the caret at the first character of a line, from 1 on, and show it. */
  const goTo = (line) => {
    const before = lines.lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
    const at = before + (lines.lines[line - 1] ?? "").search(/\S|$/);
    input.focus({ preventScroll: true });
    keys.rest();
    input.setSelectionRange(at, at);
    input.scrollTop = Math.max(0, (line - 1) * LINE_PX - input.clientHeight / 3);
    el.scrollIntoView({ block: "nearest" });
    paint();
  };

  take();
  return {
    el,
    input,
    text: () => input.value,
    setText,
    setMarks,
    goTo,
    setLocked: (isLocked) => { input.readOnly = isLocked; },
    close: () => {
      clearTimeout(timer);
      resized?.disconnect();
      for (const [type, listener] of Object.entries(listeners)) input.removeEventListener(type, listener);
    },
  };
}
