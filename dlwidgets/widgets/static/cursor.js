// cursor.js: the keyboard's own pointer on a chart: arrows move it, Enter clicks, Delete deletes.
// Reads a Vega view and keys, but for those that the demo uses itself; writes a mark and where it is, calls `report` as pointer.js does.

import { invert, unitAt } from "./pointer.js";
import { readAloud } from "./sentence.js";

const STEPS = 40; // arrow presses across the chart
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Watch the keys on the focused element `el`. Returns a function that ends the watch. */
export function watchKeys(view, el, report) {
  const mark = document.createElement("div");
  mark.className = "dlw-cursor";
  mark.hidden = true;
  const place = document.createElement("span");
  place.className = "dlw-unseen";
  const told = readAloud(place);
  el.append(mark, place);
  let at; // pixel of the picture

  const start = () => {
    const unit = unitAt(view, view.width() / 2, view.height() / 2);
    return unit && [unit.left + unit.width / 2, unit.top + unit.height / 2];
  };
  const show = () => {
    const box = el.querySelector("canvas, svg").getBoundingClientRect();
    const home = el.getBoundingClientRect();
    const [ox, oy] = view.origin();
    const { left = 0, top = 0 } = view.padding() ?? {};
    mark.style.left = `${box.left - home.left + ox + left + at[0]}px`;
    mark.style.top = `${box.top - home.top + oy + top + at[1]}px`;
    mark.hidden = false;
  };
  const go = (dx, dy) => {
    const unit = unitAt(view, ...at);
    const next = [at[0] + (dx * unit.width) / STEPS, at[1] + (dy * unit.height) / STEPS];
    if (unitAt(view, ...next)) at = next;
    show();
    const { x, y } = invert(view, unitAt(view, ...at), ...at);
    place.textContent = `x ${x.toPrecision(3)}, y ${y.toPrecision(3)}`;
    told();
  };
  const tell = (action, keys) => report({ action, ...invert(view, unitAt(view, ...at), ...at), datum: null, keys });

  const press = (event) => {
    if (event.target !== el || el.dataset.shortcuts?.split(" ").includes(event.key)) return;
    if (!at || !unitAt(view, ...at)) at = start(); // the picture may have become smaller
    if (!at) return;
    if (MOVES[event.key]) go(...MOVES[event.key]);
    else if (event.key === "Enter" || event.key === " ") tell("click", ["alt", "shift", "ctrl"].filter((key) => event[`${key}Key`]));
    else if (event.key === "Delete" || event.key === "Backspace") tell("delete", []);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const leave = () => { mark.hidden = true; };

  el.addEventListener("keydown", press);
  el.addEventListener("blur", leave);
  return () => {
    el.removeEventListener("keydown", press);
    el.removeEventListener("blur", leave);
    mark.remove();
    place.remove();
  };
}
