/** A form whose fields are as they were at first once it was sent, so that the next thing can be typed; what it was unfolded in closes. */

/**
 * @param {HTMLFormElement} form
 * @param {Connection} connection
 */
export function connect(form, { signal }) {
  form.addEventListener(
    "htmx:after:request",
    (event) => {
      if (event.target !== form || !(/** @type {CustomEvent} */ (event).detail.ctx.response?.raw.ok)) return;
      form.reset();
      form.closest("details")?.removeAttribute("open");
    },
    { signal },
  );
}
