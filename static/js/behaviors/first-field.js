/** A form whose page was opened to fill it in: the cursor stands in its first field while that is empty, or in the first that is wrong. */

/** @param {HTMLFormElement} form */
export function connect(form) {
  if (document.activeElement !== document.body) return;
  const wrong = form.querySelector("[aria-invalid=true]");
  const first = /** @type {HTMLInputElement | null} */ (form.querySelector("input:not([type=hidden], [type=checkbox], [type=radio]), textarea, select"));
  const target = wrong ?? (first && !first.value ? first : null);
  if (target instanceof HTMLElement) target.focus();
}
