// layer_list.js: the layers of a network as rows that are added, changed, dragged and removed.
// Reads _parts of the model and the field "part:layers" of the store; calls actions of Python.

import { element, setText } from "./elements.js";
import { layerRow } from "./layer_row.js";
import { rowDrag } from "./row_drag.js";

const KIND_FIRST = "Dense";

function addControls(spec, actions, add) {
  const kinds = element("select", { className: "dlw-add-kind", "aria-label": "Kind of layer", "data-lm-suppress-shortcuts": "true" }, spec.groups.map(([title, names]) =>
    element("optgroup", { label: title }, names.map((name) => element("option", { value: name, textContent: name, title: spec.kinds[name].help })))));
  kinds.value = KIND_FIRST;
  const button = element("button", { type: "button", className: "dlw-add", textContent: "Add" });
  const where = element("span", { className: "dlw-hint" });
  const help = element("span", { className: "dlw-hint dlw-add-help" });
  button.addEventListener("click", () => add(kinds.value));
  const describe = () => setText(help, spec.kinds[kinds.value]?.help ?? "");
  kinds.addEventListener("change", describe);
  describe();
  const el = element("div", { className: "dlw-add-line" }, [kinds, button, where, help]);
  const show = (selected) => {
    el.hidden = !actions.isShown("add");
    button.disabled = actions.isOff("add");
    kinds.disabled = button.disabled;
    setText(where, selected ? `behind ${selected}` : "at the end");
  };
  return { el, show };
}

/** Build the part. Returns { el, show, close, pick(key of a station of the line) }. */
export function layerList({ model, store, actions }) {
  const spec = model.get("_parts").layers;
  const rows = new Map(); // by key
  let keys = [];
  let selected; // the key of the row that was used last
  let focusNext; // (keys before) => the key of the row to focus when the answer comes

  const total = element("span", { className: "dlw-total" });
  const said = element("span", { className: "dlw-said", role: "status" });
  const list = element("ol", { className: "dlw-layers", "aria-label": "Layers, from the data to the output" });
  const empty = element("p", { className: "dlw-hint", textContent: "There is no layer yet. Add an Input and a Dense layer." });
  const drag = rowDrag(list, (key, to) => {
    focusNext = () => key;
    actions.act("move", { index: key, to });
  });

  const neighbour = (key) => keys[keys.indexOf(key) + 1] ?? keys[keys.indexOf(key) - 1];
  const act = (key) => (action, given) => {
    const next = action === "remove" ? neighbour(key) : key;
    focusNext = action === "duplicate" ? undefined : () => next;
    if (action === "duplicate") focusFresh();
    actions.act(action, { index: key, ...given });
  };
  const focusFresh = () => {
    const before = new Set(keys);
    focusNext = (now) => now.find((key) => !before.has(key));
  };
  const add = (kind) => {
    focusFresh();
    actions.act("add", { kind, ...(selected && kind !== "Input" ? { index: selected } : {}) });
  };
  const adding = addControls(spec, actions, add);

  const press = (event) => {
    const row = event.target.closest?.("li.dlw-layer");
    const key = row?.dataset.key;
    if (!key) return;
    const isRow = event.target === row;
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (by && event.altKey && event.target.tagName !== "SELECT") {
      if (!actions.isOff("shift") && !(event.repeat && actions.isPending("shift"))) {
        focusNext = () => key;
        actions.act("shift", { index: key, by });
      }
    } else if (by && isRow) rows.get(keys[keys.indexOf(key) + by])?.el.focus();
    else if ((event.key === "Delete" || event.key === "Backspace") && isRow && !actions.isOff("remove")) act(key)("remove", {});
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const select = (event) => {
    const key = event.target.closest?.("li.dlw-layer")?.dataset.key;
    if (key) selected = key;
    showSelected();
  };
  const showSelected = () => {
    if (!rows.has(selected)) selected = undefined;
    for (const [key, { el }] of rows) el.classList.toggle("dlw-selected", key === selected);
    const place = keys.indexOf(selected);
    adding.show(place >= 0 && place < keys.length - 1 ? rows.get(selected).title : "");
  };
  list.addEventListener("keydown", press);
  list.addEventListener("focusin", select);

  /** Bring the rows into their order, moving as few elements as needed: one that moves loses the focus. */
  const order = (els) => {
    els.forEach((child, i) => { if (list.children[i] !== child) list.insertBefore(child, list.children[i] ?? null); });
    while (list.children.length > els.length) list.children[els.length].remove();
  };
  const rowFor = (row) => {
    const old = rows.get(row.key);
    if (old?.kind === row.kind) return old;
    const made = layerRow(row.key, spec.kinds[row.kind], row, actions, act(row.key));
    drag.watch(row.key, made.el, made.handle);
    rows.set(row.key, made);
    return made;
  };
  const show = () => {
    const state = store.fields["part:layers"];
    if (!state) return;
    const now = state.rows.map(({ key }) => key);
    if (now.join() !== keys.join()) drag.cancel();
    const focused = document.activeElement;
    for (const key of [...rows.keys()]) if (!now.includes(key)) rows.delete(key);
    const made = state.rows.map(rowFor);
    if (now.join() !== keys.join()) order([...made.map(({ el }) => el), drag.mark]);
    keys = now;
    state.rows.forEach((row, i) => {
      made[i].title = row.title;
      made[i].show(row, i, now.length);
    });
    empty.hidden = now.length > 0;
    setText(total, state.total === null ? "" : `${state.total.toLocaleString("en")} parameters`);
    restoreFocus(focused);
    showSelected();
  };
  const restoreFocus = (focused) => {
    const wanted = actions.isIdle() ? focusNext?.(keys) : undefined;
    const row = rows.get(wanted);
    if (actions.isIdle()) focusNext = undefined;
    if (row) setText(said, `${row.title}: place ${keys.indexOf(wanted) + 1} of ${keys.length}.`);
    const target = row ? (row.el.contains(focused) && !focused.disabled ? focused : row.el) : focused;
    if (target && target !== document.activeElement && list.contains(target)) target.focus({ preventScroll: !row });
  };
  const head = element("div", { className: "dlw-part-head" }, [element("h3", { textContent: "Layers" }), total, said]);
  const el = element("section", { className: "dlw-part dlw-layer-part", "aria-label": "Layers" }, [head, list, empty, adding.el]);
  const pick = (station) => rows.get(keys[station.match(/^layer-(\d+)$/)?.[1]])?.el.focus();
  show();
  return { el, show, close: drag.cancel, pick };
}
