// dom.mjs: as much of a page as the widgets touch, and a count of who listens to what.

class Target {
  listeners = [];

  addEventListener(type, listener) { this.listeners.push([type, listener]); }

  removeEventListener(type, listener) { this.listeners = this.listeners.filter(([t, l]) => t !== type || l !== listener); }

  /** Let something happen here, as the page would tell it. */
  fire(type, event = {}) {
    const told = { type, target: this, preventDefault() {}, stopPropagation() {}, ...event };
    for (const [t, listener] of [...this.listeners]) if (t === type) listener(told);
  }
}

class Element extends Target {
  children = [];
  attributes = {};
  dataset = {};
  style = {};
  classes = new Set();
  text = "";
  hidden = false;
  disabled = false;
  title = "";
  type = "";
  id = "";
  value = "";
  min = "";
  max = "";
  step = "";
  className = "";
  htmlFor = "";
  checked = false;

  constructor(tag) { super(); this.tag = tag; }

  get classList() {
    const { classes } = this;
    return {
      add: (...names) => names.forEach((name) => classes.add(name)),
      toggle: (name) => (classes.delete(name) ? false : Boolean(classes.add(name))),
    };
  }

  set textContent(text) { this.text = String(text); this.children = []; }

  get textContent() { return this.text + this.children.map((child) => child.textContent).join(""); }

  set innerHTML(_html) { throw new Error("data must never become HTML"); }

  append(...children) {
    for (const child of children) {
      const node = typeof child === "string" ? document.createTextNode(child) : child;
      node.parent = this;
      this.children.push(node);
    }
  }

  replaceChildren(...children) { this.children = []; this.append(...children); }

  remove() { this.parent.children = this.parent.children.filter((child) => child !== this); }

  setAttribute(name, value) { this.attributes[name] = String(value); }
  removeAttribute(name) { delete this.attributes[name]; }

  contains(other) { return other === this || this.all().includes(other); }

  matches(selector) {
    return selector.split(", ").some((part) => (part.startsWith(".") ? this.className.split(" ").includes(part.slice(1)) : this.tag === part));
  }

  closest(selector) {
    let at = this;
    while (at && !at.matches(selector) && !at.classes.has(selector.slice(1))) at = at.parent;
    return at ?? null;
  }

  focus() { document.activeElement = this; }

  querySelector(selector) { return this.all().find(({ tag }) => selector.split(", ").includes(tag)); }

  getBoundingClientRect() { return { left: 0, top: 0 }; }

  all() { return this.children.flatMap((child) => [child, ...child.all()]); }
}

/** As much of XML as MathML needs: elements in the namespace of the first, attributes, text; no comments. */
class DOMParser {
  parseFromString(text) {
    const plain = (part) => part.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
    const top = { childNodes: [] };
    const open = [top];
    for (const [, end, name, attributes = "", empty, words] of text.matchAll(/<(\/?)([\w:-]+)((?:\s+[\w:]+="[^"]*")*)\s*(\/?)>|([^<]+)/g)) {
      const home = open.at(-1);
      if (words) home.childNodes.push({ nodeType: 3, nodeValue: plain(words) });
      else if (end) open.pop();
      else {
        const found = [...attributes.matchAll(/([\w:]+)="([^"]*)"/g)].map(([, key, value]) => ({ name: key, value: plain(value) }));
        const namespaceURI = found.find((attribute) => attribute.name === "xmlns")?.value ?? home.namespaceURI ?? null;
        const el = { nodeType: 1, localName: name, namespaceURI, attributes: found, childNodes: [] };
        home.childNodes.push(el);
        if (!empty) open.push(el);
      }
    }
    return { documentElement: top.childNodes[0] };
  }
}

/** A page: its document, what stands for anywidget's model, what stands for Vega, and what all of them listen to. */
export function page({ state, width = 200, height = 100 }) {
  const observers = new Set();
  const system = Object.assign(new Target(), { matches: false });
  const frames = [];
  Object.assign(globalThis, {
    DOMParser,
    document: {
      hidden: false, body: new Element("body"), activeElement: null, images: [],
      createElement: (tag) => new Element(tag),
      createElementNS: (_namespace, tag) => new Element(tag),
      createTextNode: (text) => Object.assign(new Element("#text"), { textContent: text }),
    },
    MutationObserver: class {
      constructor(changed) { this.changed = changed; }
      observe() { observers.add(this); }
      disconnect() { observers.delete(this); }
    },
    matchMedia: () => system,
    getComputedStyle: () => ({ getPropertyValue: () => "" }),
    requestAnimationFrame: (later) => frames.push(later),
  });

  const model = {
    listeners: [],
    sent: [],
    get: (name) => state[name],
    on(name, listener) { this.listeners.push([name, listener]); },
    off(name, listener) { this.listeners = this.listeners.filter(([n, l]) => n !== name || l !== listener); },
    send(message) { this.sent.push(message); },
    tell(name, ...news) { for (const [n, listener] of [...this.listeners]) if (n === name) listener(...news); },
  };

  const vega = Object.assign(new Target(), {
    deeds: [],
    signals: {},
    signalListeners: {},
    finalized: 0,
    failure: null,
    width: () => width,
    height: () => height,
    origin: () => [0, 0],
    padding: () => ({ left: 0, top: 0 }),
    scenegraph: () => ({ root: { items: [{ width, height, items: [] }] } }),
    scale(name) {
      if (!["x", "y"].includes(name)) throw new Error(`Unrecognized scale: ${name}`);
      return { invert: (pixel) => (name === "x" ? pixel / width : 1 - pixel / height) };
    },
    data(name, rows) { this.deeds.push(["data", name, rows]); return this; },
    insert(name, rows) { this.deeds.push(["insert", name, rows]); return this; },
    resize() { this.deeds.push(["resize"]); return this; },
    signal(name, ...value) {
      if (!value.length) return this.signals[name];
      this.signals[name] = value[0];
      for (const listener of this.signalListeners[name] ?? []) listener(name, value[0]);
      return this;
    },
    addSignalListener(name, listener) { (this.signalListeners[name] ??= []).push(listener); },
    async runAsync() { if (this.failure) throw new Error(this.failure); return this; },
  });
  globalThis.dlwidgetsVega = {
    embed: async (el) => {
      el.append(new Element("canvas"));
      return { view: vega, finalize: () => { vega.finalized += 1; } };
    },
  };

  /** Let frames be painted, and what waits for them happen. */
  const paint = async (times = 3) => {
    for (let n = 0; n < times; n += 1) {
      await new Promise((resolve) => { setTimeout(resolve, 1); });
      frames.splice(0).forEach((later) => later());
    }
    await new Promise((resolve) => { setTimeout(resolve, 5); });
  };

  /** How many listeners the parts outside of a view have. */
  const listening = () => ({
    model: model.listeners.length, theme: observers.size, system: system.listeners.length, vega: vega.listeners.length,
  });

  return { model, vega, paint, listening, changeTheme: () => observers.forEach(({ changed }) => changed()), element: () => new Element("div") };
}
