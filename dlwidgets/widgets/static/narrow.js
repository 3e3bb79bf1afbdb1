// narrow.js: charts that stand side by side are put under each other where the page is narrow, as on a phone.
// Reads and changes a compiled Vega specification; its `usermeta.narrow_below` says from what width on, in pixels.

const AXIS_PX = 64;
const LEAST_PX = 160;

/** Fit a compiled specification into `room` pixels: one column, and no chart wider than the page. */
export function fitted(vega, room) {
  const below = vega.usermeta?.narrow_below;
  if (!below || !room || room >= below) return vega;
  const widest = Math.max(LEAST_PX, room - AXIS_PX);
  const signals = (vega.signals ?? []).map((signal) => (
    /width$/i.test(signal.name) && signal.value > widest ? { ...signal, value: widest } : signal));
  return { ...vega, signals, layout: { ...vega.layout, columns: 1 } };
}
