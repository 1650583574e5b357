/** An iframe as high as the message in it; its sandbox lets us measure and lets it run nothing. */

// In pixels: longer than the longest newsletter. What wants more scrolls in its frame, and leaves the page to the others.
const HIGHEST = 20_000;

/**
 * @param {HTMLIFrameElement} frame
 * @param {Connection} connection
 */
export function connect(frame, { signal }) {
  const observer = new ResizeObserver(() => fit(frame));
  const watch = () => {
    const root = frame.contentDocument?.documentElement;
    if (!root) return;
    observer.disconnect();
    observer.observe(root);
    fit(frame);
  };
  frame.addEventListener("load", watch, { signal });
  signal.addEventListener("abort", () => observer.disconnect());
  watch();
}

/** @param {HTMLIFrameElement} frame */
function fit(frame) {
  const height = frame.contentDocument?.documentElement.offsetHeight ?? 0;
  if (height) frame.style.blockSize = `${Math.min(height, HIGHEST)}px`;
}
