// findings_part.js: what was found in a program: for each finding a hint, then more of it on demand, then the change that mends it.
// Reads the fields "part:findings" and "text" of the store; calls actions of Python.

import { changeLines } from "./diff_lines.js";
import { element, replaceFocused, unbroken } from "./elements.js";
import { opinionCard } from "./opinion_card.js";
import { sentence } from "./sentence.js";

const LEVELS = { bug: ["✕", "Bug"], warning: ["▲", "Warning"], question: ["?", "Question"], advice: ["i", "Advice"] };

function smallButton(text, title, act, isOff = false) {
  const button = element("button", { type: "button", textContent: text, title, "data-lm-suppress-shortcuts": "true" });
  button.disabled = isOff;
  button.addEventListener("click", act);
  return button;
}

const paragraph = (className, ...children) => element("p", { className }, children.map((one) => (typeof one === "string" ? unbroken(one) : one)));

/** What has been told of a finding so far, and the buttons that lead on. */
export function findingCard(finding, actions, goTo) {
  const { name, level, nudge, next, line, source, what, why, fix, diff = [], lesson, proof } = finding;
  const [sign, word] = LEVELS[level];
  const act = (action) => () => actions.act(action, { finding: name }, `${action}:${name}`);
  const head = element("span", { className: "dlw-sign", textContent: sign, "aria-hidden": "true" });
  const said = what ? [element("b", { textContent: unbroken(what) })] : [element("b", { textContent: `${word}: ` }), unbroken(nudge)];
  const children = [paragraph("dlw-finding-head", head, element("span", {}, said))];
  if (line) children.push(paragraph("dlw-finding-line", smallButton(`Line ${line}`, "Go to this line.", () => goTo(line)), element("code", { textContent: source })));
  if (why) children.push(paragraph("dlw-finding-why", element("b", { textContent: "Why " }), why));
  if (lesson) {
    const link = element("a", { href: lesson.file, target: "_blank", rel: "noopener", textContent: lesson.title, title: "Opens the lesson, if it lies beside this notebook." });
    children.push(paragraph("dlw-hint", "More in ", link));
  }
  if (fix) children.push(paragraph("dlw-finding-fix", element("b", { textContent: "Fix " }), fix));
  if (diff.length) children.push(element("div", { className: "dlw-diff", role: "group", "aria-label": "Change" }, changeLines(diff)));
  const buttons = [];
  if (next && actions.isShown("hint")) buttons.push(smallButton(next, "Tells one thing more.", act("hint"), actions.isOff("hint")));
  if (diff.length && actions.isShown("mend")) {
    const apply = smallButton("Apply", "Makes this change in the program; Undo takes it back.", act("mend"), actions.isOff("mend"));
    apply.classList.add("dlw-mend");
    buttons.push(apply);
  }
  if (proof && actions.isShown("show_me")) buttons.push(smallButton("Show me", proof, act("show_me"), actions.isOff("show_me")));
  if (buttons.length) children.push(element("div", { className: "dlw-buttons" }, buttons));
  return element("li", { className: `dlw-finding dlw-finding-${level}`, "aria-label": `${word}${line ? ` in line ${line}` : ""}` }, children);
}

/** Build the part. Returns { el, show }. */
export function findingsPart({ store, actions, goTo }) {
  const text = sentence(store, "text", "dlw-text", "status");
  const list = element("ol", { className: "dlw-findings" });
  const below = element("div", { className: "dlw-below" });
  const opinion = element("div", {});
  const el = element("section", { className: "dlw-part dlw-findings-part", "aria-label": "Findings", tabIndex: -1 }, [
    element("div", { className: "dlw-part-head" }, [element("h3", { textContent: "Findings" })]), text.el, list, opinion, below,
  ]);
  let shown = "";
  const show = () => {
    text.show();
    const state = store.fields["part:findings"];
    const news = JSON.stringify([state, ["hint", "mend", "show_me", "ask_model", "take_guess"].map(actions.isOff)]);
    if (!state || news === shown) return;
    shown = news;
    replaceFocused(list, state.items.map((finding) => findingCard(finding, actions, goTo)), el);
    replaceFocused(opinion, [opinionCard(state.opinion, actions)].filter(Boolean), el);
    below.replaceChildren(...[state.rest, ...state.checked, ...state.unseen, ...(state.read ?? [])].filter(Boolean).map((line) => paragraph("dlw-hint", line)));
  };
  show();
  return { el, show };
}
