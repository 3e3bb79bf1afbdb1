// demo.js: a demo: a live chart, its controls, its sentence, its notes.
// Reads what chart_view.js, controls.js and notes.js read; writes nothing of its own.

import { Store } from "./store.js";
import { showChart } from "./live_chart.js";
import { sentence } from "./sentence.js";
import { controlPanel } from "./controls.js";
import { noteList } from "./notes.js";

export default () => {
  let store;
  return {
    initialize({ model }) {
      store = new Store(model);
      return () => store.close();
    },
    render({ model, el }) {
      el.classList.add("dlw", "dlw-demo");
      const home = document.createElement("div");
      home.className = "dlw-chart";
      const parts = [
        controlPanel(model, store),
        sentence(store, "error", "dlw-error", "alert"),
        sentence(store, "text", "dlw-text", "status"),
        noteList(store),
      ];
      const [panel, ...texts] = parts;
      const stage = document.createElement("div");
      stage.className = "dlw-stage";
      stage.append(home, panel.el);
      el.append(stage, ...texts.map((part) => part.el));
      const follower = { schedule: () => parts.forEach((part) => part.show()) };
      store.views.add(follower);
      const chart = showChart(model, store, home);
      return () => {
        store.views.delete(follower);
        chart.close();
        el.replaceChildren();
      };
    },
  };
};
