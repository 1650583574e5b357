/** Keeps out of the address what a form of filters sends though it narrows nothing: empty boxes, days of no chosen period. */

/**
 * @param {HTMLFormElement} form
 * @param {Connection} connection
 */
export function connect(form, { signal }) {
  form.addEventListener("formdata", ({ formData }) => {
    const period = formData.get("period");
    if (period && period !== "days") {
      formData.delete("from");
      formData.delete("to");
    }
    for (const name of new Set(formData.keys())) if (formData.get(name) === "") formData.delete(name);
  }, { signal });
}
