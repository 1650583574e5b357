/**
 * Who is in copy of the ticket: an empty reply follows it, and a reply begun does where its writer changed it here and not there.
 * Where somebody else did, the words stay addressed as they were begun; sending says so first.
 */

/**
 * @param {HTMLElement} element
 * @param {Connection} connection
 */
export function connect(element, { signal }) {
  const box = () => document.getElementById("composer-public");

  /** @param {string} now */
  const address = (now) => {
    const field = /** @type {HTMLInputElement | null | undefined} */ (box()?.querySelector("[name=cc]"));
    const begun = /** @type {HTMLInputElement | null | undefined} */ (box()?.querySelector("[name=copied]"));
    if (!field || !begun || field.value !== begun.value || field.value === now) return;
    field.value = now;
    begun.value = now;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  document.addEventListener(
    "htmx:after:swap",
    () => {
      const words = /** @type {HTMLInputElement | null | undefined} */ (box()?.querySelector("[data-editor-html]"));
      if (words && !words.value) address(element.dataset.copied ?? "");
    },
    { signal },
  );
  document.addEventListener("copied", (event) => address(/** @type {CustomEvent} */ (event).detail.now), { signal });
}
