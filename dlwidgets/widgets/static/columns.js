// columns.js: rows for Vega from the columns that dlwidgets/widgets/columns.py packs.
// Reads nothing, writes nothing: pure functions.

/** Bytes of `view` (a DataView or an ArrayBuffer) as a typed array of `Type`. */
export function typed(view, Type) {
  // JupyterLab gives DataViews, Colab the bare buffers. Copied: a view may start where a Float32Array may not.
  return new Type(ArrayBuffer.isView(view) ? view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength) : view);
}

const finite = (value) => (Number.isFinite(value) ? value : null);

/** A wall-clock time, sent as if it were UTC, in the reader's own time zone, as Vega reads plain dates. */
function localTime(ms) {
  if (!Number.isFinite(ms)) return null;
  const t = new Date(ms);
  return new Date(
    t.getUTCFullYear(), t.getUTCMonth(), t.getUTCDate(),
    t.getUTCHours(), t.getUTCMinutes(), t.getUTCSeconds(), t.getUTCMilliseconds(),
  ).getTime();
}

const DECODERS = {
  number: ({ data, dtype }) => Array.from(typed(data, dtype === "float64" ? Float64Array : Float32Array), finite),
  instant: ({ data }) => Array.from(typed(data, Float64Array), finite),
  "local-date": ({ data }) => Array.from(typed(data, Float64Array), localTime),
  flag: ({ data }) => Array.from(typed(data, Uint8Array), (code) => (code === 255 ? null : code === 1)),
  text: ({ data, table }) => Array.from(typed(data, Uint32Array), (code) => (code ? table[code - 1] : null)),
};

/** Rows (plain objects) from packed columns. */
export function toRows({ length, columns }) {
  const rows = Array.from({ length }, () => ({}));
  for (const column of columns) {
    const values = DECODERS[column.kind](column);
    for (let i = 0; i < length; i += 1) rows[i][column.name] = values[i];
  }
  return rows;
}

/** Copy `content` with each number under a key `data` replaced by the binary buffer at that place. */
export function withBuffers(content, buffers) {
  if (Array.isArray(content)) return content.map((part) => withBuffers(part, buffers));
  if (content === null || typeof content !== "object") return content;
  return Object.fromEntries(
    Object.entries(content).map(([key, part]) =>
      key === "data" && Number.isInteger(part) ? [key, buffers[part]] : [key, withBuffers(part, buffers)]),
  );
}
