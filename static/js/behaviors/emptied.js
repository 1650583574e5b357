/** A form whose fields are as they were at first once it was sent, so that the next thing can be typed. */

/**
 * @param {HTMLFormElement} form
 * @param {Connection} connection
 */
export function connect(form, { signal }) {
  form.addEventListener(
    "htmx:after:request",
    (event) => {
      if (event.target === form && /** @type {CustomEvent} */ (event).detail.ctx.response?.raw.ok) form.reset();
    },
    { signal },
  );
}
