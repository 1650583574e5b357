/** A button that writes what stands in the first filled field beside it into those that are empty. Inside of the element with these fields. */

/**
 * @param {HTMLButtonElement} button
 * @param {Connection} connection
 */
export function connect(button, { signal }) {
  const fields = () => [.../** @type {NodeListOf<HTMLInputElement>} */ (button.parentElement?.querySelectorAll("input[type=text]") ?? [])];
  const show = () => {
    const all = fields();
    button.hidden = !all.some((field) => field.value.trim()) || all.every((field) => field.value.trim());
  };
  button.parentElement?.addEventListener("input", show, { signal });
  button.addEventListener("click", () => {
    const value = fields().find((field) => field.value.trim())?.value ?? "";
    for (const field of fields()) if (!field.value.trim()) field.value = value;
    show();
    fields()[0]?.dispatchEvent(new Event("input", { bubbles: true }));
  }, { signal });
  show();
}
