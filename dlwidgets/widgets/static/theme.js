// theme.js: the page's own colours, and news when they change.
// Reads JupyterLab's CSS variables; writes nothing.

const SOURCES = {
  dlw_ink: ["--jp-ui-font-color1", "#1f1f1f", "#e3e3e3"],
  dlw_paper: ["--jp-layout-color0", "#ffffff", "#111111"],
  dlw_faint: ["--jp-border-color2", "#d0d0d0", "#4a4a4a"],
  dlw_accent: ["", "#c2185b", "#ff8ab5"], // JupyterLab's own accents are too near to the class colours
};

/** Whether the page is dark: JupyterLab says so; elsewhere the reader's system does. */
export function isDark() {
  const said = document.body.dataset.jpThemeLight;
  if (said !== undefined) return said === "false";
  return globalThis.matchMedia?.("(prefers-color-scheme: dark)").matches ?? false;
}

/** Colours by the name of the chart's parameter that takes them. */
export function themeColours() {
  const styles = getComputedStyle(document.body);
  return Object.fromEntries(
    Object.entries(SOURCES).map(([name, [variable, light, dark]]) => [
      name, styles.getPropertyValue(variable).trim() || (isDark() ? dark : light),
    ]),
  );
}

/** Call `changed` whenever the theme does. Returns a function that ends this. */
export function onTheme(changed) {
  const observer = new MutationObserver(() => requestAnimationFrame(changed));
  observer.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-name", "data-jp-theme-light"] });
  const system = globalThis.matchMedia?.("(prefers-color-scheme: dark)");
  system?.addEventListener("change", changed);
  return () => {
    observer.disconnect();
    system?.removeEventListener("change", changed);
  };
}
