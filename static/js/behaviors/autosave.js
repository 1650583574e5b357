/**
 * Saves the words of a form on the server as they are typed: data-autosave-url gets the form by POST, the element
 * [data-autosave-state] says how it stands. A save that fails is tried again until it works; meanwhile, and when the page
 * goes away, the words are also kept in this tab, and come back if they are newer than what the server rendered
 * (data-autosave-revision): the next page may have been on its way before the last save arrived. Every save names this browser and when it was written, so that none overwrites a newer one.
 */

import { filesOf, restoreFiles } from "../lib/file-rows.js";
import { post } from "../lib/http.js";
import { forget, keep, kept, writer } from "../lib/kept-words.js";
import { textOf } from "../lib/text.js";

const QUIET_MS = 700;
const RETRY_MS = [2000, 5000, 10_000, 30_000];

/**
 * @param {HTMLFormElement} form
 * @param {Connection} connection
 */
export function connect(form, { signal }) {
  const url = form.dataset.autosaveUrl ?? "";
  const revision = revisionOf(form);
  const place = /** @type {HTMLElement | null} */ (form.querySelector("[data-autosave-state]"));
  let timer = 0;
  let failures = 0;
  let dirty = false;
  let sending = false;
  let savedAt = 0;
  /** @type {AbortController | null} */
  let request = null;

  const say = (/** @type {State} */ state, /** @type {string} */ text) => show(place, state, text);
  const later = (/** @type {number} */ delay) => {
    clearTimeout(timer);
    timer = setTimeout(save, delay);
  };
  const keepHere = () => keep(url, { revision: Number(revision.value), sent: sending, savedAt, words: words(form).toString(), files: filesOf(form) });

  let saving = Promise.resolve();
  const save = () => (saving = saveOnce());
  const saveOnce = async () => {
    clearTimeout(timer);
    if (!dirty || sending || request) return;
    dirty = false;
    request = new AbortController();
    say("saving", "Saving…");
    try {
      const response = await post(url, words(form), { signal: request.signal });
      if (!response.ok) throw new Refusal(response.status);
      const { kept } = await response.json().catch(() => ({}));
      failures = 0;
      if (!dirty) {
        savedAt = Date.now();
        forget(url);
      }
      say(kept === false ? "none" : "saved", kept === false ? "" : "Saved"); // an emptied draft is none
    } catch (problem) {
      if (sending) return;
      dirty = true;
      keepHere();
      if (problem instanceof Refusal && problem.status === 401) say("signed-out", "Signed out: sign in in another tab");
      else say("failed", "Not saved, retrying");
      failures += 1;
    } finally {
      request = null;
      if (dirty && !sending) later(failures ? RETRY_MS[Math.min(failures, RETRY_MS.length) - 1] : QUIET_MS);
    }
  };

  const changed = (/** @type {number} */ quiet) => {
    if (sending) return;
    dirty = true;
    savedAt = 0;
    revision.value = String(Math.max(Date.now(), Number(revision.value) + 1));
    later(failures ? RETRY_MS[0] : quiet);
  };

  const flush = () => {
    if ((!dirty && !request) || sending) return;
    keepHere();
    sendOff(url, form, revision);
  };

  form.addEventListener("input", () => changed(QUIET_MS), { signal });
  // A file is there, or gone: nobody should have to wait for that to be kept.
  form.addEventListener("autosave:changed", () => changed(0), { signal });
  // What is typed while the words leave would be lost when the box is emptied.
  form.addEventListener("beforeinput", (event) => sending && event.preventDefault(), { signal });
  form.addEventListener("submit", () => {
    sending = true;
    clearTimeout(timer);
    request?.abort();
    keepHere();
  }, { signal });
  form.addEventListener("htmx:after:request", (event) => {
    const { ctx } = /** @type {CustomEvent} */ (event).detail;
    // What only looks something up for the form takes none of its words away.
    if (ctx.request.method === "GET") return;
    sending = false;
    if (!ctx.response?.raw.ok) return changed(QUIET_MS);
    dirty = false;
    savedAt = 0;
    forget(url);
  }, { signal });
  form.addEventListener("htmx:error", () => {
    sending = false;
    changed(QUIET_MS);
  }, { signal });
  // Before the box goes: its words are there when the page asks what takes its place.
  form.addEventListener("autosave:now", (event) => /** @type {CustomEvent} */ (event).detail.waits.push(saving.then(save)), { signal });
  document.addEventListener("visibilitychange", () => document.hidden && flush(), { signal });
  window.addEventListener("pagehide", () => (savedAt ? keepHere() : flush()), { signal });
  window.addEventListener("online", () => dirty && save(), { signal });
  signal.addEventListener("abort", () => {
    flush();
    clearTimeout(timer);
  });
  if (restore(form, url, Number(revision.value))) changed(0);
}

/**
 * Save what may outlive the page; the copy in this tab goes once the server has these very words.
 * @param {string} url
 * @param {HTMLFormElement} form
 * @param {HTMLInputElement} revision
 */
function sendOff(url, form, revision) {
  const written = revision.value;
  post(url, words(form), { keepalive: true }).then(
    (response) => response.ok && written === revision.value && forget(url),
    () => undefined,
  );
}

/**
 * The field that says when these words were written, beside the one that says by which browser.
 * @param {HTMLFormElement} form
 */
function revisionOf(form) {
  hiddenField(form, "writer", writer());
  return hiddenField(form, "revision", form.dataset.autosaveRevision ?? "0");
}

/** @typedef {"none" | "saving" | "saved" | "failed" | "signed-out"} State */

/**
 * @param {HTMLElement | null} place
 * @param {State} state
 * @param {string} text
 */
function show(place, state, text) {
  if (!place) return;
  place.dataset.state = state;
  place.textContent = textOf(place, state === "signed-out" ? "signedOut" : state, text);
}

/** An answer of the server that is no yes. */
class Refusal extends Error {
  /** @param {number} status */
  constructor(status) {
    super(String(status));
    this.status = status;
  }
}

/** @param {HTMLFormElement} form */
function words(form) {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
  return body;
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 * @param {string} value
 */
function hiddenField(form, name, value) {
  const field = form.elements.namedItem(name) ?? Object.assign(document.createElement("input"), { type: "hidden", name, value });
  if (!(field instanceof HTMLInputElement)) throw new Error(`The form has another field named ${name}.`);
  if (!field.isConnected) form.prepend(field);
  return field;
}

/**
 * Fields marked data-autosave-keep come back with "autosave:restored", and the files. What was being sent when the page
 * went away has arrived if the server knows no draft any more.
 * @param {HTMLFormElement} form
 * @param {string} url
 * @param {number} rendered  the revision that the server rendered, 0 if it has none
 */
function restore(form, url, rendered) {
  const own = kept(url);
  forget(url);
  if (!own || own.revision <= rendered || (own.sent && !rendered)) return false;
  // Saved before this page was asked for, so that the server knew them; another browser may have gone on since.
  if (own.savedAt && own.savedAt < performance.timeOrigin) return false;
  let restored = restoreFiles(form, own.files);
  for (const [name, value] of new URLSearchParams(own.words)) {
    const field = form.elements.namedItem(name);
    if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) continue;
    if (!("autosaveKeep" in field.dataset) || field.value === value) continue;
    field.value = value;
    field.dispatchEvent(new CustomEvent("autosave:restored", { bubbles: true }));
    restored = true;
  }
  return restored;
}
