/**
 * Puts what is offered beside a ticket into the box for writing that is in front: buttons data-insert (the kind) with data-target.
 * The server notes it and answers what is put in.
 */

import { post } from "../lib/http.js";
import { bringForward } from "../lib/page-actions.js";
import { textOf } from "../lib/text.js";

/**
 * @param {HTMLElement} element
 * @param {Connection} connection
 */
export function connect(element, { signal }) {
  element.addEventListener("click", async (event) => {
    const button = /** @type {HTMLButtonElement | null} */ (/** @type {Element} */ (event.target).closest("[data-insert]"));
    const picker = document.querySelector(".composer__form:not([hidden]) [data-behavior~=picker]");
    const editor = picker?.querySelector(".editor");
    if (!button || button.disabled || !picker || !editor) return;
    button.disabled = true;
    const body = new URLSearchParams({ kind: button.dataset.insert ?? "", target: button.dataset.target ?? "" });
    const response = await post(element.dataset.insertUrl ?? "", body, { signal }).catch(() => null);
    button.disabled = false;
    if (!response?.ok) {
      const text = textOf(element, "failed", "This could not be put in. Open the list again.");
      document.dispatchEvent(new CustomEvent("toast", { detail: { text, level: "error" } }));
      return;
    }
    const { html, macro } = await response.json();
    bringForward(picker);
    // On a phone the box is folded until somebody writes.
    const kind = picker.closest(".composer__form")?.id.replace("composer-", "");
    picker.closest("[data-behavior~=composer]")?.dispatchEvent(new CustomEvent("composer:show", { detail: kind }));
    if (macro) picker.dispatchEvent(new CustomEvent("macro:insert", { detail: { id: macro } }));
    else editor.dispatchEvent(new CustomEvent("editor:replace", { detail: { length: 0, html } }));
  }, { signal });
}
