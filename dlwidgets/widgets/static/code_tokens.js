// code_tokens.js: the words of Python source, line by line, for colouring.
// Reads nothing, writes nothing: pure functions.

const KEYWORDS = new Set((
  "and as assert async await break class continue def del elif else except finally for from global if import in is lambda "
  + "nonlocal not or pass raise return try while with yield"
).split(" "));
const CONSTANTS = new Set(["True", "False", "None"]);

const STRING_START = /^[rbfuRBFU]{0,2}("""|'''|"|')/;
const NUMBER = /^(?:0[xXoObB][\da-fA-F_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?j?)/;
const NAME = /^[\p{L}_][\p{L}\p{N}_]*/u;

/** Where a string that is open at the start of `text` ends: the length of it, and whether it is still open. */
function stringEnd(text, quote) {
  for (let i = 0; i < text.length; i += 1) {
    if (text[i] === "\\") i += 1;
    else if (text.startsWith(quote, i)) return [i + quote.length, false];
  }
  return [text.length, true];
}

function nextToken(rest, isCall) {
  if (rest[0] === "#") return ["comment", rest.length];
  const number = rest.match(NUMBER);
  if (number) return ["number", number[0].length];
  const name = rest.match(NAME)?.[0];
  if (!name) return ["", 1];
  if (KEYWORDS.has(name)) return ["keyword", name.length];
  if (CONSTANTS.has(name)) return ["constant", name.length];
  const after = rest.slice(name.length).trimStart();
  if (after[0] === "=" && after[1] !== "=" && isCall) return ["argument", name.length];
  return [after[0] === "(" ? "call" : "", name.length];
}

/**
 * Part one line into words.
 * @param line its text
 * @param open the quotes of a string that began on a line before and goes on, or ""
 * @returns { tokens: list of [kind, text], open }: neighbours of one kind are one token; a kind "" is plain text
 */
export function tokenize(line, open = "") {
  const tokens = [];
  const add = (kind, text) => {
    if (!text) return;
    if (tokens.at(-1)?.[0] === kind) tokens.at(-1)[1] += text;
    else tokens.push([kind, text]);
  };
  let at = 0;
  let quote = open;
  let depth = line.startsWith(" ") ? 1 : 0; // an indented line of a call names arguments
  while (at < line.length) {
    const rest = line.slice(at);
    const start = quote ? null : rest.match(STRING_START);
    let length;
    if (quote || start) {
      const from = start ? start[0].length : 0;
      quote ||= start[1];
      const [end, isOpen] = stringEnd(rest.slice(from), quote);
      length = from + end;
      add("string", rest.slice(0, length));
      if (!isOpen || quote.length === 1) quote = "";
    } else {
      let kind;
      [kind, length] = nextToken(rest, depth > 0);
      if (rest[0] === "(") depth += 1;
      if (rest[0] === ")") depth -= 1;
      add(kind, rest.slice(0, length));
    }
    at += length;
  }
  return { tokens, open: quote };
}

/** How two lists of lines differ: lines that are the same at the start and at the end. */
export function sameEnds(before, after) {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  return { start, end };
}

/** Lines of `after` (from 0) that are new or other than in `before`; the fewest that explain the change. */
export function changedLines(before, after) {
  const { start, end } = sameEnds(before, after);
  const old = before.slice(start, before.length - end);
  const news = after.slice(start, after.length - end);
  if (!old.length || old.length * news.length > 250000) return news.map((_, i) => start + i);
  // The longest common subsequence of what is between the ends.
  const best = Array.from({ length: old.length + 1 }, () => new Uint16Array(news.length + 1));
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = news.length - 1; j >= 0; j -= 1) {
      best[i][j] = old[i] === news[j] ? best[i + 1][j + 1] + 1 : Math.max(best[i + 1][j], best[i][j + 1]);
    }
  }
  const changed = [];
  for (let i = 0, j = 0; j < news.length;) {
    if (i < old.length && old[i] === news[j]) { i += 1; j += 1; }
    else if (i < old.length && best[i + 1][j] >= best[i][j + 1]) i += 1;
    else { changed.push(start + j); j += 1; }
  }
  return changed;
}

/** Where a caret at `at` of `before` goes in `after`, whatever changed around it. */
export function movedCaret(before, after, at) {
  const { start, end } = sameEnds(before, after);
  if (at <= start) return at;
  if (at >= before.length - end) return after.length - (before.length - at);
  return Math.min(at, after.length - end);
}

/** The lines of a text with the state in which each begins, kept up to date with as little work as possible. */
export class ColouredLines {
  constructor() {
    this.lines = [""];
    this.opens = ["", ""]; // of each line at its start; one more for the end
  }

  /** Take a new text. Returns { start, end }: how many lines at the start and at the end are as they were, colours too. */
  update(text) {
    const lines = text.split("\n");
    const { start, end } = sameEnds(this.lines, lines);
    const opens = this.opens.slice(0, start + 1);
    const oldTail = this.lines.length - end;
    const newTail = lines.length - end;
    let i = start;
    while (i < lines.length) {
      if (i >= newTail && opens[i] === this.opens[oldTail + (i - newTail)]) break;
      opens[i + 1] = tokenize(lines[i], opens[i]).open;
      i += 1;
    }
    for (let k = i + 1; k <= lines.length; k += 1) opens[k] = this.opens[oldTail + (k - newTail)];
    this.lines = lines;
    this.opens = opens;
    return { start, end: lines.length - Math.max(i, newTail) };
  }

  tokens(index) {
    return tokenize(this.lines[index], this.opens[index]).tokens;
  }
}
