// The list of people one can be, with what they have not read yet.

import { $, avatar, el } from "./dom.js";

const seen = new Map(Object.entries(JSON.parse(sessionStorage.getItem("seen") ?? "{}")));

const total = (person) => person.first + person.screen.length;

// Somebody who is called by their role needs it said once only.
export const roleOf = (person) => (person.role === person.name ? "" : person.role);

export function unread(person) {
  const from = Math.min(seen.get(person.openid) ?? 0, total(person));
  return person.screen.slice(Math.max(0, from - person.first)).filter((one) => one.who === "bot").length;
}

export function markSeen(person) {
  seen.set(person.openid, total(person));
  sessionStorage.setItem("seen", JSON.stringify(Object.fromEntries(seen)));
}

export function drawPeople(people, current, choose) {
  const list = $("people-list");
  const focused = document.activeElement?.dataset?.openid;
  list.replaceChildren(...people.map((person) => el("li", {}, entry(person, current, choose))));
  if (focused) list.querySelector(`[data-openid="${CSS.escape(focused)}"]`)?.focus();
  drawBackBadge(people, current);
}

function entry(person, current, choose) {
  const count = unread(person);
  const face = avatar(person);
  if (count) face.append(el("span", { class: "badge" }, count > 99 ? "99+" : String(count)));
  const label = `${person.name}${roleOf(person) ? `，${roleOf(person)}` : ""}${count ? `，${count} 条未读` : ""}`;
  return el("button", {
    class: "person", type: "button", "data-openid": person.openid, "aria-label": label,
    "aria-current": person.openid === current ? "true" : "false", onclick: () => choose(person.openid),
  },
  face,
  el("span", { class: "person-words" },
    el("span", { class: "person-name" }, person.name,
      roleOf(person) ? el("span", { class: "person-role" }, roleOf(person)) : null),
    el("span", { class: "person-hint" }, person.following ? person.hint : "没有关注公众号")));
}

function drawBackBadge(people, current) {
  const others = people.filter((one) => one.openid !== current);
  const count = others.reduce((sum, one) => sum + unread(one), 0);
  $("back-badge").hidden = !count;
  $("back-badge").textContent = count > 99 ? "99+" : String(count);
  document.title = (count ? `(${count}) ` : "") + `${$("brand").textContent} · 微信体验`;
}
