// live_chart.js: one view of a chart: embedded once, its rows swapped in place.
// Reads _embed, _vega and _pointer of the model and the page's store; sends parameters, gestures, errors, and how wide a
// chart is that follows the width of its page.

import { toRows } from "./columns.js";
import { legendSets, roomTaker, withoutDescriptions, withoutVainDashes } from "./compiled.js";
import { drawCanvases, gridRow } from "./grid.js";
import { fitted, sizes } from "./narrow.js";
import { isDark, onTheme, themeColours } from "./theme.js";
import { watchPointer } from "./pointer.js";
import { watchKeys } from "./cursor.js";

const VEGA_PATIENCE_MS = 30000;
/** A picture that takes longer is followed by a rest as long, in which the page answers: half of its time at least. */
const FRAME_MS = 16;
const ROOM_MS = 1000;

/** vega-embed, which another widget of the same kernel brings to the page. */
async function vegaEmbed(model) {
  const deadline = performance.now() + VEGA_PATIENCE_MS;
  // Asking for the model loads it where a page loads models late; while a page is still loading, it may be unknown.
  const asked = (async () => globalThis.dlwidgetsVega ?? model.widget_manager.get_model(model.get("_vega")))();
  await asked.catch(() => {});
  while (!globalThis.dlwidgetsVega) {
    if (performance.now() > deadline) throw new Error("Vega did not arrive. Run the cell again.");
    await new Promise((resolve) => { setTimeout(resolve, 20); });
  }
  return globalThis.dlwidgetsVega.embed;
}

/** Call `done` in the first task after the next frame was painted. */
function afterPaint(done) {
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      channel.port1.close(); // an open port is never freed, nor what its listener holds
      done();
    };
    channel.port2.postMessage(null);
  });
}

const rowsOf = (part) => (part.grid ? [gridRow(part.grid, isDark())] : toRows(part));

/** What decides the room that legends, facets and texts take: the words in the rows that are not for tooltips alone. */
const categories = (parts, takesRoom) => parts.flatMap((part) => (
  (part.columns ?? []).flatMap(({ name, table = [] }) => (takesRoom(name) ? table : [])))).join("\n");

/** Values that can travel; a selection of points is told by its fields alone. */
function plainValue(value) {
  const { vlPoint, ...rest } = value !== null && typeof value === "object" && !Array.isArray(value) ? value : { all: value };
  return JSON.parse(JSON.stringify("all" in rest ? rest.all ?? null : rest));
}

export class LiveChart {
  constructor(model, store, el, picked) {
    Object.assign(this, { model, store, el, picked, waiting: new Map(), seen: new Map(), cleanups: [] });
    this.scheduled = false;
    this.restUntil = this.roomAt = 0;
    this.takesRoom = () => true;
    this.legendSets = new Set();
  }

  async start() {
    const { spec, renderer, params } = this.model.get("_embed");
    const embed = await vegaEmbed(this.model);
    if (this.closed) return;
    // A copy: vega-embed writes into what it is given, and other views embed the same.
    const page = this.el.closest(".dlw");
    const room = page?.clientWidth;
    const patch = (vega) => {
      this.sizes = (room) => sizes(vega, room);
      this.takesRoom = roomTaker(vega);
      this.legendSets = legendSets(vega);
      if (renderer === "canvas") withoutDescriptions(vega);
      return drawCanvases(fitted(withoutVainDashes(vega), room));
    };
    const options = { actions: false, renderer, patch, tooltip: { theme: isDark() ? "dark" : "light" } };
    const result = await embed(this.el, structuredClone(spec), options);
    this.cleanups.push(() => result.finalize());
    if (this.closed) { this.close(); return; }
    this.view = result.view;
    this.facets = /"(facet|row|column)":/.test(JSON.stringify(spec));
    this.store.views.add(this);
    this.cleanups.push(() => this.store.views.delete(this), onTheme(() => this.retheme()));
    this.set(themeColours());
    this.setParams(this.store.params);
    this.waiting = new Map(this.store.sets);
    await this.draw();
    if (this.closed) return;
    this.watchParams(params);
    this.watchGestures();
    this.watchPicks();
    this.watchRoom(page, room);
  }

