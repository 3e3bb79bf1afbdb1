// saved_chart.js: a chart in a file of its own, without a kernel.
// Reads the specification that stands in the page; draws it with vega-embed, in the colours of the reader's system.

import { isDark, onTheme, themeColours } from "./theme.js";

function paint(view) {
  for (const [name, value] of Object.entries(themeColours())) {
    try { view.signal(name, value); } catch { /* a colour that this chart does not use */ }
  }
  view.runAsync();
}

async function showSaved() {
  const spec = JSON.parse(document.getElementById("spec").textContent);
  const options = { actions: false, renderer: "canvas", tooltip: { theme: isDark() ? "dark" : "light" } };
  const { view } = await globalThis.dlwidgetsVega.embed("#chart", spec, options);
  paint(view);
  onTheme(() => paint(view));
}

showSaved();
