/** The one event stream of this browser, wherever it is held: the SharedWorker or the tab that leads. */

const EVENTS = ["ticket", "view", "news", "notification", "presence", "hello", "here"];
// Each is spread by half: after a restart not all browsers come back at once.
const RETRY_MS = [1500, 3000, 6000, 12_000, 30_000];
// The server says something each 15 s. A connection can also die without a word, on the way.
const SILENCE_MS = 35_000;

/**
 * Comes again after a lost connection, and after a refusal (signed out, restarting server), ever more slowly; at once when the
 * machine is back on its network.
 * @param {string} url
 * @param {(message: LiveMessage) => void} say
 */
export function openStream(url, say) {
  let tries = 0;
  let retry = 0;
  let silence = 0;
  /** @type {EventSource | undefined} */
  let source;

  const heard = () => {
    clearTimeout(silence);
    silence = setTimeout(lost, SILENCE_MS);
  };

  const lost = () => {
    source?.close();
    clearTimeout(silence);
    clearTimeout(retry);
    say({ type: "state", state: "offline" });
    retry = setTimeout(open, RETRY_MS[Math.min(tries++, RETRY_MS.length - 1)] * (0.5 + Math.random()));
  };

  const open = () => {
    clearTimeout(retry);
    source?.close();
    say({ type: "state", state: "connecting" });
    source = new EventSource(url);
    heard();
    source.addEventListener("open", () => {
      heard();
      say({ type: "state", state: "open" });
    });
    source.addEventListener("error", lost);
    for (const name of EVENTS) {
      source.addEventListener(name, (event) => {
        tries = 0;
        heard();
        if (name !== "here") say({ type: "event", name, data: event.data ? JSON.parse(event.data) : {} });
      });
    }
  };

  globalThis.addEventListener("online", open);
  open();
}
