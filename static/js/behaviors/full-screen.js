/** A part of the page that fills the whole screen once [data-full-screen] in it is pressed; Escape brings it back. */

/**
 * @param {HTMLElement} element
 * @param {Connection} connection
 */
export function connect(element, { signal }) {
  const button = /** @type {HTMLButtonElement | null} */ (element.querySelector("[data-full-screen]"));
  if (!button || !document.fullscreenEnabled) return;
  button.hidden = false;
  button.addEventListener("click", () => element.requestFullscreen().catch(() => {}), { signal });
}
