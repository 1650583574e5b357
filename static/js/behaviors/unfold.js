/**
 * Words folded to their first lines (by CSS), and the button [data-unfold] that shows all of them; the button is there only
 * while there is more to show.
 */

/**
 * @param {HTMLElement} element
 * @param {Connection} connection
 */
export function connect(element, { signal }) {
  const words = element.querySelector("[data-unfold-words]");
  const button = /** @type {HTMLButtonElement | null} */ (element.querySelector("[data-unfold]"));
  if (!words || !button) return;

  const measure = () => {
    if (!element.hasAttribute("data-unfolded")) button.hidden = words.scrollHeight <= words.clientHeight + 1;
  };
  const observer = new ResizeObserver(measure);
  observer.observe(words);
  signal.addEventListener("abort", () => observer.disconnect());
  button.addEventListener("click", () => {
    const isUnfolded = element.toggleAttribute("data-unfolded");
    button.setAttribute("aria-expanded", String(isUnfolded));
  }, { signal });
  measure();
}
