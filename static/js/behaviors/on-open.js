/**
 * A <details> whose content is asked for when it is opened: the element in it with hx-trigger="opened" hears of it. What has come can be seen
 * whole, and its first field has the focus unless somebody has gone elsewhere meanwhile.
 */

/**
 * @param {HTMLDetailsElement} element
 * @param {Connection} connection
 */
export function connect(element, { signal }) {
  // Later swaps of the page around it move no focus into it.
  let isOpening = false;

  const enter = () => {
    const isHere = [document.body, element.querySelector("summary")].includes(/** @type {HTMLElement} */ (document.activeElement));
    if (isHere) /** @type {HTMLElement | null} */ (element.querySelector("[data-first]"))?.focus({ preventScroll: true });
  };

  element.addEventListener(
    "toggle",
    () => {
      isOpening = element.open;
      if (!element.open) return;
      for (const part of element.querySelectorAll("[hx-trigger^=opened]")) window.htmx.trigger(part, "opened");
      if (!element.matches(".menu") && element.querySelector("summary") === document.activeElement) enter();
    },
    { signal },
  );
  element.addEventListener("htmx:after:swap", () => {
    // By that attribute htmx would go there with each refresh of what is around it, from wherever somebody types.
    for (const first of element.querySelectorAll("[autofocus]")) {
      first.removeAttribute("autofocus");
      first.setAttribute("data-first", "");
    }
    if (!isOpening || element.matches(".menu")) return;
    isOpening = false;
    element.scrollIntoView({ block: "nearest" });
    enter();
  }, { signal });
}
