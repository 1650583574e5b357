/**
 * Inside the widget's frame: links and forms with data-part load the next part of it. No cookie is used: what the server is to
 * know of the visitor is the signed word `visit`, kept in memory, and on the device only of who wrote to us.
 */

import { forgetKept, keep, kept } from "./visit.js";

const HEADER = "Widget-Visit";
const PAUSE = 700;
const LATER = 1000;

const part = /** @type {HTMLElement} */ (document.getElementById("part"));
const back = /** @type {HTMLButtonElement} */ (document.getElementById("back"));
/** What was shown before, as it was left. @type {Node[][]} */
const earlier = [];
let visit = kept();
/** Whom the website vouches for is known as long as it does: on a shared device the next visitor is somebody else. */
let isVouchedFor = false;
let isBusy = false;
/** Counts what was asked for by hand: what began before it says nothing of the visit after it. */
let turns = 0;
/** What is asked while somebody types: the pause before it, and its answer, which says how the visit goes on. */
let pause = 0;
let answering = Promise.resolve();
/** Every question waits until the website has said who its visitor is. @type {(value?: unknown) => void} */
let visitorIsSaid = () => {};
const visitorSaid = new Promise((resolve) => (visitorIsSaid = resolve));

addEventListener("message", async ({ source, data }) => {
  if (source !== parent) return;
  if (data?.helpdesk === "shown") focusOn(part);
  if (data?.helpdesk === "visitor") {
    if (data.visitor) await introduce(data.visitor);
    visitorIsSaid();
  }
});
document.addEventListener("click", onClick);
document.addEventListener("submit", onSubmit);
document.addEventListener("keydown", ({ key }) => key === "Escape" && tell({ helpdesk: "close" }));
answerWhileTyping();
askWhatDepends();
// Before, a link would have led away from here.
part.inert = false;
tell({ helpdesk: "ready" });
if (parent === window) visitorIsSaid();

/** @param {MouseEvent} event */
function onClick(event) {
  const target = /** @type {Element} */ (event.target);
  if (target.closest("[data-close]")) tell({ helpdesk: "close" });
  else if (target.closest("#back")) goBack();
  else if (target.closest("[data-forget]")) forget();
  else if (target.closest("[data-part-retry]")) target.closest("[role='alert']")?.remove();
  const link = target.closest("a[href]");
  if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey) return;
  const address = partOf(link);
  if (address) {
    event.preventDefault();
    load(address);
  } else if (!link.getAttribute("href")?.startsWith("#")) {
    link.target = "_blank";
    link.rel = "noopener";
  }
}

/** Articles lead to each other by their addresses in the help centre. @param {HTMLAnchorElement} link */
function partOf(link) {
  if (link.dataset.part !== undefined) return link.href;
  const article = link.origin === location.origin && link.pathname.match(/^\/help\/(\w+\/articles\/[^/]+\/)$/);
  return article ? `/widget/${article[1]}` : "";
}

/** @param {SubmitEvent} event */
function onSubmit(event) {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.target);
  const sender = event.submitter instanceof HTMLButtonElement ? event.submitter : undefined;
  load(sender?.hasAttribute("formaction") ? sender.formAction : form.action, new FormData(form, sender));
}

/**
 * Once at a time: what is clicked twice is asked once.
 * @param {string} address
 * @param {FormData} [body]
 */
async function load(address, body) {
  if (isBusy) return;
  isBusy = true;
  part.setAttribute("aria-busy", "true");
  try {
    clearTimeout(pause);
    await visitorSaid;
    // Else what they typed and what they ask now would be two visits.
    await Promise.race([answering, new Promise((resolve) => setTimeout(resolve, LATER))]);
    turns += 1;
    const answer = await asked(address, body);
    turns += 1;
    if (answer.status >= 500) throw new Error(`${answer.status}`);
    show(parsed(await answer.text()));
  } catch {
    sayFailed();
  } finally {
    isBusy = false;
    part.removeAttribute("aria-busy");
  }
}

/**
 * @param {string} address
 * @param {FormData} [body]
 */
async function asked(address, body) {
  const turn = turns;
  const headers = { [HEADER]: visit, Accept: "text/html" };
  const answer = await fetch(address, { method: body ? "POST" : "GET", body, headers, credentials: "omit", cache: "no-store" });
  const word = answer.headers.get(HEADER);
  if (word !== null && turn === turns) {
    visit = word;
    if (kept()) keep(visit);
  }
  return answer;
}

/** @param {string} html */
function parsed(html) {
  return [...new DOMParser().parseFromString(html, "text/html").body.childNodes];
}

