// compiled.js: what a compiled Vega specification tells of its chart, and what in it does nothing on a canvas.
// Reads and changes the specification; writes nothing else.

/** What is shown only when it is asked for, and takes no room. */
const ASKED_FOR = new Set(["tooltip", "description", "usermeta"]);

/** Every text of a specification, at every depth. */
function* textsIn(part) {
  if (typeof part === "string") yield part;
  else if (part !== null && typeof part === "object") {
    for (const [key, inner] of Object.entries(part)) if (!ASKED_FOR.has(key)) yield* textsIn(inner);
  }
}

function* groupsIn(group) {
  yield group;
  for (const mark of group.marks ?? []) yield* groupsIn(mark);
}

/** A test of names of columns: whether words in it can need room, as those of a tooltip alone do not. */
export function roomTaker(vega) {
  const said = [...textsIn(vega)].join("\n");
  const known = new Map();
  return (name) => {
    if (!known.has(name)) known.set(name, !/^\w+$/.test(name) || new RegExp(`\\b${name}\\b`).test(said));
    return known.get(name);
  };
}

/** Names of the data sets from which the entries of legends come. */
export function legendSets(vega) {
  const groups = [...groupsIn(vega)];
  const named = new Set(groups.flatMap(({ legends = [] }) => legends.flatMap((legend) => Object.values(legend))));
  const scales = groups.flatMap((group) => group.scales ?? []).filter(({ name }) => named.has(name));
  const sources = new Map(groups.flatMap(({ data = [] }) => (Array.isArray(data) ? data : []).map(({ name, source }) => [name, source])));
  for (const { from } of groups) if (from?.facet) sources.set(from.facet.name, from.facet.data);
  const sets = new Set(scales.flatMap(({ domain }) => [domain?.data, ...(domain?.fields ?? []).map((field) => field?.data)]));
  for (const set of sets) for (const source of [sources.get(set)].flat()) sets.add(source); // grows while it is read
  sets.delete(undefined);
  return sets;
}

/** Leave out the sentence on each mark, which only an SVG carries into the page: to write it takes as long as to draw. */
export function withoutDescriptions(vega) {
  for (const mark of vega.marks ?? []) {
    withoutDescriptions(mark);
    for (const encoding of Object.values(mark.encode ?? {})) delete encoding.description;
  }
  return vega;
}

/** Let a dash without gaps be no dash: a line of a thousand pieces takes far longer to draw than a line. */
export function withoutVainDashes(vega) {
  const isVain = (dash) => Array.isArray(dash) && dash.length === 2 && dash[1] === 0;
  for (const group of groupsIn(vega)) {
    for (const scale of group.scales ?? []) if (Array.isArray(scale.range)) scale.range = scale.range.map((dash) => (isVain(dash) ? [] : dash));
    for (const { strokeDash } of Object.values(group.encode ?? {})) if (isVain(strokeDash?.value)) strokeDash.value = [];
  }
  return vega;
}
