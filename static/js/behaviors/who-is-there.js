/** In a list: the colleagues who have a ticket in front of them, in its row; a ring marks who writes. */

import { avatarOf, listed } from "../lib/avatars.js";
import { textOf } from "../lib/text.js";
import { whereabouts } from "../live/whereabouts.js";

const MOST = 3;

/**
 * @param {HTMLElement} list
 * @param {Connection} connection
 */
export function connect(list, { signal }) {
  const draw = () => {
    for (const row of list.querySelectorAll("[data-row]")) drawRow(list, row);
  };
  document.addEventListener("presence:changed", draw, { signal });
  // A refreshed list comes without them.
  document.addEventListener("htmx:after:swap", draw, { signal });
  draw();
}

/**
 * @param {HTMLElement} list
 * @param {Element} row
 */
function drawRow(list, row) {
  const people = whereabouts.on(Number(row.id.replace("ticket-", "")));
  const now = JSON.stringify(people);
  const before = /** @type {HTMLElement | null} */ (row.querySelector(".present"));
  if ((before?.dataset.people ?? "[]") === now) return;
  before?.remove();
  if (!people.length) return;
  const place = document.createElement("span");
  place.className = "present";
  place.dataset.people = now;
  place.title = wordsFor(list, people);
  place.append(...people.slice(0, MOST).map(markedAvatar), spoken(place.title));
  // It lies above the link that the whole row is.
  place.addEventListener("click", () => /** @type {HTMLElement | null} */ (row.querySelector("[data-row-link]"))?.click());
  row.querySelector(".ticket-row__line")?.append(place);
}

/** @param {Present} person */
function markedAvatar(person) {
  const avatar = avatarOf(person);
  avatar.removeAttribute("title");
  avatar.toggleAttribute("data-writes", person.writing !== "");
  return avatar;
}

/** @param {string} words */
function spoken(words) {
  const hidden = document.createElement("span");
  hidden.className = "visually-hidden";
  hidden.textContent = words;
  return hidden;
}

/**
 * @param {HTMLElement} list
 * @param {Present[]} people
 */
function wordsFor(list, people) {
  const writing = people.filter((one) => one.writing).map((one) => one.name);
  const looking = people.filter((one) => !one.writing).map((one) => one.name);
  const words = [];
  if (writing.length) words.push(textOf(list, "writing", "Writing: {names}").replace("{names}", listed(writing)));
  if (looking.length) words.push(textOf(list, "viewing", "Viewing: {names}").replace("{names}", listed(looking)));
  return words.join(" · ");
}
