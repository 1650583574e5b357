/** SharedWorker: holds the stream for all tabs of this browser and passes on what it hears. The URL is its name. */

import { openStream } from "./stream.js";
import { Whereabouts } from "./whereabouts.js";

/** @type {Set<MessagePort>} */
const ports = new Set();
/** @type {LiveMessage} */
let state = { type: "state", state: "connecting" };
const whereabouts = new Whereabouts();

const scope = /** @type {any} */ (globalThis);
scope.addEventListener("connect", (/** @type {MessageEvent} */ event) => {
  const [port] = event.ports;
  ports.add(port);
  port.start();
  port.postMessage(state);
  port.postMessage(whereabouts.message());
  port.addEventListener("message", (message) => message.data === "bye" && ports.delete(port));
});

openStream(scope.name, (message) => {
  if (message.type === "state") state = message;
  else if (message.name === "presence") whereabouts.take(message.data);
  for (const port of ports) port.postMessage(message);
});
