// demo_page.js: the page of a demo: a live chart, its controls, its sentence, its notes, and parts of its own.
// Reads what live_chart.js, controls.js and notes.js read; writes nothing of its own.

import { Store } from "./store.js";
import { showChart } from "./live_chart.js";
import { sentence } from "./sentence.js";
import { controlPanel } from "./controls.js";
import { noteList } from "./notes.js";
import { watchShortcuts } from "./keys.js";
import { element } from "./elements.js";

const block = (className, ...children) => element("div", { className }, children);

/** Let keys in the demo be its own, and those of the panel work wherever a click or Tab leads, its picture too. Returns what undoes it. */
function useKeys(el, home, presses) {
  el.tabIndex = -1;
  el.dataset.lmSuppressShortcuts = "true"; // JupyterLab would eat them, and take a "d" pressed twice on a button for its own
  if (!presses.size) return () => {};
  home.tabIndex = 0;
  home.dataset.shortcuts = [...presses.keys()].join(" "); // the chart's own pointer leaves these alone
  return watchShortcuts(el, presses);
}

/** Call `change`; a button that it turns off would drop the focus, and the demo's keys with it. */
function keepFocus(el, change) {
  const focused = document.activeElement;
  change();
  const isLost = [focused, document.body].includes(document.activeElement); // else a part has handed it on
  if (focused?.disabled && isLost && el.contains(focused)) el.focus({ preventScroll: true });
}

/**
 * Make the widget of a demo.
 * @param moreParts what stands below the picture: takes { model, store, el, panel }, returns a list of { el, show, close, pick(row of the picture) }
 * @param arePartsFirst whether it stands above the picture instead, under the controls
 * @returns what anywidget wants as a module's default export
 */
export function demoPage(moreParts = () => [], { arePartsFirst = false } = {}) {
  return () => {
    let store;
    return {
      initialize({ model }) {
        store = new Store(model);
        return () => store.close();
      },
      render({ model, el }) {
        el.classList.add("dlw", "dlw-demo");
        const home = block("dlw-chart");
        const lost = sentence(store, "lost", "dlw-error", "alert");
        const error = sentence(store, "error", "dlw-error", "alert");
        const text = sentence(store, "text", "dlw-text", "status");
        const panel = controlPanel(model, store);
        const formulas = noteList(store, "dlw-formulas", (note) => note.mathml);
        const notes = noteList(store, "dlw-notes", (note) => !note.mathml);
        const more = moreParts({ model, store, el, panel });
        const parts = [lost, error, text, formulas, panel, notes, ...more];
        const others = more.map((part) => part.el);
        const words = [lost.el, error.el, text.el, formulas.el];
        if (arePartsFirst) el.append(block("dlw-bar", panel.actions, panel.el), ...others, block("dlw-picture", home, ...words), notes.el);
        else el.append(block("dlw-stage", block("dlw-picture", home, panel.actions, ...words), panel.el), notes.el, ...others);
        const show = () => keepFocus(el, () => parts.forEach((part) => part.show()));
        const follower = { schedule: show, tell: show };
        store.views.add(follower);
        const pickers = more.filter((part) => part.pick);
        const chart = showChart(model, store, home, pickers.length && ((row) => pickers.forEach((part) => part.pick(row))));
        const leaveKeys = useKeys(el, home, panel.presses);
        store.seen(1);
        return () => {
          store.seen(-1);
          leaveKeys();
          store.views.delete(follower);
          for (const part of more) part.close?.();
          chart.close();
          el.replaceChildren();
        };
      },
    };
  };
}
