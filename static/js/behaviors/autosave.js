/**
 * Saves the words of a form on the server as they are typed: data-autosave-url gets the form by POST, the element
 * [data-autosave-state] says how it stands. A save that fails is tried again until it works; meanwhile, and when the
 * page goes away, the words are also kept in this browser and come back with "autosave:restored".
 */

import { post } from "../lib/http.js";
import { textOf } from "../lib/text.js";

const QUIET_MS = 700;
const RETRY_MS = [2000, 5000, 10_000, 30_000];

/**
 * @param {HTMLFormElement} form
 * @param {Connection} connection
 */
export function connect(form, { signal }) {
  const url = form.dataset.autosaveUrl ?? "";
  const key = `draft:${url}`;
  /** @type {HTMLElement | null} */
  const place = form.querySelector("[data-autosave-state]");
  let timer = 0;
  let failures = 0;
  let dirty = false;
  let sending = false;
  /** @type {AbortController | null} */
  let request = null;

  /**
   * @param {"saving" | "saved" | "failed"} state
   * @param {string} text
   */
  const say = (state, text) => {
    if (!place) return;
    place.dataset.state = state;
    place.textContent = textOf(place, state, text);
  };

  const later = (/** @type {number} */ delay) => {
    clearTimeout(timer);
    timer = setTimeout(save, delay);
  };

  const save = async () => {
    clearTimeout(timer);
    if (!dirty || sending) return;
    if (request) return later(QUIET_MS);
    dirty = false;
    request = new AbortController();
    say("saving", "Saving…");
    try {
      const response = await post(url, words(form), { signal: request.signal });
      if (!response.ok) throw new Error(String(response.status));
      failures = 0;
      if (!dirty) localStorage.removeItem(key);
      say("saved", "Saved");
    } catch {
      if (sending) return;
      dirty = true;
      keep(key, form);
      say("failed", "Not saved, retrying");
      later(RETRY_MS[Math.min(failures++, RETRY_MS.length - 1)]);
    } finally {
      request = null;
    }
  };

  const changed = () => {
    if (sending) return;
    dirty = true;
    later(failures ? RETRY_MS[0] : QUIET_MS);
  };

  const flush = () => {
    if (!dirty || sending) return;
    keep(key, form);
    post(url, words(form), { keepalive: true }).then(
      (response) => response.ok && localStorage.removeItem(key),
      () => undefined,
    );
  };

  form.addEventListener("input", changed, { signal });
  form.addEventListener("autosave:changed", changed, { signal });
  form.addEventListener("submit", () => {
    sending = true;
    clearTimeout(timer);
    request?.abort();
    keep(key, form);
  }, { signal });
  form.addEventListener("htmx:after:request", (event) => {
    sending = false;
    if (!(/** @type {CustomEvent} */ (event).detail.ctx.response?.raw.ok)) return changed();
    dirty = false;
    localStorage.removeItem(key);
  }, { signal });
  form.addEventListener("htmx:error", () => {
    sending = false;
    changed();
  }, { signal });
  document.addEventListener("visibilitychange", () => document.hidden && flush(), { signal });
  window.addEventListener("pagehide", flush, { signal });
  window.addEventListener("online", () => dirty && save(), { signal });
  signal.addEventListener("abort", () => {
    flush();
    clearTimeout(timer);
  });
  if (restore(key, form)) changed();
}

/** @param {HTMLFormElement} form */
function words(form) {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
  return body;
}

/**
 * @param {string} key
 * @param {HTMLFormElement} form
 */
function keep(key, form) {
  try {
    localStorage.setItem(key, words(form).toString());
  } catch {
    // A full or forbidden storage only costs the second copy.
  }
}

/**
 * Fields marked data-autosave-keep come back from the browser's copy.
 * @param {string} key
 * @param {HTMLFormElement} form
 */
function restore(key, form) {
  const kept = localStorage.getItem(key);
  if (!kept) return false;
  localStorage.removeItem(key);
  let restored = false;
  for (const [name, value] of new URLSearchParams(kept)) {
    const field = form.elements.namedItem(name);
    if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) continue;
    if (!("autosaveKeep" in field.dataset) || !value || field.value === value) continue;
    field.value = value;
    field.dispatchEvent(new CustomEvent("autosave:restored", { bubbles: true }));
    restored = true;
  }
  return restored;
}
