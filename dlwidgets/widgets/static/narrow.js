// narrow.js: charts that stand side by side stand under each other where the page is narrow, as on a phone.
// Reads and changes a compiled Vega specification; its `usermeta.narrow_below` says from what width on, in pixels, and
// `usermeta.panels` how many equal panels share a row: as many stay there as have room, and they fill the page.
// `usermeta.axis_px` is how wide the axes are at most, with their names, `usermeta.gap_px` what is between two panels; panels of `usermeta.panel_px` keep that width.
// Nothing is narrowed below `usermeta.least_px`: what needs more than the page has is scrolled.
// `usermeta.flow` names a chart of tiles of one size: the fewer stand in a row, the more rows it has. The kernel lays them out.

const AXIS_PX = 72;
const GAP_PX = 77; // between the frames of two panels: their spacing, and the axis of the second
const LEAST_PX = 160;
const OF_A_PANEL = /child_?width$/i;
const COLUMNS = "dlw_columns";

/** Let what stands in rows follow the signal, at every depth: 0 leaves it as it was; what stands in one column stays. */
function inColumns(group) {
  const inner = group.marks ? { marks: group.marks.map(inColumns) } : {};
  const own = group.layout?.columns ?? 0;
  const columns = { signal: `${COLUMNS} || ${own.signal ?? own}` };
  return { ...group, ...inner, ...(group.layout && own !== 1 ? { layout: { ...group.layout, columns } } : {}) };
}

/** The signals of `vega`, with the width that charts of one width share: Vega-Lite writes it beside them. */
function signalsOf(vega) {
  const shared = typeof vega.width === "number" ? [{ name: "width", value: vega.width }] : [];
  return [...(vega.signals ?? []), ...shared];
}

/** The size of a chart of tiles that is at most so wide: whole tiles only. */
function flowing({ chart, tile_px: tile, tiles, rest_px: rest }, widest) {
  const columns = Math.max(1, Math.min(tiles, Math.floor(widest / tile)));
  return { [`${chart}_width`]: columns * tile, [`${chart}_height`]: Math.ceil(tiles / columns) * tile + rest };
}

/** What the signals of `vega` have to be where the page has `room` pixels, so that no chart is wider; {} where it never follows. */
export function sizes(vega, room) {
  const { narrow_below: below, panels, panel_px: panelPx, axis_px: axisPx = AXIS_PX, gap_px: gap = GAP_PX, least_px: leastPx = LEAST_PX, flow } = vega.usermeta ?? {};
  if (!below) return {};
  const own = signalsOf(vega).filter((signal) => /width$/i.test(signal.name) && "value" in signal);
  const tiles = own.find(({ name }) => name === `${flow?.chart}_width`);
  const sized = (columns, width) => ({
    [COLUMNS]: columns,
    ...Object.fromEntries(own.map((one) => [one.name, width(one)])),
    ...(tiles && flowing(flow, width(tiles))),
  });
  if (!room || room >= below) return sized(0, ({ value }) => value);
  const widest = Math.max(leastPx, room - axisPx);
  const least = panelPx ?? LEAST_PX;
  const columns = panels ? Math.min(panels, Math.max(1, Math.floor((widest + gap) / (least + gap)))) : 1;
  const panel = Math.min(panelPx ?? Infinity, Math.floor((widest + gap) / columns) - gap);
  return sized(columns, ({ name, value }) => (panels && OF_A_PANEL.test(name) ? panel : Math.min(value, widest)));
}

/** Let a compiled specification follow its `sizes`, and begin with those for `room` pixels. */
export function fitted(vega, room) {
  const { [COLUMNS]: columns, ...widths } = sizes(vega, room);
  if (columns === undefined) return vega;
  const signals = (vega.signals ?? []).map((signal) => (signal.name in widths ? { ...signal, value: widths[signal.name] } : signal));
  const shared = typeof vega.width === "number" ? { width: widths.width } : {};
  return { ...inColumns(vega), ...shared, signals: [{ name: COLUMNS, value: columns }, ...signals] };
}
