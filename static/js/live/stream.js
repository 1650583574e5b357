/** The one event stream of this browser, wherever it is held: the SharedWorker or the tab that leads. */

const EVENTS = ["ticket", "view", "news", "hello"];
const RETRY_MS = [1000, 3000, 10_000, 30_000];

/**
 * The browser reconnects by itself after a lost connection; after a refusal (signed out, restarting server) we do.
 * @param {string} url
 * @param {(message: LiveMessage) => void} say
 */
export function openStream(url, say) {
  let refusals = 0;

  const open = () => {
    say({ type: "state", state: "connecting" });
    const source = new EventSource(url);
    source.addEventListener("open", () => {
      refusals = 0;
      say({ type: "state", state: "open" });
    });
    source.addEventListener("error", () => {
      say({ type: "state", state: "offline" });
      if (source.readyState === EventSource.CLOSED) setTimeout(open, RETRY_MS[Math.min(refusals++, RETRY_MS.length - 1)]);
    });
    for (const name of EVENTS) {
      source.addEventListener(name, (event) => {
        say({ type: "event", name, data: event.data ? JSON.parse(event.data) : {} });
      });
    }
  };

  open();
}
