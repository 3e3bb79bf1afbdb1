// What the offline Vega bundle does: reads `vegaEmbed` (put in scope by vl-convert when it bundles this file) and writes
// globalThis.dlwidgetsVega = {embed}, once per page. As an anywidget module it draws nothing.
globalThis.dlwidgetsVega ??= { embed: vegaEmbed };

export default {
  initialize() {},
  render() {},
};
