/**
 * A message in a frame: the frame is as high as what it shows, and [data-show-remote] loads pictures from elsewhere in it.
 * The frame runs no scripts; it is of our origin, so that its height can be read here.
 */

/**
 * @param {HTMLElement} element
 * @param {Connection} connection
 */
export function connect(element, { signal }) {
  const frame = /** @type {HTMLIFrameElement} */ (element.querySelector("iframe"));
  const observer = new ResizeObserver(() => fit(frame));

  const watch = () => {
    const content = frame.contentDocument?.documentElement;
    if (!content) return;
    observer.disconnect();
    observer.observe(content);
    if (frame.contentDocument?.body) observer.observe(frame.contentDocument.body);
    fit(frame);
  };

  frame.addEventListener("load", watch, { signal });
  watch();
  element.addEventListener("click", (event) => {
    const link = /** @type {HTMLAnchorElement | null} */ (/** @type {Element} */ (event.target).closest("[data-show-remote]"));
    if (!link) return;
    event.preventDefault();
    frame.src = link.href;
    frame.hidden = false;
    element.querySelector("[data-plain-content]")?.remove();
    link.parentElement?.remove();
    frame.focus();
  }, { signal });
  signal.addEventListener("abort", () => observer.disconnect());
}

/** @param {HTMLIFrameElement} frame */
function fit(frame) {
  const body = frame.contentDocument?.body;
  if (body) frame.style.setProperty("--frame-height", `${Math.ceil(body.getBoundingClientRect().height) + 2}px`);
}
