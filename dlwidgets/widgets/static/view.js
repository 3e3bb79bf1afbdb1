// view.js: one view of a chart: the picture with its sentences underneath.
// Reads what live_chart.js reads, and the fields "lost" and "text" of the store; writes nothing of its own.

import { showChart } from "./live_chart.js";
import { sentence } from "./sentence.js";

/** Put chart and sentences into `el`. Returns what undoes it. */
export function showView(model, store, el) {
  el.classList.add("dlw");
  const home = document.createElement("div");
  home.className = "dlw-chart";
  const lost = sentence(store, "lost", "dlw-error", "alert");
  const text = sentence(store, "text", "dlw-text", "status");
  const texts = { schedule: () => { lost.show(); text.show(); }, tell: lost.show };
  store.views.add(texts);
  el.append(home, lost.el, text.el);
  const chart = showChart(model, store, home);
  return () => {
    store.views.delete(texts);
    chart.close();
    el.replaceChildren();
  };
}
