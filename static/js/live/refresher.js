/** Decides when a region is asked for again. */

const PACE_MS = 1000;

export class Refresher {
  constructor() {
    /** @type {WeakMap<Element, number>} */
    this.refreshedAt = new WeakMap();
    /** @type {Set<string>} tokens of what changed, not yet refreshed */
    this.waiting = new Set();
    this.timer = 0;
    document.addEventListener("visibilitychange", () => document.hidden || this.flush());
  }

  /**
   * @param {string} name
   * @param {LiveEvent} data
   */
  heard(name, data) {
    if (name === "ticket") this.waiting.add(`ticket:${data.ticket}`);
    this.waiting.add("inbox");
    this.flush();
  }

  /**
   * On a first connection only regions that know their seq (the server answers 204 when nothing is new); after a gap all.
   * @param {{gap: boolean}} options
   */
  catchUp({ gap }) {
    for (const region of document.querySelectorAll(gap ? "[data-live]" : "[data-live][data-live-seq]")) {
      for (const token of tokensOf(region)) this.waiting.add(token);
    }
    this.flush();
  }

  flush() {
    if (document.hidden) return;
    clearTimeout(this.timer);
    const now = Date.now();
    const later = new Set();
    for (const region of document.querySelectorAll("[data-live]")) {
      const tokens = tokensOf(region).filter((token) => this.waiting.has(token));
      if (!tokens.length) continue;
      if (now - (this.refreshedAt.get(region) ?? 0) < PACE_MS) {
        tokens.forEach((token) => later.add(token));
      } else {
        this.refreshedAt.set(region, now);
        window.htmx.trigger(region, "live:refresh");
      }
    }
    this.waiting = later;
    if (later.size) this.timer = setTimeout(() => this.flush(), PACE_MS);
  }
}

/** @param {Element} region */
function tokensOf(region) {
  return (region.getAttribute("data-live") ?? "").split(/\s+/).filter(Boolean);
}
