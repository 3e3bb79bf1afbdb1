// clipboard.js: text into the clipboard, also where the page came without https.
// Reads nothing; writes the clipboard.

/** Copy a text. Returns a promise of whether it worked. */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch { /* no https, or no permission: the old way needs neither */ }
  const area = document.createElement("textarea");
  const focused = document.activeElement;
  area.value = text;
  area.readOnly = true;
  area.style.position = "fixed";
  area.style.opacity = "0";
  document.body.append(area);
  area.select();
  let copied = false;
  try { copied = document.execCommand("copy"); } catch { /* then the reader is told to copy by hand */ }
  area.remove();
  focused?.focus?.({ preventScroll: true });
  return copied;
}
