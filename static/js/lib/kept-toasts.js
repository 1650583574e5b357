/** What a page said of an answer on its way, for the next pages of this tab: as long as it can be taken back. */

import { csrfToken } from "./http.js";

const KEPT = "toasts-on-their-way";

/** @typedef {{text: string, level: string, undo: string, until: number}} KeptToast */

/**
 * @param {HTMLElement} corner
 */
export function keepToasts(corner) {
  const along = [.../** @type {NodeListOf<HTMLFormElement>} */ (corner.querySelectorAll(".toast form[data-goes-along]"))].map((form) => {
    const toast = /** @type {HTMLElement} */ (form.closest(".toast"));
    const text = toast.querySelector("[data-toast-text]")?.textContent ?? "";
    return { text, level: toast.dataset.level, undo: form.action, until: Number(toast.dataset.until) };
  });
  if (along.length) sessionStorage.setItem(KEPT, JSON.stringify(along));
}

/** @returns {KeptToast[]} once */
export function keptToasts() {
  const kept = /** @type {KeptToast[]} */ (JSON.parse(sessionStorage.getItem(KEPT) ?? "[]"));
  sessionStorage.removeItem(KEPT);
  return kept.filter(({ until }) => until > Date.now());
}

/**
 * Its Undo leads to where it is taken back, as that of a toast of the server's does.
 * @param {HTMLElement} toast
 * @param {string} undo
 */
export function goAlong(toast, undo) {
  const form = /** @type {HTMLFormElement} */ (toast.querySelector("form"));
  Object.assign(form, { method: "post", action: undo });
  form.dataset.goesAlong = "";
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "csrfmiddlewaretoken", value: csrfToken() }));
}
