// grid.js: one image from the grid that dlwidgets/widgets/grid.py packs.
// Reads nothing, writes nothing but the canvas it returns.

import { typed } from "./columns.js";

const GAP = 255;

/** Red, green and blue of "#rrggbb". */
export function rgb(colour) {
  return [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16));
}

/** 256 colours, four bytes each, running through `stops`; the last one is transparent and marks a gap. */
export function colourTable(stops) {
  const colours = stops.map(rgb);
  const table = new Uint8ClampedArray(4 * 256);
  for (let level = 0; level < GAP; level += 1) {
    const at = (level / (GAP - 1)) * (colours.length - 1);
    const low = Math.min(Math.floor(at), colours.length - 2);
    for (let c = 0; c < 3; c += 1) {
      table[4 * level + c] = colours[low][c] + (at - low) * (colours[low + 1][c] - colours[low][c]);
    }
    table[4 * level + 3] = 255;
  }
  return table;
}

/** Pixels, top row first, four bytes each, of levels that are stored bottom row first. */
export function pixels({ rows, columns, data, palette }, dark) {
  const levels = typed(data, Uint8Array);
  const table = new Uint32Array(colourTable(dark ? palette.dark : palette.light).buffer);
  const image = new Uint32Array(rows * columns);
  for (let row = 0; row < rows; row += 1) {
    const from = (rows - 1 - row) * columns;
    for (let column = 0; column < columns; column += 1) image[row * columns + column] = table[levels[from + column]];
  }
  return new Uint8ClampedArray(image.buffer);
}

/** The one row that an image mark draws. */
export function gridRow(grid, dark) {
  const canvas = document.createElement("canvas");
  canvas.width = grid.columns;
  canvas.height = grid.rows;
  canvas.getContext("2d").putImageData(new ImageData(pixels(grid, dark), grid.columns, grid.rows), 0, 0);
  const [x, x2] = grid.x;
  const [y, y2] = grid.y;
  return { x, x2, y, y2, image: canvas };
}

/** Let the image marks of a compiled Vega specification that read the field `image` draw a canvas, not a URL. */
export function drawCanvases(vega) {
  for (const mark of vega.marks ?? []) {
    drawCanvases(mark);
    const update = mark.type === "image" ? mark.encode?.update : undefined;
    if (update?.url?.signal?.includes('datum["image"]')) {
      update.image = { field: "image" };
      delete update.url;
      delete update.description; // it would spell the canvas out as text
    }
  }
  return vega;
}
