/**
 * The corner where what just happened is said. The server's messages are in it on load; modules and answers
 * (HX-Trigger: {"toast": {"text": …, "level": …}}) add more by the event "toast". Errors stay until closed. An act that failed
 * without a word of the server's gets one here. The newest that can be undone has the key for it, unless the page has a nearer one; an
 * answer on its way (a toast the server drew with its Undo) goes along to the pages that come, for as long as it can be taken back.
 */

import { goAlong, keepToasts, keptToasts } from "../lib/kept-toasts.js";
import { usesShortcuts } from "../lib/keyboard.js";
import { textOf } from "../lib/text.js";

const UNDO_KEY = "Z";

/**
 * @param {HTMLElement} element
 * @param {Connection} connection
 */
export function connect(element, { signal }) {
  const template = element.querySelector("template");

  /** The key takes back the newest, and what stands in the page itself (a reply on its way) before all toasts. */
  const giveKey = () => {
    const buttons = [...element.querySelectorAll(".toast form button")];
    const isTaken = [...document.querySelectorAll(`[data-key="${UNDO_KEY}"]`)].some((other) => !element.contains(other));
    for (const button of buttons) button.removeAttribute("data-key");
    if (!isTaken) buttons.at(-1)?.setAttribute("data-key", UNDO_KEY);
    for (const button of buttons) button.querySelector("kbd")?.toggleAttribute("hidden", !button.hasAttribute("data-key") || !usesShortcuts());
  };

  /** @param {HTMLElement} toast */
  const leave = (toast) => {
    toast.remove();
    giveKey();
  };

  /** @param {HTMLElement} toast */
  const arm = (toast) => {
    toast.querySelector(":scope > button")?.addEventListener("click", () => leave(toast));
    const shownFor = toast.querySelector("form") ? Math.max(10_000, 1000 * Number(toast.dataset.undoSeconds ?? 0)) : 6000;
    toast.dataset.until ??= String(Date.now() + shownFor);
    if (toast.dataset.level !== "error") setTimeout(() => leave(toast), Number(toast.dataset.until) - Date.now());
    giveKey();
  };

  /**
   * @param {string} text
   * @param {string} level
   * @returns {HTMLElement | undefined}
   */
  const drawn = (text, level) => {
    const toast = template?.content.firstElementChild?.cloneNode(true);
    if (!(toast instanceof HTMLElement)) return;
    toast.dataset.level = level;
    toast.classList.add(`toast--${level}`);
    const place = toast.querySelector("[data-toast-text]");
    if (place) place.textContent = text;
    return toast;
  };

  /**
   * @param {string} text
   * @param {string} level
   * @param {string} [undo]  the address that takes it back
   */
  const show = (text, level, undo = "") => {
    const toast = drawn(text, level);
    if (!toast) return;
    const form = toast.querySelector("form");
    if (undo) {
      form?.setAttribute("hx-post", undo);
      form?.addEventListener("htmx:before:request", () => form.querySelector("button")?.setAttribute("disabled", ""));
      form?.addEventListener("htmx:after:request", () => leave(toast));
    } else form?.remove();
    element.append(toast);
    if (undo) window.htmx.process(toast);
    arm(toast);
  };

  for (const { text, level, undo, until } of keptToasts()) {
    const toast = drawn(text, level);
    if (!toast) continue;
    toast.dataset.until = String(until);
    goAlong(toast, undo);
    element.append(toast);
  }
  element.querySelectorAll(".toast").forEach((toast) => arm(/** @type {HTMLElement} */ (toast)));
  // Taken back, it says nothing more.
  element.addEventListener("submit", (event) => /** @type {Element} */ (event.target).removeAttribute("data-goes-along"), { signal });
  window.addEventListener("pagehide", () => keepToasts(element), { signal });
  document.addEventListener("htmx:after:swap", giveKey, { signal });
  // On a phone the box for writing makes room for them.
  const height = new ResizeObserver(() => document.documentElement.style.setProperty("--toasts-height", `${element.offsetHeight}px`));
  height.observe(element);
  signal.addEventListener("abort", () => height.disconnect());
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
