// pointer.js: clicks, drags and keys on a chart, in data coordinates.
// Reads a Vega view; calls `report` with plain objects.

/** Charts inside a picture: name, place and size in pixels, and the prefix of the names of their scales. */
export function* units(group, x = 0, y = 0) {
  for (const item of group.items ?? []) {
    const left = x + (item.x ?? 0);
    const top = y + (item.y ?? 0);
    for (const mark of item.items ?? []) {
      if (mark.marktype === "group" && mark.role !== "axis" && mark.role !== "legend") yield* units(mark, left, top);
    }
    if (item.width > 0 && item.height > 0) yield { name: group.name ?? "", left, top, width: item.width, height: item.height };
  }
}

/** The innermost chart at a pixel of the picture. */
export function unitAt(view, px, py) {
  const inside = ({ left, top, width, height }) => px >= left && px <= left + width && py >= top && py <= top + height;
  return [...units(view.scenegraph().root)].find((unit) => inside(unit) && scaleOf(view, unit, "x"));
}

/** The scale of a chart: Vega-Lite calls it `x`, or `<chart>_x` where several charts stand in one picture. */
function scaleOf(view, unit, channel) {
  const prefix = unit.name.replace(/_?group$/, "").replace(/^(root|marks|cell)$/, "");
  for (const name of [`${prefix}_${channel}`, channel]) {
    try {
      const scale = view.scale(name);
      if (scale?.invert) return scale;
    } catch { /* Vega throws for a scale that does not exist */ }
  }
  return undefined;
}

/** Data coordinates of a pixel, within the chart `unit`. */
export function invert(view, unit, px, py) {
  const at = (channel, pixel) => +scaleOf(view, unit, channel)?.invert(pixel);
  return { x: at("x", px - unit.left), y: at("y", py - unit.top), chart: unit.name.replace(/_group$/, "") };
}

/** The part of a row that can travel: numbers, text, true and false. */
function plain(datum) {
  if (!datum) return null;
  const travels = (value) => ["number", "string", "boolean"].includes(typeof value);
  return Object.fromEntries(Object.entries(datum).filter(([, value]) => travels(value)));
}

const heldKeys = (event) => ["alt", "shift", "ctrl"].filter((key) => event[`${key}Key`]);

/** A press that moves less than this is a click. */
const CLICK_PX = 4;

/**
 * Watch the pointer on an embedded chart.
 * @param view the Vega view
 * @param el the element that holds its canvas or SVG
 * @param report called with { action, x, y, chart, datum, keys }
 * @returns a function that ends the watch
 */
export function watchPointer(view, el, report) {
  let press; // where a press began: pixel, chart and row
  let under = null; // the row under the pointer

  const pixel = (event) => {
    const box = el.querySelector("canvas, svg").getBoundingClientRect();
    const [ox, oy] = view.origin();
    const { left = 0, top = 0 } = view.padding() ?? {};
    return [event.clientX - box.left - ox - left, event.clientY - box.top - oy - top];
  };
  const tell = (action, event, unit, datum) => {
    const place = invert(view, unit, ...pixel(event));
    if (Number.isFinite(place.x) && Number.isFinite(place.y)) report({ action, ...place, datum: plain(datum), keys: heldKeys(event) });
  };
  const over = (_event, item) => { under = item?.mark?.marktype !== "group" && item?.mark?.marktype !== "image" ? item?.datum ?? null : null; };
  const down = (event) => {
    const unit = event.button === 0 && unitAt(view, ...pixel(event));
    if (!unit) return;
    press = { unit, datum: under, x: event.clientX, y: event.clientY, moved: false };
    if (under) el.setPointerCapture?.(event.pointerId);
  };
  const move = (event) => {
    if (!press) return;
    press.moved ||= Math.hypot(event.clientX - press.x, event.clientY - press.y) >= CLICK_PX;
    if (press.moved && press.datum) tell("drag", event, press.unit, press.datum);
  };
  const up = (event) => {
    if (press && (press.datum || !press.moved)) tell(press.moved ? "drop" : "click", event, press.unit, press.datum);
    press = undefined;
  };
  const cancel = () => { press = undefined; };

  view.addEventListener("pointermove", over);
  view.addEventListener("pointerdown", over);
  const listeners = { pointerdown: down, pointermove: move, pointerup: up, pointercancel: cancel };
  for (const [type, listener] of Object.entries(listeners)) el.addEventListener(type, listener);
  return () => {
    view.removeEventListener("pointermove", over);
    view.removeEventListener("pointerdown", over);
    for (const [type, listener] of Object.entries(listeners)) el.removeEventListener(type, listener);
  };
}
