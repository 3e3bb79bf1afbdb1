// store.js: the newest state of one widget in this page, shared by all its views.
// Reads _live (once) and the messages "frame"; writes the messages "painted", "seen" and "left", and gestures one at a time.

import { withBuffers } from "./columns.js";

/** Wait this long for the kernel's answer before the next gesture is sent all the same. */
const PATIENCE_MS = 1000;

/** A page that gets frames says at least so often that it is there, also where its browser paints nothing of it. */
const SILENT_MS = 5000;

/** Where frames come further apart than this, the kernel needs no answer to each: it costs both sides more than a small picture. */
const CALM_MS = 25;
const CALM_ACKS_MS = 100;

const LOST = "The kernel was restarted, so this picture no longer answers: run the cell again.";

/** Join columns that were packed apart, by keeping them as parts of one set. */
function extended(parts, news) {
  return news.mode === "append" ? [...parts, news] : [news];
}

export class Store {
  constructor(model) {
    this.model = model;
    this.page = Math.random().toString(36).slice(2); // crypto.randomUUID is missing on a hub without https
    this.views = new Set();
    const live = model.get("_live");
    this.frame = live.frame;
    this.sets = new Map(Object.entries(live.sets).map(([name, set]) => [name, [set]]));
    this.fields = { ...live.fields };
    this.params = { ...live.params };
    this.shown = 0;
    this.arrived = this.saidAt = 0;
    this.saidAt = -Infinity;
    this.inPicture = new Set(); // parameters that a control of the page moves
    this.gesture = { sent: 0, handled: 0, keys: new Map(), waiting: new Map(), timer: undefined };
    this.receive = this.receive.bind(this);
    this.lose = this.lose.bind(this);
    this.leave = () => { // it may paint once more before it is gone, and would seem to be there again
      if (this.shown) this.say({ kind: "left", page: this.page });
      this.isAway = true;
    };
    this.comeBack = () => { this.isAway = false; };
    model.on("msg:custom", this.receive);
    model.on("comm_live_update", this.lose);
    globalThis.addEventListener?.("pagehide", this.leave);
    globalThis.addEventListener?.("pageshow", this.comeBack);
  }

  close() {
    this.model.off("msg:custom", this.receive);
    this.model.off("comm_live_update", this.lose);
    globalThis.removeEventListener?.("pagehide", this.leave);
    globalThis.removeEventListener?.("pageshow", this.comeBack);
    clearTimeout(this.gesture.timer);
    clearTimeout(this.owed);
  }

  /** Say in every view that the kernel is gone; nothing can be asked of it any more. */
  lose() {
    this.fields.lost = LOST;
    for (const view of this.views) view.tell?.();
  }

  /** Take a frame of the kernel: remember it, let every view draw it, then say so. */
  receive(message, buffers) {
    if (message.kind !== "frame" || message.frame <= this.frame) return;
    const { frame, fields = {}, handled = {} } = message;
    const sets = withBuffers(message.sets, buffers ?? []);
    this.frame = frame;
    this.gap = performance.now() - this.arrived;
    this.arrived += this.gap;
    this.fields.lost = ""; // who sends frames is there
    for (const [name, news] of Object.entries(sets)) this.sets.set(name, extended(this.sets.get(name) ?? [], news));
    Object.assign(this.fields, fields);
    const isAnswer = handled[this.page] !== undefined;
    if (isAnswer) this.hear(handled[this.page]);
    const params = this.settled(message.params ?? {});
    Object.assign(this.params, params);
    for (const view of this.views) view.schedule({ news: sets, params, isAnswer });
    if (!this.views.size || document.hidden) this.painted(0);
    else if (this.shown && performance.now() - this.saidAt > SILENT_MS) this.seen(0);
  }

  /** Those parameters that are not under the learner's hand just now. */
  settled(params) {
    const isHeld = (name) => this.inPicture.has(name) && this.isPending(`control:${name}`);
    return Object.fromEntries(Object.entries(params).filter(([name]) => !isHeld(name)));
  }

  /** Set a parameter in every view of this page, without waiting for the kernel. */
  setParam(name, value) {
    if (this.params[name] === value) return;
    this.params[name] = value;
    for (const view of this.views) view.follow?.(name, value);
  }

  /** Send a message; a page can learn from this, too, that its kernel is gone. */
  say(message) {
    if (this.fields.lost || this.isAway) return;
    this.saidAt = performance.now();
    try { this.model.send(message); } catch { this.lose(); }
  }

  /** Tell the kernel what a view shows now: at once, or of quick pictures that come one by one, a few times a second. */
  drawn(drawMs, frame) {
    clearTimeout(this.owed);
    const isCalm = this.gap > CALM_MS && this.gap < CALM_ACKS_MS && drawMs < CALM_MS;
    const rest = this.saidAt + CALM_ACKS_MS - performance.now();
    if (isCalm && rest > 0) this.owed = setTimeout(() => this.painted(drawMs, frame), rest);
    else this.painted(drawMs, frame);
  }

  /** Tell the kernel which frame this page shows now. */
  painted(drawMs, frame = this.frame) {
    this.saidAt = performance.now();
    this.say({ kind: "painted", page: this.page, frame, draw_ms: drawMs, views: this.shown });
  }

  /** Tell the kernel how many views there are after a change: a demo that nobody sees need not go on. */
  seen(change) {
    this.shown += change;
    this.say({ kind: "seen", page: this.page, views: this.shown });
  }

  /** Tell the kernel of an error in this page. */
  failed(error) {
    this.say({ kind: "error", message: String(error?.message ?? error) });
  }

  /**
   * Send what the learner did. While one gesture is unanswered, the newest of each `key` waits; the last is never lost.
   * Without a key every gesture counts.
   */
  send(key, gesture) {
    const { waiting } = this.gesture;
    key ??= gesture;
    waiting.delete(key);
    waiting.set(key, gesture);
    if (this.gesture.sent === this.gesture.handled) this.sendNext();
  }

  sendNext() {
    const { waiting } = this.gesture;
    clearTimeout(this.gesture.timer);
    if (!waiting.size) return;
    const [[key, gesture]] = waiting;
    waiting.delete(key);
    this.gesture.sent += 1;
    this.gesture.keys.set(key, this.gesture.sent);
    this.gesture.timer = setTimeout(() => this.answered(this.gesture.sent), PATIENCE_MS);
    this.say({ ...gesture, page: this.page, gesture: this.gesture.sent });
  }

  /** Whether the kernel has not yet answered what the learner did last with `key`; a busy one answers late. */
  isPending(key) {
    const { keys, waiting } = this.gesture;
    return waiting.has(key) || keys.has(key);
  }

  /** Take the kernel's answer to a gesture, and so to all before it. */
  hear(gesture) {
    const { keys } = this.gesture;
    for (const [key, sent] of keys) if (sent <= gesture) keys.delete(key);
    this.answered(gesture);
  }

  answered(gesture) {
    if (gesture < this.gesture.sent) return;
    this.gesture.handled = this.gesture.sent;
    this.sendNext();
  }
}
