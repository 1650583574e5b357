/** How well words that someone types fit a name: in any order, by their beginnings, or by letters in their order. */

/**
 * From 0 (not at all) up.
 * @param {string} query
 * @param {string} name
 */
export function fit(query, name) {
  const text = fold(name);
  const words = text.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  let total = 0;
  for (const typed of fold(query).split(/\s+/).filter(Boolean)) {
    const score = fitOne(typed, text, words);
    if (!score) return 0;
    total += score;
  }
  return total;
}

/**
 * @param {string} typed
 * @param {string} text
 * @param {string[]} words
 */
function fitOne(typed, text, words) {
  if (words[0]?.startsWith(typed)) return 4;
  if (words.some((word) => word.startsWith(typed))) return 3;
  if (text.includes(typed)) return 2;
  return typed.length > 2 && words.some((word) => hasInOrder(word, typed)) ? 1 : 0;
}

/**
 * @param {string} word
 * @param {string} typed
 */
function hasInOrder(word, typed) {
  if (word[0] !== typed[0]) return false;
  let at = 0;
  for (const letter of word) if (letter === typed[at]) at += 1;
  return at === typed.length;
}

/** @param {string} text */
function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
