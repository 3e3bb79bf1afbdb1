// panel_strip.js: a chart with its switches and buttons in one row under it, then its sentence.
// Reads what live_chart.js and controls.js read, and the fields "lost", "error", "heed", "text" and "finding" of the
// store; writes "heed": what to do where the kernel does not hear a button.

import { showChart } from "./live_chart.js";
import { sentence } from "./sentence.js";
import { controlPanel } from "./controls.js";

const HEARD_WITHIN_MS = 400;
const DEAF = "While it trains, this kernel hears no button in the page. Press the notebook's own stop button (\u25a0, or I twice): the fit ends after its batch, and model and curves are kept.";

/**
 * Interrupt the kernel if it has not heard a button in time: it is busy with the very fit that is to end, which takes an
 * interrupt as the wish to end. `tell` is called where this page cannot interrupt. Returns what undoes it.
 */
export function insist(model, isUnheard, tell, patience = HEARD_WITHIN_MS) {
  const timer = setTimeout(() => {
    if (!isUnheard()) return;
    const kernel = model.widget_manager?.kernel;
    if (kernel?.interrupt) Promise.resolve(kernel.interrupt()).catch(tell);
    else tell();
  }, patience);
  return () => clearTimeout(timer);
}

/** Put chart, controls and sentences into `el`. Returns what undoes it. */
export function showStrip(model, store, el) {
  el.classList.add("dlw", "dlw-strip");
  const home = document.createElement("div");
  home.className = "dlw-chart";
  const bar = document.createElement("div");
  bar.className = "dlw-bar";
  const words = [
    ["lost", "dlw-error", "alert"], ["error", "dlw-error", "alert"], ["heed", "dlw-error", "alert"], ["text", "dlw-text", "status"], ["finding", "dlw-text", "status"],
  ].map((part) => sentence(store, ...part));
  const isOn = () => store.fields["control:stop"]?.disabled === false;
  const say = (what) => { store.fields.heed = what; words.forEach((part) => part.show()); };
  let leave = () => {};
  const panel = controlPanel(model, store, (spec, key) => {
    leave();
    if (spec.name === "stop") leave = insist(model, () => isOn() && store.isPending(key), () => say(DEAF));
  });
  bar.append(panel.actions, panel.el);
  el.append(home, bar, ...words.map((part) => part.el));
  const show = () => {
    if (!isOn()) store.fields.heed = "";
    panel.show();
    words.forEach((part) => part.show());
  };
  const follower = { schedule: show, tell: show };
  store.views.add(follower);
  const chart = showChart(model, store, home);
  return () => {
    leave();
    store.views.delete(follower);
    chart.close();
    el.replaceChildren();
  };
}
