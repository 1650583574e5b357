/**
 * A field whose answers stand below it, in the element that data-choices names: arrows go down to them and back up; Enter goes to
 * the first of them once they answer the words that stand in the field, and chooses nothing by itself.
 */

/**
 * @param {HTMLInputElement} field
 * @param {Connection} connection
 */
export function connect(field, { signal }) {
  let asked = field.value;
  let answered = field.value;
  let isWaiting = false;
  const choices = () => [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(`${field.dataset.choices} :is(a, button)`))];

  const enter = () => {
    isWaiting = answered !== field.value;
    if (!isWaiting) choices()[0]?.focus();
  };

  field.addEventListener("input", () => (isWaiting = false), { signal });
  field.addEventListener("htmx:before:request", () => (asked = field.value), { signal });
  document.addEventListener("htmx:after:swap", () => {
    answered = asked;
    if (isWaiting && document.activeElement === field) enter();
  }, { signal });
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const all = choices();
    const at = all.indexOf(/** @type {HTMLElement} */ (event.target));
    if (at < 0 && event.target !== field) return;
    if (event.key === "ArrowDown") all[Math.min(at + 1, all.length - 1)]?.focus();
    else if (event.key === "ArrowUp" && at >= 0) (all[at - 1] ?? field).focus();
    else if (event.key === "Enter" && at < 0) enter();
    else return;
    event.preventDefault();
  }, { signal });
}
