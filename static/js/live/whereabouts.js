/** Who is on which ticket, as the stream tells it; a page hears of changes by "presence:changed" on its document. */

export class Whereabouts {
  constructor() {
    /** @type {Map<number, Present[]>} */
    this.people = new Map();
  }

  /** @param {PresenceNews} news */
  take({ is_whole, tickets }) {
    if (is_whole) this.people.clear();
    for (const { ticket, people } of tickets) {
      if (people.length) this.people.set(ticket, people);
      else this.people.delete(ticket);
    }
    this.changed();
  }

  forget() {
    this.people.clear();
    this.changed();
  }

  /** @param {number} ticket */
  on(ticket) {
    return this.people.get(ticket) ?? [];
  }

  /**
   * All of it, for a tab that joins.
   * @returns {LiveMessage}
   */
  message() {
    const tickets = [...this.people].map(([ticket, people]) => ({ ticket, people }));
    return { type: "event", name: "presence", data: { is_whole: true, tickets } };
  }

  changed() {
    // A worker has no page.
    if ("document" in globalThis) document.dispatchEvent(new CustomEvent("presence:changed"));
  }
}

/** This page's. */
export const whereabouts = new Whereabouts();
