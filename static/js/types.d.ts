/** Packages that staticfiles serves under /static/vendor/, and what modules agree on. */

declare module "*/vendor/squire/squire.mjs" {
  import Squire from "squire-rte";
  export default Squire;
}

declare module "*/vendor/dompurify/purify.es.mjs" {
  import DOMPurify from "dompurify";
  export default DOMPurify;
}

declare module "*/vendor/chart/chart.umd.min.js" {}

interface Window {
  Chart: typeof import("chart.js").Chart;
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

/** Somebody who looks at a ticket, and what they write there, if anything. */
interface Present {
  id: number;
  name: string;
  initials: string;
  hue: number;
  writing: "" | "public" | "note";
}

/** What the stream says of who is where: of these tickets, or (is_whole) of all there are. */
interface PresenceNews {
  is_whole: boolean;
  tickets: { ticket: number; people: Present[] }[];
}

type LiveState = "connecting" | "open" | "offline";

type LiveMessage =
  | { type: "event"; name: string; data: any }
  | { type: "state"; state: LiveState };
