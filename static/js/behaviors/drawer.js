/** A button that opens the navigation on small screens: aria-controls names it. */

/**
 * @param {HTMLButtonElement} element
 * @param {Connection} connection
 */
export function connect(element, { signal }) {
  const drawer = document.getElementById(element.getAttribute("aria-controls") ?? "");
  if (!drawer) return;

  /** @param {boolean} open */
  const set = (open) => {
    if (open === drawer.hasAttribute("data-open")) return;
    drawer.toggleAttribute("data-open", open);
    element.setAttribute("aria-expanded", String(open));
    const first = drawer.querySelector("a, button");
    if (open && first instanceof HTMLElement) first.focus();
  };

  element.addEventListener("click", () => set(!drawer.hasAttribute("data-open")), { signal });
  document.addEventListener(
    "click",
    (event) => {
      const target = /** @type {Node} */ (event.target);
      if (!drawer.contains(target) && !element.contains(target)) set(false);
    },
    { signal },
  );
  drawer.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape" || !drawer.hasAttribute("data-open")) return;
      set(false);
      element.focus();
    },
    { signal },
  );
}
