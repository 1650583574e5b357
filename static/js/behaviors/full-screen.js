/**
 * A part of the page that fills the whole screen once [data-full-screen] in it is pressed; Escape brings it back. data-full is there
 * meanwhile.
 */

/**
 * @param {HTMLElement} element
 * @param {Connection} connection
 */
export function connect(element, { signal }) {
  const button = /** @type {HTMLButtonElement | null} */ (element.querySelector("[data-full-screen]"));
  if (!button || !document.fullscreenEnabled) return;
  button.hidden = false;
  element.addEventListener("fullscreenchange", () => element.toggleAttribute("data-full", document.fullscreenElement === element), { signal });
  button.addEventListener("click", () => element.requestFullscreen().catch(() => {}), { signal });
}
