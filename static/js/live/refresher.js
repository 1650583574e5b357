/** Decides when a region is asked for again. */

// Between two requests for one region; the first hint is followed at once.
const PACE_MS = 500;
// Until a region whose refresh failed asks again: twice as long each time.
const RETRY_MS = 1000;
const LONGEST_RETRY_MS = 30_000;

export class Refresher {
  constructor() {
    /** @type {WeakMap<Element, number>} */
    this.refreshedAt = new WeakMap();
    /** @type {Map<string, number>} tokens of what changed and is not yet refreshed, with the newest seq */
    this.waiting = new Map();
    this.timer = 0;
    this.writing = 0;
    this.failures = 0;
    window.addEventListener("online", () => this.flush());
    document.addEventListener("visibilitychange", () => document.hidden || this.flush());
    // The answer to an act of our own brings the news itself: what it says is not asked for again.
    document.addEventListener("htmx:before:request", (event) => isWriting(event) && (this.writing += 1));
    document.addEventListener("htmx:finally:request", (event) => {
      if (!isWriting(event)) return this.answered(event);
      this.writing = Math.max(0, this.writing - 1);
      setTimeout(() => this.flush());
    });
  }

  /**
   * @param {string} name
   * @param {LiveEvent} data
   */
  heard(name, data) {
    if (name === "ticket") {
      // Hints can overtake each other: the newest counts.
      const token = `ticket:${data.ticket}`;
      this.waiting.set(token, Math.max(this.waiting.get(token) ?? -1, data.seq ?? Infinity));
    } else this.waiting.set(name, Infinity);
    this.waiting.set("inbox", Infinity);
    this.flush();
  }

  /**
   * On a first connection only regions that know their seq (the server answers 204 when nothing is new); after a gap all.
   * @param {{gap: boolean}} options
   */
  catchUp({ gap }) {
    for (const region of document.querySelectorAll(gap ? "[data-live]" : "[data-live][data-live-seq]")) {
      for (const token of tokensOf(region)) this.waiting.set(token, Infinity);
    }
    this.flush();
  }

  /**
   * What a hint told of is not lost with the answer: a region that got none, or a broken server's, asks again.
   * @param {Event} event
   */
  answered(event) {
    const region = event.target;
    if (!(region instanceof Element) || !region.matches("[data-live]")) return;
    const { response } = /** @type {CustomEvent} */ (event).detail.ctx;
    if (response && response.status < 500) {
      this.failures = 0;
      return;
    }
    for (const token of tokensOf(region)) this.waiting.set(token, Infinity);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), Math.min(LONGEST_RETRY_MS, RETRY_MS * 2 ** this.failures));
    this.failures += 1;
  }

  flush() {
    if (document.hidden || this.writing) return;
    clearTimeout(this.timer);
    const now = Date.now();
    const later = new Map();
    let due = PACE_MS;
    for (const region of document.querySelectorAll("[data-live]")) {
      const news = tokensOf(region).filter((token) => (this.waiting.get(token) ?? -1) > seqOf(region));
      if (!news.length) continue;
      const wait = (this.refreshedAt.get(region) ?? 0) + PACE_MS - now;
      if (wait > 0) {
        due = Math.min(due, wait);
        for (const token of news) later.set(token, this.waiting.get(token));
      } else {
        this.refreshedAt.set(region, now);
        window.htmx.trigger(region, "live:refresh");
      }
    }
    this.waiting = later;
    if (later.size) this.timer = setTimeout(() => this.flush(), due);
  }
}

/** @param {Element} region */
function tokensOf(region) {
  return (region.getAttribute("data-live") ?? "").split(/\s+/).filter(Boolean);
}

/**
 * The newest event that a region shows, where it says so.
 * @param {Element} region
 */
function seqOf(region) {
  return Number(region.getAttribute("data-live-seq") ?? -1);
}

/** @param {Event} event */
function isWriting(event) {
  return /** @type {CustomEvent} */ (event).detail.ctx?.request?.method !== "GET";
}
