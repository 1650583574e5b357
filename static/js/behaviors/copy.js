/** A button that copies the text of a field, and says so. Where the browser does not let it, the text is selected for the keys. */

/**
 * @param {HTMLButtonElement} button
 * @param {Connection} connection
 */
export function connect(button, { signal }) {
  button.addEventListener(
    "click",
    async () => {
      const field = /** @type {HTMLTextAreaElement} */ (document.getElementById(button.dataset.copies ?? ""));
      field.select();
      try {
        await navigator.clipboard.writeText(field.value);
        /** @type {HTMLElement} */ (button.lastElementChild).textContent = button.dataset.done ?? "";
      } catch {
        field.focus();
      }
    },
    { signal },
  );
}
