/**
 * Says again and again that this tab shows a ticket, and what is written in it. The first word goes to the page's own address
 * and brings a pass; with it every further one asks no database. A tab that nobody sees says nothing.
 */

import { post } from "./http.js";

const BEAT_MS = 4000;
// A word that takes longer is no news any more.
const PATIENCE_MS = 3000;
const SAY_URL = "/live/presence/";
// Not randomUUID, which is there on https only.
const TAB = [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

export class Beats {
  /**
   * @param {string} url  where a pass comes from
   * @param {() => string} writing
   */
  constructor(url, writing) {
    this.url = url;
    this.writing = writing;
    this.pass = "";
    this.passUntil = 0;
    this.timer = 0;
    this.said = "";
    /** @type {AbortController | null} */
    this.request = null;
  }

  /** Say it now, and from now on. */
  begin() {
    clearTimeout(this.timer);
    if (document.hidden) return;
    this.timer = setTimeout(() => this.begin(), BEAT_MS);
    this.say();
  }

  /** Something else is written than was said last: do not wait. */
  changed() {
    if (this.writing() !== this.said) this.begin();
  }

  /** Take leave; works while the page goes away, too. */
  end() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.request = null;
    if (this.pass) post(SAY_URL, this.form({ leaving: "1" }), { keepalive: true }).catch(() => undefined);
  }

  /** Who may hear of us has changed, or we may no longer be here: ask anew. */
  renew() {
    this.request?.abort();
    this.request = null;
    this.passUntil = 0;
    this.begin();
  }

  async say() {
    if (this.request) return;
    const request = new AbortController();
    const patience = setTimeout(() => request.abort(), PATIENCE_MS);
    this.request = request;
    this.said = this.writing();
    try {
      if (Date.now() >= this.passUntil) await this.arrive(request.signal);
      else if ((await post(SAY_URL, this.form(), { signal: request.signal })).status === 403) this.passUntil = 0;
    } catch {
      // The next word comes soon.
    } finally {
      clearTimeout(patience);
      if (this.request === request) {
        this.request = null;
        this.changed();
      }
    }
  }

  /** @param {AbortSignal} signal */
  async arrive(signal) {
    const response = await post(this.url, this.form(), { signal });
    // Signed out, or not ours to see any more: nobody is told that we look.
    if (response.status < 500 && !response.ok) return clearTimeout(this.timer);
    if (!response.ok) return;
    const { pass, seconds } = await response.json();
    this.pass = pass;
    this.passUntil = Date.now() + (seconds * 1000 * 3) / 4;
  }

  /** @param {Record<string, string>} [more] */
  form(more = {}) {
    return new URLSearchParams({ pass: this.pass, tab: TAB, writing: this.writing(), ...more });
  }
}
