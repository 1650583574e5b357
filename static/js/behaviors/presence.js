/**
 * Who else has this ticket in front of them, and who of them writes: says so to the others (lib/beats.js), and shows what they
 * say. Besides this line there is one beside Send ([data-colleague-writes]), for a reply that is begun while a colleague writes one.
 */

import { avatarOf, listed } from "../lib/avatars.js";
import { Beats } from "../lib/beats.js";
import { textOf } from "../lib/text.js";
import { whereabouts } from "../live/whereabouts.js";

// Whoever has typed nothing for so long thinks, reads, or has left it.
const WRITING_MS = 8000;
const MOST_NAMED = 2;

/**
 * @param {HTMLElement} line
 * @param {Connection} connection
 */
export function connect(line, { signal }) {
  const ticket = Number(line.dataset.ticket);
  let kind = "";
  let typedAt = -Infinity;
  let shown = "";
  const beats = new Beats(line.dataset.url ?? "", () => (Date.now() - typedAt < WRITING_MS ? kind : ""));

  const draw = () => {
    const people = whereabouts.on(ticket);
    const now = JSON.stringify(people);
    if (now !== shown) show(line, people);
    shown = now;
    warn(line, people.filter((one) => one.writing === "public"));
  };

  document.addEventListener("presence:changed", draw, { signal });
  document.addEventListener("input", (event) => {
    const box = /** @type {Element} */ (event.target).closest?.(".composer__form");
    if (!(box instanceof HTMLFormElement)) return;
    kind = /** @type {HTMLInputElement} */ (box.elements.namedItem("kind")).value;
    typedAt = Date.now();
    beats.changed();
    draw();
  }, { signal });
  // Sent: no longer being written.
  document.addEventListener("submit", (event) => {
    if (/** @type {Element} */ (event.target).closest(".composer__form")) typedAt = -Infinity;
  }, { signal });
  document.addEventListener("htmx:after:swap", () => {
    beats.changed();
    draw();
  }, { signal });
  document.addEventListener("live:ticket", (event) => {
    const { ticket: changed, kind: happened } = /** @type {CustomEvent<LiveEvent>} */ (event).detail;
    if (changed === ticket && MOVES.has(happened)) beats.renew();
  }, { signal });
  document.addEventListener("visibilitychange", () => (document.hidden ? beats.end() : beats.begin()), { signal });
  window.addEventListener("pagehide", () => beats.end(), { signal });
  window.addEventListener("pageshow", (event) => event.persisted && beats.begin(), { signal });
  signal.addEventListener("abort", () => beats.end());
  beats.begin();
  draw();
}

// With these a ticket may come to a team that others do not see.
const MOVES = new Set(["ticket.assigned", "ticket.escalated", "ticket.de_escalated", "escalation.declined", "escalation.handed_back", "escalation.withdrawn", "escalation.resumed"]);

/**
 * @param {HTMLElement} line
 * @param {Present[]} people
 */
function show(line, people) {
  const replying = people.filter((one) => one.writing === "public");
  const noting = people.filter((one) => one.writing === "note");
  const looking = people.filter((one) => !one.writing);
  const words = document.createElement("span");
  words.className = "presence__words truncate";
  words.textContent = [
    sentence(line, "replies", replying),
    sentence(line, "notes", noting),
    sentence(line, "views", looking),
  ].filter(Boolean).join(" · ");
  line.dataset.state = replying.length ? "writing" : "viewing";
  line.replaceChildren(...(people.length ? [...[...replying, ...noting, ...looking].slice(0, 3).map(avatarOf), words] : []));
}

/**
 * @param {HTMLElement} line
 * @param {"replies" | "notes" | "views"} what
 * @param {Present[]} people
 */
function sentence(line, what, people) {
  if (!people.length) return "";
  const named = people.slice(0, people.length > MOST_NAMED + 1 ? MOST_NAMED : people.length).map((one) => one.name);
  const others = people.length - named.length;
  const names = others ? [...named, textOf(line, "others", "{count} others").replace("{count}", String(others))] : named;
  return textOf(line, people.length > 1 ? `${what}Many` : what, "{names}").replace("{names}", listed(names));
}

/**
 * @param {HTMLElement} line
 * @param {Present[]} replying
 */
function warn(line, replying) {
  for (const note of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-colleague-writes]"))) {
    const own = /** @type {HTMLInputElement | null | undefined} */ (note.closest("form")?.querySelector("[data-editor-html]"));
    const text = own?.value ? sentence(line, "replies", replying) : "";
    const place = /** @type {HTMLElement} */ (note.querySelector("[data-words]"));
    if (place.textContent !== text) place.textContent = text;
    note.hidden = !text;
  }
}
