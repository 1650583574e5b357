/** Where there is no SharedWorker: the tab that holds the lock opens the stream and tells the others. */

import { openStream } from "./stream.js";

/**
 * @param {string} url
 * @param {(message: LiveMessage) => void} hear
 */
export function followOrLead(url, hear) {
  const channel = new BroadcastChannel(`live ${url}`);
  /** @type {LiveMessage} */
  let state = { type: "state", state: "connecting" };
  channel.addEventListener("message", (event) => event.data !== "state?" && hear(event.data));
  channel.postMessage("state?");

  navigator.locks.request(`live ${url}`, () => {
    channel.addEventListener("message", (event) => event.data === "state?" && channel.postMessage(state));
    openStream(url, (message) => {
      if (message.type === "state") state = message;
      channel.postMessage(message);
      hear(message);
    });
    // The lock, and with it the lead, is held for as long as this tab lives.
    return new Promise(() => undefined);
  });
}
