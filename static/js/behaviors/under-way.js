/** A form whose button says that it works while the answer is on its way (data-text-under-way), and cannot be pressed twice. */

/**
 * @param {HTMLFormElement} form
 * @param {Connection} connection
 */
export function connect(form, { signal }) {
  const button = /** @type {HTMLButtonElement} */ (form.querySelector("button"));
  const words = [...button.childNodes];
  form.addEventListener("htmx:before:request", () => {
    button.disabled = true;
    button.setAttribute("aria-busy", "true");
    button.textContent = form.dataset.textUnderWay ?? button.textContent;
  }, { signal });
  form.addEventListener("htmx:finally:request", () => {
    button.disabled = false;
    button.removeAttribute("aria-busy");
    button.replaceChildren(...words);
  }, { signal });
}
