// Notes when a picture in a cell's output has been painted: the first task after the frame in which it changed.
// Reads: canvas drawing calls, loaded images, pointer moves. Writes: window.paintProbe (ms since 1970).
(() => {
  const now = () => performance.timeOrigin + performance.now();
  const probe = (window.paintProbe = { paints: [], moves: [] });
  const requestFrame = window.requestAnimationFrame.bind(window);
  const afterPaint = new MessageChannel();
  let inFrame = false;
  let isWaiting = false;

  afterPaint.port1.onmessage = ({ data }) => {
    inFrame = false;
    if (data === "changed") {
      isWaiting = false;
      probe.paints.push(now());
    }
  };

  // A picture drawn in a frame callback is painted in that frame, not in the next.
  window.requestAnimationFrame = (callback) =>
    requestFrame((time) => {
      inFrame = true;
      afterPaint.port2.postMessage("frame");
      callback(time);
    });

  function noteChange(element) {
    if (isWaiting || !element.closest(".jp-OutputArea-output")) return;
    isWaiting = true;
    const post = () => afterPaint.port2.postMessage("changed");
    if (inFrame) post();
    else requestFrame(post);
  }

  for (const name of ["clearRect", "fillRect", "fill", "stroke", "drawImage", "putImageData"]) {
    const draw = CanvasRenderingContext2D.prototype[name];
    CanvasRenderingContext2D.prototype[name] = function (...args) {
      if (this.canvas.isConnected) noteChange(this.canvas);
      return draw.apply(this, args);
    };
  }

  const noteLoaded = (image) => image.complete && image.naturalWidth && noteChange(image);
  document.addEventListener("load", ({ target }) => target.matches?.("img") && noteLoaded(target), true);
  new MutationObserver((records) => {
    for (const { addedNodes } of records)
      for (const node of addedNodes)
        if (node instanceof Element)
          for (const image of [node, ...node.querySelectorAll("img")]) if (image.matches("img")) noteLoaded(image);
  }).observe(document, { childList: true, subtree: true });

  document.addEventListener("pointermove", (event) => probe.moves.push(performance.timeOrigin + event.timeStamp), true);
})();
