/** Where there is no SharedWorker: the tab that holds the lock opens the stream and tells the others. */

import { openStream } from "./stream.js";
import { Whereabouts } from "./whereabouts.js";

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
    const whereabouts = new Whereabouts();
    channel.addEventListener("message", (event) => {
      if (event.data !== "state?") return;
      channel.postMessage(state);
      channel.postMessage(whereabouts.message());
    });
    openStream(url, (message) => {
      if (message.type === "state") state = message;
      else if (message.name === "presence") whereabouts.take(message.data);
      channel.postMessage(message);
      hear(message);
    });
    // The lock, and with it the lead, is held for as long as this tab lives.
    return new Promise(() => undefined);
  });
}
