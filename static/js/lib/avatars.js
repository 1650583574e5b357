/** Somebody's initials in their hue, as the server draws them (templates/ui/_avatar.html). */

/** @param {Present} person */
export function avatarOf(person) {
  const avatar = document.createElement("span");
  avatar.className = "avatar avatar--small";
  avatar.style.setProperty("--hue", String(person.hue));
  avatar.title = person.name;
  avatar.textContent = person.initials;
  avatar.ariaHidden = "true";
  return avatar;
}

/** @param {string[]} names */
export function listed(names) {
  const language = document.documentElement.lang || "en";
  return new Intl.ListFormat(language, { type: "conjunction" }).format(names);
}