  close() {
    this.closed = true;
    for (const cleanup of this.cleanups.splice(0).reverse()) cleanup();
    // ipywidgets keeps every view it ever made: an emptied element lets go of Vega's memory.
    this.el.replaceChildren();
    this.view = undefined;
    this.waiting.clear();
  }

  /**
   * Take news from the store: draw at once, after the paint of what was drawn just now, or after a rest.
   * What answers the learner's own hand never waits for a rest.
   */
  schedule({ news, params, isAnswer = false }) {
    for (const [name, part] of Object.entries(news)) {
      const parts = part.mode === "append" ? [...(this.waiting.get(name) ?? []), part] : [part];
      this.waiting.set(name, parts);
    }
    this.setParams(params);
    this.isAnswer ||= isAnswer;
    if (this.scheduled && !isAnswer) return;
    this.scheduled = true;
    if (!this.drawnThisFrame) this.drawRested();
  }

  /** Draw now, or when the rest after the last picture is over. */
  drawRested() {
    clearTimeout(this.timer);
    const rest = this.isAnswer ? 0 : this.restUntil - performance.now();
    if (rest > 0) this.timer = setTimeout(() => this.draw(), rest);
    else this.draw();
  }

  set(signals) {
    for (const [name, value] of Object.entries(signals)) {
      try { this.view.signal(name, value); } catch { /* a parameter that this chart does not use */ }
    }
  }

  /** Set parameters of the chart; a text among them may be a label that needs more room. */
  setParams(params) {
    this.set(params);
    this.needsRoom ||= Object.values(params).some((value) => typeof value === "string");
  }

  async draw() {
    const started = performance.now();
    const { frame } = this.store;
    clearTimeout(this.timer);
    this.scheduled = this.isAnswer = false;
    if (this.closed) return;
    this.drawnThisFrame = true;
    try {
      this.apply();
      if (this.needsRoom) {
        this.view.resize();
        this.roomAt = started;
      }
      this.needsRoom = false;
      await this.view.runAsync();
    } catch (error) {
      if (!this.closed) this.fail(error);
    }
    const taken = performance.now() - started;
    afterPaint(() => {
      this.drawnThisFrame = false;
      if (this.closed) return;
      const now = performance.now();
      const cost = Math.max(taken, now - started - FRAME_MS); // a page without a graphics card paints longer than it draws
      this.store.drawn(cost, frame);
      if (cost > FRAME_MS) this.restUntil = now + cost;
      if (this.scheduled) this.drawRested();
    });
  }

  /** Hand the waiting rows to Vega. */
  apply() {
    const waiting = [...this.waiting];
    this.waiting.clear();
    // Numbers on axes grow too; to look for more room each time would take as long as to draw.
    if (waiting.length && performance.now() - this.roomAt > ROOM_MS) this.needsRoom = true;
    for (const [name, parts] of waiting) {
      const rows = parts.flatMap(rowsOf);
      const seen = categories(parts, this.takesRoom);
      // Vega spaces the entries of a legend as it spaced those that they replace, unless there were none.
      const isRespaced = parts[0].mode === "replace" && this.legendSets.has(name);
      if (isRespaced && this.seen.get(name) && this.seen.get(name) !== seen) this.view.data(name, []).run();
      this.needsRoom ||= rows.length > 0 && (this.facets || this.seen.get(name) !== seen);
      this.seen.set(name, seen);
      if (parts[0].mode === "replace") this.view.data(name, rows);
      else this.view.insert(name, rows);
    }
  }

