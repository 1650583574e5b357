/** A message whose pictures from elsewhere wait: [data-show-remote] loads them, in the message's own frame. */

/**
 * @param {HTMLElement} element
 * @param {Connection} connection
 */
export function connect(element, { signal }) {
  const frame = /** @type {HTMLIFrameElement} */ (element.querySelector("iframe"));
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
}
