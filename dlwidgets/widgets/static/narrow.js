// narrow.js: charts that stand side by side stand under each other where the page is narrow, as on a phone.
// Reads and changes a compiled Vega specification; its `usermeta.narrow_below` says from what width on, in pixels, and
// `usermeta.panels` how many equal panels share a row: as many stay there as have room, and they fill the page.
// `usermeta.axis_px` is how wide the axes are at most, with their names; panels of `usermeta.panel_px` keep that width.

const AXIS_PX = 72;
const GAP_PX = 77; // between the frames of two panels: their spacing, and the axis of the second
const LEAST_PX = 160;
const OF_A_PANEL = /child_?width$/i;

/** Put what stands in rows into so many columns, at every depth; what stands in one column stays. */
function inColumns(group, columns) {
  const inner = group.marks ? { marks: group.marks.map((mark) => inColumns(mark, columns)) } : {};
  const layout = group.layout && group.layout.columns !== 1 ? { layout: { ...group.layout, columns } } : {};
  return { ...group, ...inner, ...layout };
}

/** Fit a compiled specification into `room` pixels: no chart is wider than the page. */
export function fitted(vega, room) {
  const { narrow_below: below, panels, panel_px: panelPx, axis_px: axisPx = AXIS_PX } = vega.usermeta ?? {};
  if (!below || !room || room >= below) return vega;
  const widest = Math.max(LEAST_PX, room - axisPx);
  const least = panelPx ?? LEAST_PX;
  const columns = panels ? Math.min(panels, Math.max(1, Math.floor((widest + GAP_PX) / (least + GAP_PX)))) : 1;
  const panel = Math.min(panelPx ?? Infinity, Math.floor((widest + GAP_PX) / columns) - GAP_PX);
  const width = ({ name, value }) => (panels && OF_A_PANEL.test(name) ? panel : Math.min(value, widest));
  const signals = (vega.signals ?? []).map((signal) => (
    /width$/i.test(signal.name) && "value" in signal ? { ...signal, value: width(signal) } : signal));
  return { ...inColumns(vega, columns), signals };
}
