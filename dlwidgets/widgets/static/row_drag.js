// row_drag.js: rows that are dragged to another place, by mouse or by finger.
// Reads pointers on the handles; writes a mark where the row will land, and calls `drop`.

import { element } from "./elements.js";

const BEGINS_PX = 3;
const EDGE_PX = 48;
const SCROLL_PX = 14;

/** The place among the others that a pointer at `y` means, from their middles. */
export const placeAt = (y, middles) => middles.filter((middle) => middle < y).length;

function scroller(el) {
  for (let at = el.parentElement; at; at = at.parentElement) {
    if (at.scrollHeight > at.clientHeight && /auto|scroll/.test(getComputedStyle(at).overflowY)) return at;
  }
  return document.scrollingElement;
}

/** Scroll what holds the list when the pointer is near its edge. */
function scrollNear(home, y) {
  const box = home.getBoundingClientRect();
  const top = Math.max(0, box.top);
  const bottom = Math.min(globalThis.innerHeight, box.bottom);
  if (y < top + EDGE_PX) home.scrollTop -= SCROLL_PX;
  else if (y > bottom - EDGE_PX) home.scrollTop += SCROLL_PX;
}

/**
 * Let rows of a list be dragged.
 * @param list the element that holds them
 * @param drop called with (key, place) where a row is let go at another place
 * @returns { watch(key, row, handle), cancel, isDragging }
 */
export function rowDrag(list, drop) {
  const mark = element("div", { className: "dlw-drop-mark", hidden: true });
  let drag;

  const rows = () => [...list.children].filter((child) => child !== mark);
  const middle = (row) => { const box = row.getBoundingClientRect(); return box.top + box.height / 2; };
  const showMark = () => {
    const others = rows().filter((row) => row !== drag.row);
    const home = list.getBoundingClientRect();
    const before = others[drag.to];
    const edge = before ? before.getBoundingClientRect().top - 3 : (others.at(-1) ?? drag.row).getBoundingClientRect().bottom + 3;
    mark.style.top = `${edge - home.top}px`;
    mark.hidden = drag.to === drag.from;
  };
  const end = () => {
    if (!drag) return;
    drag.row.style.transform = "";
    drag.row.classList.remove("dlw-dragged");
    mark.hidden = true;
    document.removeEventListener("keydown", escape, true);
    drag = undefined;
  };
  const escape = (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    end();
  };
  const down = (key, row) => (event) => {
    if (event.button !== 0 || drag) return;
    event.preventDefault(); // no text is chosen on the way
    const from = rows().indexOf(row);
    drag = { key, row, from, to: from, y: event.clientY, pointer: event.pointerId, moved: false, home: scroller(list) };
    event.target.setPointerCapture?.(event.pointerId);
    document.addEventListener("keydown", escape, true);
    row.focus({ preventScroll: true });
  };
  const move = (event) => {
    if (!drag || event.pointerId !== drag.pointer) return;
    drag.moved ||= Math.abs(event.clientY - drag.y) >= BEGINS_PX;
    if (!drag.moved) return;
    drag.row.classList.add("dlw-dragged");
    drag.row.style.transform = "";
    const box = drag.row.getBoundingClientRect();
    drag.row.style.transform = `translateY(${event.clientY - box.top - box.height / 2}px)`;
    drag.to = placeAt(event.clientY, rows().filter((row) => row !== drag.row).map(middle));
    showMark();
    scrollNear(drag.home, event.clientY);
  };
  const up = (event) => {
    if (!drag || event.pointerId !== drag.pointer) return;
    const { key, from, to, moved } = drag;
    end();
    if (moved && to !== from) drop(key, to);
  };

  const watch = (key, row, handle) => {
    const listeners = { pointerdown: down(key, row), pointermove: move, pointerup: up, pointercancel: end };
    for (const [type, listener] of Object.entries(listeners)) handle.addEventListener(type, listener);
  };
  return { mark, watch, cancel: end, isDragging: () => Boolean(drag) };
}
