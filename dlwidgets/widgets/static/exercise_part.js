// exercise_part.js: an exercise of the gym: in which line the mistake is, what it is, and whether it is mended.
// Reads the fields "part:exercise" and "text" of the store and the caret of the editor; calls actions of Python.

import { element, freshId, replaceFocused, setText } from "./elements.js";
import { findingCard } from "./findings_part.js";
import { sentence } from "./sentence.js";

const TASKS = { found: "Where?", named: "What?", mended: "Mended?" };

/** The line of a text, from 1 on, in which a place is. */
export const lineAt = (text, place) => text.slice(0, place).split("\n").length;

function task(part, children) {
  const sign = element("span", { className: "dlw-done", "aria-hidden": "true" });
  const points = element("span", { className: "dlw-hint" });
  const el = element("section", { className: "dlw-task", "aria-label": TASKS[part] }, [element("h4", {}, [sign, TASKS[part], points]), ...children]);
  const show = (won, worth) => {
    const isDone = won !== null && won !== undefined;
    el.classList.toggle("dlw-task-done", isDone);
    setText(sign, isDone ? "✓ " : "○ ");
    setText(points, isDone ? ` ${won} points` : ` up to ${worth} points`);
  };
  return { el, show };
}

/** Build the part. Returns { el, show, close }. */
export function exercisePart({ store, panel, actions, code }) {
  const text = sentence(store, "text", "dlw-text", "status");
  const group = freshId();
  const here = element("button", { type: "button", "data-lm-suppress-shortcuts": "true", title: "Put the cursor into the line of the mistake first." });
  const line = () => lineAt(code.input.value, code.input.selectionStart ?? 0);
  const showLine = () => setText(here, `It is in line ${line()}`);
  here.addEventListener("click", () => actions.act("point_at", { line: line() }));
  const carets = ["keyup", "click", "focus", "input"];
  for (const kind of carets) code.input.addEventListener(kind, showLine);

  const choices = element("div", { className: "dlw-choices", role: "radiogroup", "aria-label": "What is the mistake?" });
  const said = element("p", { className: "dlw-answer", role: "status" });
  const tasks = {
    found: task("found", [element("p", { className: "dlw-hint", textContent: "Put the cursor into the line." }), here]),
    named: task("named", [choices]),
    mended: task("mended", [element("p", { className: "dlw-hint", textContent: "Change the program so that it is right." }), ...["check"].map(panel.controlOf).filter(Boolean)]),
  };
  const hints = element("ol", { className: "dlw-findings" });
  const buttons = element("div", { className: "dlw-buttons" }, ["hint", "next_exercise"].map(panel.controlOf).filter(Boolean));
  const el = element("section", { className: "dlw-part dlw-findings-part", "aria-label": "Exercise", tabIndex: -1 }, [
    element("div", { className: "dlw-part-head" }, [element("h3", { textContent: "Exercise" })]),
    text.el, ...Object.values(tasks).map((one) => one.el), said, hints, buttons,
  ]);

  const choiceOf = ({ rule, title }) => {
    const input = element("input", { type: "radio", name: group, value: rule, "data-lm-suppress-shortcuts": "true" });
    input.addEventListener("change", () => actions.act("call_it", { rule }));
    return element("label", {}, [input, title]);
  };
  let names = "";
  let shownHints = "[]";
  const show = () => {
    text.show();
    const state = store.fields["part:exercise"];
    const news = JSON.stringify(state.names);
    if (news !== names) choices.replaceChildren(...state.names.map(choiceOf));
    names = news;
    for (const input of choices.querySelectorAll("input")) input.disabled = actions.isOff("call_it");
    here.disabled = actions.isOff("point_at");
    Object.entries(tasks).forEach(([part, one], place) => one.show(state.done[part], state.worth[place]));
    setText(said, state.said && `${state.is_right ? "✓" : "✕"} ${state.said}`);
    const newHints = JSON.stringify(state.hints);
    if (newHints !== shownHints) replaceFocused(hints, state.hints.map((finding) => findingCard(finding, actions, code.goTo)), el);
    shownHints = newHints;
    showLine();
  };
  show();
  return { el, show, close: () => { for (const kind of carets) code.input.removeEventListener(kind, showLine); } };
}
