/** The fields of a ticket's form: where solving was refused because some are empty, these come into view, the first focused. */

/**
 * @param {HTMLElement} section
 * @param {Connection} connection
 */
export function connect(section, { signal }) {
  document.addEventListener(
    "fields-missing",
    (event) => {
      /** @type {string[]} */
      const keys = /** @type {CustomEvent} */ (event).detail.keys;
      const controls = keys.flatMap((key) => document.getElementById(`answer-${key}`) ?? []);
      for (const control of controls) {
        control.setAttribute("aria-invalid", "true");
        control.addEventListener("change", () => control.removeAttribute("aria-invalid"), { once: true });
      }
      // On a phone the details are a screen of their own.
      if (!section.checkVisibility()) location.hash = "#side";
      controls[0]?.focus();
    },
    { signal },
  );
}
