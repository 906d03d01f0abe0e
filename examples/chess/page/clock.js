// A clock that runs between two news: the server says how much is left, the page counts on from there.

/**
 * A clock in `root`. Times are milliseconds.
 * @param {HTMLElement} root
 */
export function makeClock(root) {
  let left = 0;
  let since = 0;
  let runs = false;

  function draw() {
    const now = runs ? Math.max(0, left - (performance.now() - since)) : left;
    const text = timeText(now);
    if (root.textContent !== text) root.textContent = text;
    root.classList.toggle("low", now < 20_000);
    root.classList.toggle("runs", runs);
  }

  setInterval(draw, 100);

  return {
    /** @param {number} ms @param {boolean} isRunning @param {number} at when that was so, as performance.now() says it */
    show(ms, isRunning, at) {
      left = ms;
      since = at;
      runs = isRunning;
      draw();
    },
  };
}

/** "4:07", and "0:09.3" when it becomes exciting. @param {number} ms */
export function timeText(ms) {
  if (ms < 20_000) return `0:${(Math.floor(ms / 100) / 10).toFixed(1).padStart(4, "0")}`;
  const seconds = Math.ceil(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
