/**
 * A page's ear on what changes. <body data-live-url> opens it. Every event is said on document as "live:ticket" or
 * "live:view"; regions (data-live="ticket:1042" or "inbox", hx-get, hx-trigger="live:refresh") are refreshed at most twice a
 * second while the tab is visible, else when it is looked at again; after a gap all of them catch up. The line counts as lost, too,
 * while the stream stands but the page's own questions get no answer: it lives elsewhere, and may not have noticed yet.
 */

import { followOrLead } from "./leader.js";
import { Refresher } from "./refresher.js";
import { whereabouts } from "./whereabouts.js";

const PATIENCE_MS = 3000;
// Without a connection nobody knows who has gone meanwhile.
const TRUST_MS = 5000;

export function connectLive() {
  const url = document.body.dataset.liveUrl;
  if (!url) return;
  const refresher = new Refresher();
  let gap = false;
  let greeted = false;
  let line = 0;
  let doubt = 0;
  let isCut = false;
  /** @type {LiveState} */
  let stream = "connecting";

  /** @param {LiveMessage} message */
  const hear = (message) => {
    if (message.type === "state") {
      stream = message.state;
      return stateChanged(isCut ? "offline" : stream);
    }
    if (message.name === "hello") return catchUp();
    if (message.name === "presence") return whereabouts.take(message.data);
    document.dispatchEvent(new CustomEvent(`live:${message.name}`, { detail: message.data }));
    refresher.heard(message.name, message.data);
  };

  // Said when the stream begins, and again when it may have missed something. The page may be older than its stream.
  const catchUp = () => {
    refresher.catchUp({ gap: gap || greeted });
    greeted = true;
    gap = false;
  };

  /** @param {LiveState} next */
  const stateChanged = (next) => {
    if (next === "offline") gap = true;
    document.body.dataset.liveState = next;
    if (next === "open") {
      clearTimeout(line);
      clearTimeout(doubt);
      line = doubt = 0;
      showLine(false);
    } else {
      line ||= setTimeout(() => showLine(true), PATIENCE_MS);
      doubt ||= setTimeout(() => whereabouts.forget(), TRUST_MS);
    }
  };

  /** @param {boolean} next */
  const cut = (next) => {
    if (next === isCut) return;
    isCut = next;
    stateChanged(isCut ? "offline" : stream);
    if (!isCut && stream === "open") catchUp();
  };
  window.addEventListener("offline", () => cut(true));
  window.addEventListener("online", () => cut(false));
  document.addEventListener("htmx:finally:request", (event) => {
    const { response } = /** @type {CustomEvent} */ (event).detail.ctx;
    if (response) cut(false);
    else if (event.target instanceof Element && event.target.matches("[data-live]")) cut(true);
  });

  listen(new URL(url, location.href).href, hear);
}

/**
 * @param {string} url
 * @param {(message: LiveMessage) => void} hear
 */
function listen(url, hear) {
  if (!("SharedWorker" in window)) return followOrLead(url, hear);
  const worker = new SharedWorker(new URL("./worker.js", import.meta.url), { type: "module", name: url });
  worker.port.addEventListener("message", (event) => hear(event.data));
  worker.port.start();
  window.addEventListener("pagehide", (event) => event.persisted || worker.port.postMessage("bye"));
}

/** @param {boolean} shown */
function showLine(shown) {
  const line = document.getElementById("live-line");
  if (line) line.hidden = !shown;
}
