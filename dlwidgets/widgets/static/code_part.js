// code_part.js: the program beside the blocks: an editor that follows Python, and that Python follows.
// Reads the field "part:code" of the store; sends the action "write", half a second after the last key.

import { codeEditor } from "./code_editor.js";
import { copyText } from "./clipboard.js";
import { element, freshId, setText } from "./elements.js";

const WAIT_MS = 450;
const BURST_MS = 2000; // a longer rest begins another step of undo
const KEY = "control:write";
const KEYS = "While you type, Tab indents; Escape, then Tab leaves. Ctrl+Enter reads at once.";

/** Names the stretches of typing that are one step of undo each. */
export function burstNames(page, now = () => performance.now()) {
  let number = 0;
  let last = -Infinity;
  return {
    next() {
      if (now() - last > BURST_MS) number += 1;
      last = now();
      return `${page}:code:${number}`;
    },
    end() { last = -Infinity; },
  };
}

function copyButton(textOf, say) {
  const button = element("button", { type: "button", textContent: "Copy", title: "Copy the program into the clipboard." });
  button.addEventListener("click", async () => {
    const worked = await copyText(textOf());
    say(worked ? "Copied." : "The page may not copy: select the program and press Ctrl+C.");
  });
  return button;
}

const unreadLine = ({ line, text, why }) => element("li", {}, [
  `Line ${line}, `, element("code", { textContent: text.split("\n")[0].trim().slice(0, 80) }), `: ${why}`,
]);

/**
 * Build the part.
 * @param tools controls of the panel that stand beside its heading, by name
 * @param placeholder what stands in an empty editor
 * @returns { el, show, close, goTo, input }
 */
export function codePart({ store, panel, tools = ["style", "package"], placeholder = "" }) {
  const said = element("p", { className: "dlw-said dlw-hint", role: "status" });
  const mistake = element("p", { className: "dlw-error", role: "alert", hidden: true });
  const hint = element("p", { id: freshId(), className: "dlw-hint", textContent: KEYS });
  const unread = element("details", { className: "dlw-unread", hidden: true });
  const bursts = burstNames(store.page);
  let timer;
  let unsent = false;
  let answered; // the state that Python had told when the last text was sent: until another comes, what is typed stays

  const send = () => {
    clearTimeout(timer);
    if (!unsent) return;
    unsent = false;
    answered = store.fields["part:code"];
    store.send(KEY, { kind: "control", name: "write", arguments: { text: editor.text(), burst: bursts.next() } });
  };
  const say = (words) => { // in the place of the hint, so that nothing moves
    setText(said, words);
    hint.hidden = words !== "";
  };
  const edited = (_text, isDone) => {
    if (isDone) {
      send();
      bursts.end();
      return;
    }
    unsent = true;
    say("");
    clearTimeout(timer);
    timer = setTimeout(send, WAIT_MS);
  };
  const editor = codeEditor({ label: "Keras code", placeholder, onEdit: edited });
  // Before Ctrl+Z takes back what was typed last, Python has to know it.
  const beforeUndo = ({ key, ctrlKey, metaKey }) => { if ((ctrlKey || metaKey) && key.toLowerCase() === "z") { send(); bursts.end(); } };
  editor.input.addEventListener("keydown", beforeUndo);
  editor.input.setAttribute("aria-describedby", hint.id);

  const copy = copyButton(editor.text, say);
  const controls = tools.map(panel.controlOf).filter(Boolean);
  const head = element("div", { className: "dlw-part-head" }, [element("h3", { textContent: "Code" }), ...controls, copy]);
  const el = element("section", { className: "dlw-part dlw-code-part", "aria-label": "Program" }, [head, editor.el, mistake, unread, said, hint]);

  let shownUnread = "";
  const showUnread = (state) => {
    const news = JSON.stringify([state.unread, state.n_unread]);
    if (news === shownUnread) return;
    shownUnread = news;
    const left = state.n_unread - state.unread.length;
    unread.hidden = !state.n_unread;
    unread.replaceChildren(
      element("summary", { textContent: state.n_unread === 1 ? "1 line is left as it stands" : `${state.n_unread} lines are left as they stand` }),
      element("ul", {}, [...state.unread.map(unreadLine), ...(left ? [element("li", { textContent: `and ${left} more` })] : [])]),
    );
  };
  const show = () => {
    const state = store.fields["part:code"];
    if (!state) return;
    editor.setLocked(Boolean(store.fields[KEY]?.disabled));
    if (unsent || store.isPending(KEY) || state === answered) return;
    answered = undefined;
    editor.setText(state.text, { flash: editor.text() !== "" });
    const marks = [...(state.marks ?? []), ...state.unread.map(({ line, why }) => ({ line, kind: "unread", says: why }))];
    editor.setMarks(state.mistake ? [{ ...state.mistake, kind: "mistake" }] : marks);
    setText(mistake, state.mistake ? `${state.mistake.says} The blocks show the last network that could be read.` : "");
    mistake.hidden = !state.mistake;
    showUnread(state);
  };
  show();
  const close = () => {
    send();
    clearTimeout(timer);
    editor.input.removeEventListener("keydown", beforeUndo);
    editor.close();
  };
  return { el, show, close, goTo: editor.goTo, input: editor.input };
}
