/** A <details> with a form in it: folds when what the form sent was done. */

/**
 * @param {HTMLDetailsElement} element
 * @param {Connection} connection
 */
export function connect(element, { signal }) {
  element.addEventListener(
    "htmx:after:request",
    (event) => {
      const { request, response } = /** @type {CustomEvent} */ (event).detail.ctx;
      if (request.method === "POST" && response?.raw.ok) element.open = false;
    },
    { signal },
  );
}
