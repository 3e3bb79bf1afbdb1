// opinion_card.js: the button that asks the learner's own language model, and its guess, which is labelled as one.
// Reads the field "part:findings" of the store, which it is given; calls actions of Python.

import { changeLines } from "./diff_lines.js";
import { element } from "./elements.js";

/** What the page says of a language model: before it is asked, while it is, and what came. */
export function opinionWords({ model, where, is_asked: isAsked, says, problem }) {
  return {
    button: isAsked ? `${model} is asked …` : `Ask ${model}`,
    title: `Sends this program and the findings to ${where || "the client that you gave"}. What comes back is a guess; it is never run.`,
    head: says ? `A guess of ${model}, which may be wrong:` : "",
    body: says || problem || "",
  };
}

function button(text, title, action, actions) {
  const made = element("button", { type: "button", textContent: text, title, "data-lm-suppress-shortcuts": "true" });
  made.disabled = actions.isOff(action);
  made.addEventListener("click", () => actions.act(action, {}, action));
  return made;
}

/** The card; null where nobody can be asked, or a teacher has hidden it. */
export function opinionCard(state, actions) {
  if (!state || !actions.isShown("ask_model")) return null;
  const words = opinionWords(state);
  const children = [];
  if (words.body) children.push(element("p", { role: "status" }, [element("b", { textContent: words.head }), words.head ? " " : "", words.body]));
  if (state.diff.length) children.push(element("div", { className: "dlw-diff", role: "group", "aria-label": "Change that is guessed" }, changeLines(state.diff)));
  const ask = button(words.button, words.title, "ask_model", actions);
  ask.disabled ||= state.is_asked;
  const buttons = [ask];
  if (state.diff.length && actions.isShown("take_guess")) buttons.push(button("Apply the guess", "Makes this change in the program; Undo takes it back.", "take_guess", actions));
  children.push(element("div", { className: "dlw-buttons" }, buttons));
  return element("aside", { className: "dlw-opinion", "aria-label": `Guess of ${state.model}` }, children);
}
