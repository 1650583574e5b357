/**
 * Decides when a region is asked for again: the ticket that one looks at first, and only then what counts and lists. The tabs of a
 * browser hear the same hint at once: a region with data-live-shared names it in its address, so that one answer serves them all.
 */

// Between two requests for one region; the first hint is followed at once.
const PACE_MS = 500;
// What is told together is heard together.
const GATHER_MS = 15;
// For the answer about a ticket, before the rest of the page is asked for.
const PATIENCE_MS = 1500;
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
    this.gathering = 0;
    this.hint = "";
    /** @type {Set<Element>} that are asked for at this moment */
    this.tickets = new Set();
    this.writing = 0;
    this.failures = 0;
    window.addEventListener("online", () => this.flush());
    document.addEventListener("visibilitychange", () => document.hidden || this.flush());
    // The answer to an act of our own brings the news itself: what it says is not asked for again.
    document.addEventListener("htmx:before:request", (event) => isWriting(event) && (this.writing += 1));
    document.addEventListener("htmx:config:request", (event) => this.nameHint(event));
    document.addEventListener("htmx:finally:request", (event) => {
      if (this.tickets.delete(/** @type {Element} */ (event.target))) setTimeout(() => this.flush());
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
      this.hint = `${data.ticket}.${data.seq ?? ""}`;
    } else {
      this.waiting.set(name, Infinity);
      this.hint = "";
    }
    this.waiting.set("inbox", Infinity);
    this.gathering ||= setTimeout(() => {
      this.gathering = 0;
      this.flush();
    }, GATHER_MS);
  }

  /** @param {Event} event */
  nameHint(event) {
    const region = event.target;
    if (!this.hint || !(region instanceof Element) || !region.matches("[data-live-shared]")) return;
    const { request } = /** @type {CustomEvent} */ (event).detail.ctx;
    if (request.method === "GET") request.action += `${request.action.includes("?") ? "&" : "?"}hint=${this.hint}`;
  }

  /**
   * On a first connection only regions that know their seq (the server answers 204 when nothing is new); after a gap all.
   * @param {{gap: boolean}} options
   */
  catchUp({ gap }) {
    this.hint = "";
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

  /**
   * Of those that have gone nobody hears; what takes long holds nothing up.
   * @param {number} now
   */
  isTicketUnderWay(now) {
    return [...this.tickets].some((region) => region.isConnected && now - (this.refreshedAt.get(region) ?? 0) < PATIENCE_MS);
  }

  flush() {
    if (document.hidden || this.writing) return;
    clearTimeout(this.timer);
    const now = Date.now();
    const later = new Map();
    let due = PACE_MS;
    for (const region of inOrder()) {
      const news = tokensOf(region).filter((token) => (this.waiting.get(token) ?? -1) > seqOf(region));
      if (!news.length) continue;
      const isBehind = !isOfTicket(region) && this.isTicketUnderWay(now);
      const wait = isBehind ? PACE_MS : (this.refreshedAt.get(region) ?? 0) + PACE_MS - now;
      if (wait > 0) {
        due = Math.min(due, wait);
        for (const token of news) later.set(token, this.waiting.get(token));
      } else {
        this.refreshedAt.set(region, now);
        if (isOfTicket(region)) this.tickets.add(region);
        window.htmx.trigger(region, "live:refresh");
      }
    }
    this.waiting = later;
    if (later.size) this.timer = setTimeout(() => this.flush(), due);
  }
}

/** Regions of a ticket before all others. */
function inOrder() {
  const regions = [...document.querySelectorAll("[data-live]")];
  return [...regions.filter(isOfTicket), ...regions.filter((region) => !isOfTicket(region))];
}

/** @param {Element} region */
function isOfTicket(region) {
  return tokensOf(region).some((token) => token.startsWith("ticket:"));
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
