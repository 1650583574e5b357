/**
 * The corner where what just happened is said. The server's messages are in it on load; modules and answers
 * (HX-Trigger: {"toast": {"text": …, "level": …}}) add more by the event "toast". Errors stay until closed. An act that failed
 * without a word of the server's gets one here.
 */

import { textOf } from "../lib/text.js";

/**
 * @param {HTMLElement} element
 * @param {Connection} connection
 */
export function connect(element, { signal }) {
  const template = element.querySelector("template");

  /** @param {HTMLElement} toast */
  const arm = (toast) => {
    toast.querySelector(":scope > button")?.addEventListener("click", () => toast.remove());
    if (toast.dataset.level !== "error") setTimeout(() => toast.remove(), toast.querySelector("form") ? 10_000 : 6000);
  };

  /**
   * @param {string} text
   * @param {string} level
   * @param {string} [undo]  the address that takes it back
   */
  const show = (text, level, undo = "") => {
    const toast = template?.content.firstElementChild?.cloneNode(true);
    if (!(toast instanceof HTMLElement)) return;
    toast.dataset.level = level;
    toast.classList.add(`toast--${level}`);
    const place = toast.querySelector("[data-toast-text]");
    if (place) place.textContent = text;
    const form = toast.querySelector("[data-toast-undo]");
    if (undo) {
      form?.setAttribute("hx-post", undo);
      form?.addEventListener("htmx:before:request", () => form.querySelector("button")?.setAttribute("disabled", ""));
      form?.addEventListener("htmx:after:request", () => toast.remove());
    } else form?.remove();
    element.append(toast);
    if (undo) window.htmx.process(toast);
    arm(toast);
  };

  element.querySelectorAll(".toast").forEach((toast) => arm(/** @type {HTMLElement} */ (toast)));
  document.addEventListener(
    "toast",
    (event) => {
      const { text, level = "success", undo } = /** @type {CustomEvent} */ (event).detail;
      show(text, level, undo);
    },
    { signal },
  );
  document.addEventListener(
    "htmx:response:error",
    (event) => {
      const { ctx } = /** @type {CustomEvent} */ (event).detail;
      if (isSilent(ctx) || ctx.hx.trigger || ctx.hx.redirect || ctx.text.includes("<hx-partial")) return;
      const [name, text] = ctx.response.status === 403 ? ["refused", "Reload the page."] : ["failed", "That did not work."];
      show(textOf(element, name, text), "error");
    },
    { signal },
  );
  document.addEventListener(
    "htmx:error",
    (event) => {
      const { ctx } = /** @type {CustomEvent} */ (event).detail;
      if (ctx && !isSilent(ctx)) show(textOf(element, "offline", "There is no connection."), "error");
    },
    { signal },
  );
}

/**
 * What the page does by itself (refreshing a part) fails silently: the line at its foot tells of a lost connection.
 * @param {{request?: {method: string}}} ctx
 */
function isSilent(ctx) {
  return ctx.request?.method === "GET";
}
