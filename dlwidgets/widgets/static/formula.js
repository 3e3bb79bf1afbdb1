// formula.js: formulas that came as text of MathML, built anew from what is known to be harmless.
// Reads that text; writes elements.

const MATHML = "http://www.w3.org/1998/Math/MathML";
const TAGS = new Set([
  "math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mfrac", "msqrt", "mroot", "mstyle", "mpadded", "mphantom", "menclose",
  "msub", "msup", "msubsup", "munder", "mover", "munderover", "mmultiscripts", "mprescripts", "mtable", "mtr", "mtd",
]);
const ATTRIBUTES = new Set([
  "display", "displaystyle", "scriptlevel", "alttext", "mathvariant", "mathcolor", "mathbackground", "notation", "columnalign",
  "stretchy", "fence", "form", "symmetric", "largeop", "movablelimits", "accent", "accentunder", "minsize", "maxsize",
  "width", "height", "depth", "lspace", "rspace", "voffset", "linethickness",
]);

const isHarmless = ({ name, value }) => ATTRIBUTES.has(name) || (name === "class" && value === "dlw-focus");

function rebuilt(node) {
  if (node.nodeType === 3) return [document.createTextNode(node.nodeValue)];
  if (node.namespaceURI !== MATHML || !TAGS.has(node.localName)) return []; // with all that is in it
  const el = document.createElementNS(MATHML, node.localName);
  for (const attribute of node.attributes) if (isHarmless(attribute)) el.setAttribute(attribute.name, attribute.value);
  el.append(...[...node.childNodes].flatMap(rebuilt));
  return [el];
}

/** A block that shows one formula; text that is no MathML shows nothing. */
export function formulaBlock(text) {
  const el = document.createElement("div");
  el.className = "dlw-formula";
  el.append(...rebuilt(new DOMParser().parseFromString(text, "application/xml").documentElement));
  return el;
}
