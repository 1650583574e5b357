/**
 * Saves the words of an article as they are typed: data-save-url gets the form by POST and answers the version that the next
 * saving names. data-state names the element that says how it stands, data-meanwhile what is shown when somebody else saved: then
 * nothing is saved by itself any more. Words that the server does not have are also kept in this tab, with the version that they
 * are of, so that they neither get lost nor go over what somebody else wrote.
 */

import { post } from "../lib/http.js";
import { forget, keep, kept } from "../lib/kept-words.js";
import { textOf } from "../lib/text.js";

const QUIET_MS = 800;
const RETRY_MS = [2000, 5000, 10_000, 30_000];
const LARGEST_FAREWELL = 60_000;

/**
 * @param {HTMLFormElement} form
 * @param {Connection} connection
 */
export function connect(form, { signal }) {
  const url = form.dataset.saveUrl ?? "";
  const version = field(form, "version");
  const place = /** @type {HTMLElement | null} */ (document.querySelector(form.dataset.state ?? ""));
  const meanwhile = document.querySelector(form.dataset.meanwhile ?? "");
  // After a conflict the writer decides, by a button.
  let isStopped = "changed" in form.dataset;
  let isDirty = isStopped;
  let isSending = false;
  let failures = 0;
  let timer = 0;
  /** @type {AbortController | null} */
  let request = null;

  const say = (/** @type {string} */ state, /** @type {string} */ text) => show(place, state, text);
  const later = (/** @type {number} */ delay) => {
    clearTimeout(timer);
    timer = setTimeout(save, delay);
  };
  const keepHere = () =>
    keep(url, { revision: Number(version.value), sent: isSending, savedAt: 0, words: words(form).toString(), files: [] });

  const stop = () => {
    isStopped = true;
    keepHere();
    say("meanwhile", "Somebody else saved");
    meanwhile?.removeAttribute("hidden");
  };

  const save = async () => {
    clearTimeout(timer);
    if (!isDirty || isSending || isStopped || request) return;
    isDirty = false;
    request = new AbortController();
    say("saving", "Saving…");
    try {
      const response = await post(url, words(form), { signal: request.signal });
      if (response.status === 409) {
        isDirty = true;
        return stop();
      }
      if (!response.ok) throw new Error(String(response.status));
      version.value = (await response.json()).version;
      failures = 0;
      if (!isDirty) forget(url);
      say("saved", "Saved");
    } catch (problem) {
      if (isSending) return;
      isDirty = true;
      keepHere();
      failures += 1;
      if (/** @type {Error} */ (problem).message === "401") say("signedOut", "Signed out: sign in in another tab");
      else say("failed", "Not saved, retrying");
    } finally {
      request = null;
      if (isDirty && !isStopped) later(failures ? RETRY_MS[Math.min(failures, RETRY_MS.length) - 1] : QUIET_MS);
    }
  };

  const changed = () => {
    isDirty = true;
    if (isStopped) keepHere();
    else later(failures ? RETRY_MS[0] : QUIET_MS);
  };

  form.addEventListener("input", (event) => isWords(event.target) && changed(), { signal });
  form.addEventListener("submit", (event) => {
    if (isSending) return event.preventDefault();
    isSending = true;
    clearTimeout(timer);
    // A saving under way would make the version of this page an old one: it is waited for.
    if (request) {
      event.preventDefault();
      const { submitter } = event;
      const again = () => {
        if (request) return void setTimeout(again, 50);
        isSending = false;
        form.requestSubmit(submitter);
      };
      return again();
    }
    keepHere();
  }, { signal });
  window.addEventListener("pageshow", () => (isSending = false), { signal });
  window.addEventListener("online", () => save(), { signal });
  window.addEventListener("pagehide", () => {
    if (!isDirty || isSending) return;
    keepHere();
    const body = words(form);
    if (!isStopped && body.toString().length < LARGEST_FAREWELL) post(url, body, { keepalive: true }).catch(() => undefined);
  }, { signal });
  window.addEventListener("beforeunload", (event) => {
    if (isDirty && !isSending) event.preventDefault();
  }, { signal });
  signal.addEventListener("abort", () => clearTimeout(timer));

  if (restore(form, url, version)) changed();
}

/**
 * @param {HTMLElement | null} place
 * @param {string} state
 * @param {string} text
 */
function show(place, state, text) {
  if (!place) return;
  place.dataset.state = state === "saving" || state === "saved" ? state : "failed";
  place.textContent = textOf(place, state, text);
}

/** @param {EventTarget | null} target */
function isWords(target) {
  return target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.name === "title");
}

/** @param {HTMLFormElement} form */
function words(form) {
  const body = new URLSearchParams();
  for (const name of ["version", "title", "body"]) body.append(name, field(form, name).value);
  return body;
}

/**
 * What this tab kept comes back with the version that it is of. What was being sent when the page went away has arrived if the
 * server has gone on since.
 * @param {HTMLFormElement} form
 * @param {string} url
 * @param {{value: string}} version
 */
function restore(form, url, version) {
  const own = kept(url);
  forget(url);
  if (!own || (own.sent && own.revision !== Number(version.value))) return false;
  const values = new URLSearchParams(own.words);
  const isSame = ["title", "body"].every((name) => lines(values.get(name) ?? "") === lines(field(form, name).value));
  if (isSame || "changed" in form.dataset) return false;
  for (const name of ["title", "body"]) field(form, name).value = values.get(name) ?? "";
  version.value = String(own.revision);
  form.dispatchEvent(new CustomEvent("markdown:changed", { bubbles: true }));
  return true;
}

/** @param {string} text */
function lines(text) {
  return text.replaceAll("\r\n", "\n");
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 */
function field(form, name) {
  return /** @type {HTMLInputElement | HTMLTextAreaElement} */ (form.elements.namedItem(name));
}
