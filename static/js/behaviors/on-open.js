/** A <details> whose content is asked for when it is opened: the element in it with hx-trigger="opened" hears of it. */

/**
 * @param {HTMLDetailsElement} element
 * @param {Connection} connection
 */
export function connect(element, { signal }) {
  element.addEventListener(
    "toggle",
    () => {
      if (!element.open) return;
      for (const part of element.querySelectorAll("[hx-trigger^=opened]")) window.htmx.trigger(part, "opened");
    },
    { signal },
  );
}