  /** Follow a change of the page's theme: signals for text and axes, new pictures for surfaces. */
  retheme() {
    if (this.closed) return;
    this.set(themeColours());
    for (const [name, parts] of this.store.sets) if (parts[0].grid) this.waiting.set(name, parts);
    this.draw();
  }

  /** Tell the kernel of parameters and selections, at most once a frame each. */
  watchParams(names) {
    for (const name of names) {
      let newest;
      let asked = false;
      const heard = (_name, value) => {
        if (value === this.store.params[name]) return; // from the kernel or another view: not news
        if (typeof value !== "object") this.store.params[name] = value;
        newest = value;
        if (asked) return;
        asked = true;
        requestAnimationFrame(() => {
          asked = false;
          this.store.say({ kind: "param", name, value: plainValue(newest) });
          for (const other of this.store.views) if (other !== this) other.follow?.(name, newest);
        });
      };
      try { this.view.addSignalListener(name, heard); } catch { /* a parameter without a signal of its own */ }
    }
  }

  /** Keep a variable parameter in step with a control, or with another view of the same chart. */
  follow(name, value) {
    if (this.closed || typeof value === "object" || this.view.signal(name) === value) return;
    this.view.signal(name, value);
    if (typeof value === "string") this.view.resize(); // it may be a label that needs more room
    this.view.runAsync().catch((error) => { if (!this.closed) this.fail(error); });
  }

  watchGestures() {
    const watch = () => {
      if (!this.model.get("_pointer") || this.gestures) return;
      // On the way of a drag the newest place is enough; every click, drop and delete counts.
      const report = (gesture) => this.store.send(gesture.action === "drag" ? "drag" : undefined, { kind: "pointer", ...gesture });
      this.gestures = [watchPointer(this.view, this.el, report), watchKeys(this.view, this.el, report)];
      this.el.tabIndex = 0;
      this.el.dataset.lmSuppressShortcuts = "true"; // JupyterLab would eat the arrow keys
      this.cleanups.push(() => this.gestures.forEach((end) => end()));
    };
    watch();
    this.model.on("change:_pointer", watch);
    this.cleanups.push(() => this.model.off("change:_pointer", watch));
  }

  /** Follow the width of the page: a sidebar opens, a window changes, a phone is turned. Marks stay, so nothing flickers. */
  watchRoom(page, embedded) {
    if (!page || !Object.keys(this.sizes?.() ?? {}).length) return;
    const told = (room) => JSON.stringify(this.sizes(room));
    const tell = (room) => this.store.say({ kind: "room", widths: this.sizes(room) });
    let last = told(embedded);
    tell(embedded);
    const observer = new ResizeObserver(() => {
      const room = page.clientWidth;
      if (!room || told(room) === last) return; // no width: out of sight, as in a tab behind another
      last = told(room);
      this.set(this.sizes(room));
      tell(room);
      this.view.resize().runAsync().catch((error) => { if (!this.closed) this.fail(error); });
    });
    observer.observe(page);
    this.cleanups.push(() => observer.disconnect());
  }

  /** Tell the page, and nobody else, of the row whose mark was clicked. */
  watchPicks() {
    if (!this.picked) return;
    const pick = (_event, item) => { if (item?.datum) this.picked(item.datum); };
    this.view.addEventListener("click", pick);
    this.cleanups.push(() => this.view?.removeEventListener("click", pick));
  }

  fail(error) {
    this.store.failed(error);
    const message = document.createElement("p");
    message.className = "dlw-error";
    message.setAttribute("role", "alert");
    message.textContent = `This chart could not be drawn: ${error?.message ?? error}`;
    this.el.replaceChildren(message);
  }
}

/**
 * Put a live chart into `el`.
 * @param picked called with the row of a mark that is clicked
 * @returns the chart; `chart.close()` undoes everything
 */
export function showChart(model, store, el, picked) {
  const chart = new LiveChart(model, store, el, picked);
  chart.start().catch((error) => chart.fail(error));
  return chart;
}
