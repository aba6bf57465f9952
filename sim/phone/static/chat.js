// Draws one person's screen: stamps, bubbles, cards, and the sign that an answer is on its way.

import { $, avatar, botAvatar, el, icon } from "./dom.js";
import { rich } from "./text.js";

const GAP = 5 * 60 * 1000;
const WEEKDAYS = "日一二三四五六";

let shownFor = null;
let drawn = 0;
let lastAt = null;
let atEnd = true;
let seen = "";

// Who was reading the end keeps seeing it when the keyboard or a panel takes room, or a picture comes.
export function startChat() {
  const chat = $("chat");
  chat.addEventListener("scroll", () => {
    if (room(chat) !== seen) return keep(); // it was the room that changed, not the reader
    atEnd = chat.scrollHeight - chat.scrollTop - chat.clientHeight < 60;
    if (atEnd) $("newer").hidden = true;
  });
  new ResizeObserver(keep).observe(chat);
  chat.addEventListener("load", keep, true); // of a picture only itself is told
  $("newer").addEventListener("click", toEnd);
}

const room = (chat) => `${chat.clientHeight} ${chat.scrollHeight}`;

function keep() {
  seen = room($("chat"));
  if (atEnd) toEnd();
}

function toEnd() {
  const chat = $("chat");
  atEnd = true;
  chat.scrollTop = chat.scrollHeight;
  seen = room(chat);
  $("newer").hidden = true;
}

export function drawChat(person, now, say, write) {
  const chat = $("chat");
  const fresh = shownFor === person.openid;
  if (!fresh || person.first + person.screen.length < drawn) clear(person);
  const news = person.screen.slice(Math.max(0, drawn - person.first));
  chat.querySelector(".row.waiting")?.remove();
  if (news.length) chat.querySelector(".blank")?.remove();
  for (const bubble of news) append(chat, bubble, person, say, fresh);
  drawn = person.first + person.screen.length;
  if (!drawn && !chat.firstChild) chat.append(blank(person, write));
  relabel(chat, now);
  drawWaiting(chat, person);
  scroll(atEnd || !fresh, news);
}

function blank(person, write) {
  const tries = person.suggestions.slice(0, 4).map((text) =>
    el("button", { class: "try", type: "button", onclick: () => write(text) }, text));
  return el("div", { class: "blank" }, "还没有消息，可以这样开始：", ...tries);
}

function clear(person) {
  $("chat").replaceChildren();
  shownFor = person.openid;
  drawn = 0;
  lastAt = null;
}

function scroll(follow, news) {
  if (follow || news.some((bubble) => bubble.who === "me")) {
    toEnd();
  } else if (news.length) {
    $("newer").hidden = false;
  }
}

function append(chat, bubble, person, say, fresh) {
  const at = new Date(bubble.at);
  if (lastAt === null || at - lastAt >= GAP) {
    chat.append(el("p", { class: "stamp", "data-at": bubble.at }));
  }
  lastAt = at;
  const node = draw(bubble, person, say);
  if (fresh) node.classList.add("fresh");
  chat.append(node);
}

export function draw(bubble, person, say) {
  if (bubble.who === "system") {
    const bad = bubble.text.includes("故障") ? " bad" : "";
    return el("p", { class: `note${bad}` }, bubble.text);
  }
  if (bubble.via === "template") return card(bubble);
  const mine = bubble.who === "me";
  return el(
    "div",
    { class: `row ${bubble.who}` },
    mine ? avatar(person) : botAvatar(),
    content(bubble, mine ? null : say),
  );
}

function content(bubble, say) {
  switch (bubble.extra.kind) {
    case "image":
      if (bubble.extra.media_id) return photo(bubble);
    // falls through: a picture nobody has
    case "video":
    case "shortvideo":
      return el("div", { class: "bubble picture", role: "img", "aria-label": bubble.text },
        el("div", { class: "picture-art" }, icon(bubble.extra.kind === "image" ? "photo" : "camera")));
    case "voice":
      return sound(bubble);
    case "location":
      return place(bubble.extra.label || "位置");
    case "file":
      return tile("file", bubble.extra.label || "报备表.docx", "10 KB");
    case "news":
      return article(bubble.extra.article);
    case "menu":
      return choices(bubble.extra.menu, say);
    default:
      return el("div", { class: "bubble" }, say ? rich(bubble.text, say) : bubble.text);
  }
}

// A tap shows it large, as WeChat does.
function photo(bubble) {
  const src = `/sim/media?id=${encodeURIComponent(bubble.extra.media_id)}`;
  const large = (event) => event.currentTarget.classList.toggle("large");
  return el("button", { class: "bubble picture", type: "button", "aria-label": "照片，点一下放大", onclick: large },
    el("img", { src, alt: bubble.text }));
}

// What was said stands below, as when WeChat turns a voice into text.
function sound(bubble) {
  const heard = bubble.extra.label;
  return el("div", { class: "bubble", "aria-label": bubble.text },
    el("span", { class: "sound-line" }, icon("sound"), `${Math.max(2, Math.ceil(heard.length / 4))}″`),
    heard ? el("span", { class: "heard" }, heard) : null);
}

// Its name, and below it a map with a pin.
const place = (name) =>
  el("div", { class: "tile place" }, el("span", {}, name, el("small", {}, "位置")), el("span", { class: "map" }, icon("place")));

const tile = (name, words, small) =>
  el("div", { class: "tile" }, el("span", {}, words, el("small", {}, small)), icon(name));

function article(found) {
  const box = tile("file", found.Title ?? found.title ?? "", found.Description ?? found.description ?? "");
  const url = found.Url ?? found.url ?? "";
  return /^https?:\/\//.test(url)
    ? el("a", { class: "tile", href: url, target: "_blank", rel: "noopener noreferrer" }, ...box.childNodes)
    : box;
}

function choices(menu, say) {
  const items = menu.list.map((item) =>
    el("button", { class: "say", type: "button", onclick: () => say(item.content, item.id) }, item.content));
  return el("div", { class: "bubble" },
    rich(menu.head_content ?? "", say),
    el("div", { class: "choices" }, ...items),
    rich(menu.tail_content ?? "", say));
}

function card(bubble) {
  const { title, rows, url } = bubble.extra;
  const lines = rows.flatMap(([label, value]) => [el("dt", {}, label), el("dd", {}, value)]);
  return el("article", { class: "notice-card" },
    el("h4", {}, title),
    el("dl", {}, ...lines),
    /^https?:\/\//.test(url)
      ? el("a", { class: "notice-more", href: url, target: "_blank", rel: "noopener noreferrer" }, "查看详情")
      : null);
}

function drawWaiting(chat, person) {
  if (!person.waiting || !person.following) return;
  const dots = el("span", { class: "typing", "aria-label": "对方正在输入" }, el("i"), el("i"), el("i"));
  chat.append(el("div", { class: "row bot waiting" }, botAvatar(), el("div", { class: "bubble" }, dots)));
}

function relabel(chat, now) {
  for (const stamp of chat.querySelectorAll(".stamp")) stamp.textContent = when(stamp.dataset.at, now);
}

// The moments carry the community's offset; reading their digits shows its time in any browser.
function when(at, now) {
  const [day, time] = [at.slice(0, 10), at.slice(11, 16)];
  const days = Math.round((Date.parse(now.slice(0, 10)) - Date.parse(day)) / 86400000);
  if (days === 0) return time;
  if (days === 1) return `昨天 ${time}`;
  if (days > 1 && days < 7) return `星期${WEEKDAYS[new Date(`${day}T00:00Z`).getUTCDay()]} ${time}`;
  return `${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日 ${time}`;
}
