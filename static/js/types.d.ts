/** Packages that staticfiles serves under /static/vendor/, and what modules agree on. */

declare module "*/vendor/squire/squire.mjs" {
  import Squire from "squire-rte";
  export default Squire;
}

declare module "*/vendor/dompurify/purify.es.mjs" {
  import DOMPurify from "dompurify";
  export default DOMPurify;
}

interface Window {
  htmx: {
    process(element: Element): void;
    trigger(element: Element, name: string, detail?: object): void;
    ajax(method: string, url: string, options: object): Promise<void>;
  };
}

/** What a behavior gets besides its element. */
interface Connection {
  /** Aborted when the element has left the page: pass it to every addEventListener. */
  signal: AbortSignal;
}

interface LiveEvent {
  ticket: number;
  seq: number;
  kind: string;
}

type LiveState = "connecting" | "open" | "offline";

type LiveMessage =
  | { type: "event"; name: string; data: any }
  | { type: "state"; state: LiveState };