/** A form that comes back with what is wrong takes its own place; all else leads back to what was there. @param {Node[]} nodes */
function show(nodes) {
  const before = part.querySelector("[data-name]");
  const next = /** @type {HTMLElement | undefined} */ (nodes.find((node) => node instanceof HTMLElement));
  if (next?.dataset.fresh !== undefined) earlier.length = 0;
  else if (before?.getAttribute("data-name") !== next?.dataset.name) earlier.push([...part.childNodes]);
  if (next?.dataset.keep !== undefined && !isVouchedFor) keep(visit);
  part.replaceChildren(...nodes);
  shown();
  askLater();
}

function shown() {
  back.hidden = part.querySelector("[data-name='start']") !== null;
  part.scrollTop = 0;
  focusOn(part);
}

function goBack() {
  const nodes = earlier.pop();
  if (!nodes) {
    load(/** @type {string} */ (back.dataset.start));
    return;
  }
  part.querySelector("[role='alert']")?.remove();
  part.replaceChildren(...nodes);
  shown();
}

/** To what is wrong, to the field one came for, or to the heading, so that a screen reader says where one is. @param {HTMLElement} where */
function focusOn(where) {
  const isTyping = matchMedia("(pointer: fine)").matches;
  const chosen =
    where.querySelector("[aria-invalid='true']") ?? (isTyping ? where.querySelector("[data-first], [autofocus]") : null) ?? where.querySelector("h1");
  if (chosen instanceof HTMLElement) chosen.focus();
}

function sayFailed() {
  part.querySelector("[role='alert'][data-failed]")?.remove();
  const failed = /** @type {HTMLTemplateElement} */ (document.getElementById("failed")).content.cloneNode(true);
  part.prepend(failed);
}

/** @param {Record<string, string>} visitor */
async function introduce(visitor) {
  const body = new FormData();
  for (const [name, value] of Object.entries(visitor)) body.set(name, value);
  try {
    const answer = await asked(/** @type {string} */ (part.dataset.identity), body);
    const { is_known: isKnown, problem } = await answer.json();
    if (isKnown) {
      isVouchedFor = true;
      forgetKept();
    }
    if (problem) tell({ helpdesk: "problem", text: problem });
  } catch {
    tell({ helpdesk: "problem", text: "The desk could not be reached." });
  }
}

function answerWhileTyping() {
  document.addEventListener("input", ({ target }) => {
    const form = target instanceof Element ? target.closest("form[data-answers]") : null;
    clearTimeout(pause);
    if (form instanceof HTMLFormElement) pause = setTimeout(() => (answering = answering.then(() => answer(form)).catch(() => {})), PAUSE);
  });
}

/** @param {HTMLFormElement} form */
async function answer(form) {
  if (!form.isConnected) return;
  const told = await asked(/** @type {string} */ (form.dataset.answers), words(form));
  if (told.ok) form.querySelector("[data-found]")?.replaceChildren(...parsed(await told.text()));
  askLater();
}

/** What only some answers ask; what is being filled in keeps the focus. */
function askWhatDepends() {
  document.addEventListener("change", async ({ target }) => {
    const questions = target instanceof Element ? target.closest("[data-questions]") : null;
    const form = questions?.closest("form");
    if (!(questions instanceof HTMLElement) || !form) return;
    const answer = await asked(/** @type {string} */ (questions.dataset.questions), words(form)).catch(() => null);
    if (!answer?.ok || !questions.isConnected) return;
    const html = await answer.text();
    const { activeElement } = document;
    questions.replaceChildren(...parsed(html));
    if (activeElement?.id && !activeElement.isConnected) document.getElementById(activeElement.id)?.focus();
  });
}

/** Without its files, which are sent once. @param {HTMLFormElement} form */
function words(form) {
  const body = new FormData(form);
  body.delete("files");
  return body;
}

/** What takes longer than the passages that were found stands below them once it is there. */
function askLater() {
  const place = part.querySelector("[data-later]");
  if (!(place instanceof HTMLElement)) return;
  setTimeout(async () => {
    if (!place.isConnected) return;
    const answer = await asked(/** @type {string} */ (place.dataset.later)).catch(() => null);
    if (!answer?.ok || !place.isConnected) return;
    place.replaceWith(...parsed(await answer.text()));
    askLater();
  }, LATER);
}

function forget() {
  forgetKept();
  visit = "";
  earlier.length = 0;
  load(/** @type {string} */ (back.dataset.start));
}

/** Nothing in it is secret, and the website's own address is not known here. @param {object} message */
function tell(message) {
  parent.postMessage(message, "*");
}
