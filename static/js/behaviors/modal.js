/** A <dialog> that is there to be answered: opened as it arrives, gone when it is closed or its form is sent. */

/**
 * @param {HTMLDialogElement} dialog
 * @param {Connection} connection
 */
export function connect(dialog, { signal }) {
  const before = document.activeElement;
  dialog.showModal();
  dialog.addEventListener("close", () => {
    dialog.remove();
    // It comes a moment after the closing, when somebody may have gone on.
    const isLost = document.activeElement === null || document.activeElement === document.body;
    if (isLost && before instanceof HTMLElement && before.isConnected) before.focus();
  }, { signal });
  dialog.addEventListener("click", (event) => {
    if (/** @type {Element} */ (event.target).closest("[data-modal-close]")) dialog.close();
  }, { signal });
  // A refusal is said in it, because the corner of the page lies behind; its words stay.
  document.addEventListener("toast", (event) => {
    const { text, level } = /** @type {CustomEvent} */ (event).detail;
    const place = dialog.querySelector("[data-modal-error]");
    if (level !== "error" || !(place instanceof HTMLElement)) return;
    place.textContent = text;
    place.hidden = false;
  }, { signal });
}
