// A group of the enterprise: write as any member, call the robot, and see what comes to them alone.

import { draw } from "./chat.js";
import { $, avatar, botAvatar, el, get, post } from "./dom.js";
import { rich } from "./text.js";

const EVERY = 500;
const shown = { group: "", own: "" };
let state = null;
let speaker = sessionStorage.getItem("speaker");
let calls = true;
let seen = 0;
let alone = false; // with the robot, instead of in the account

const member = () => state?.members.find((one) => one.userid === speaker) ?? state?.members[0];
const own = async () => (await get("state?since=")).people ?? [];

async function poll() {
  try {
    state = await get("group");
    drawGroup();
    drawOwn(await own());
  } catch {
    $("group-count").textContent = state ? "连接断了，正在重试…" : "演示正在准备，几秒钟就好…";
  }
  setTimeout(poll, EVERY);
}

function drawGroup() {
  $("group-name").textContent = `${state.name}（${state.members.length}）`;
  $("group-count").textContent = "企业微信内部群，机器人只听@它的话";
  drawSpeakers();
  const lines = state.lines.map((line) => drawLine(line));
  put("group", "group-chat", state.lines, lines.length ? lines : [el("p", { class: "note" }, "还没有人说话。选一个人，@邻报问一句")]);
}

// What has not changed is not drawn again: a reader keeps their place.
function put(name, id, data, nodes) {
  const now = JSON.stringify([speaker, data]);
  if (shown[name] === now) return;
  shown[name] = now;
  const chat = $(id);
  const atEnd = chat.scrollHeight - chat.scrollTop - chat.clientHeight < 60;
  chat.replaceChildren(...nodes);
  const toEnd = () => { if (atEnd) chat.scrollTop = chat.scrollHeight; };
  for (const picture of chat.querySelectorAll("img")) picture.addEventListener("load", toEnd);
  toEnd();
}

function drawSpeakers() {
  if ($("speakers").dataset.of === speaker && $("speakers").childElementCount) return;
  $("speakers").dataset.of = speaker ?? "";
  $("speakers").replaceChildren(...state.members.map((one) =>
    el("button", { type: "button", role: "radio", "aria-checked": String(one === member()), onclick: () => speakAs(one) }, `${one.role}${one.name === one.role ? "" : ` ${one.name}`}`)));
  $("group-tries").replaceChildren(...state.suggestions.map((text) =>
    el("button", { type: "button", onclick: () => { $("group-text").value = text; $("group-text").focus(); } }, text)));
}

function speakAs(one) {
  speaker = one.userid;
  sessionStorage.setItem("speaker", speaker);
  seen = 0;
  $("own-badge").hidden = true;
  drawGroup();
  be(alone ? "robot" : "account");
}

function drawLine(line) {
  const who = state.members.find((one) => one.userid === line.who);
  const mine = who === member();
  const text = line.text || "正在看…";
  const words = who ? calling(text) : [rich(text, null)];
  return el("div", { class: `row ${mine ? "me" : "bot"}` },
    who ? avatar(who) : botAvatar(),
    el("div", { class: "said" },
      mine ? null : el("span", { class: "named" }, who ? `${who.name} · ${who.role}` : "邻报 · 机器人"),
      line.card ? drawShown(line.card) : el("div", { class: `bubble${line.growing ? " growing" : ""}` }, ...words)));
}

// What a group robot shows that is no text: a picture, or a card that opens a page.
function drawShown(card) {
  if (card.picture) return el("div", { class: "bubble picture" }, el("img", { src: card.picture, alt: "看板" }));
  const rows = (card.rows ?? []).flatMap(([label, value]) => [el("dt", {}, label), el("dd", {}, value)]);
  return el("a", { class: "bubble task-card told", href: card.url, target: "_blank", rel: "noopener noreferrer" },
    el("strong", {}, card.title),
    card.head ? el("img", { class: "told-head", src: card.head, alt: "" }) : null,
    el("p", {}, card.words),
    rows.length ? el("dl", {}, ...rows) : null,
    el("span", { class: "told-more" }, "看大字版 ›"));
}

function calling(text) {
  const [, at, rest] = /^(@\S+ )?([\s\S]*)$/.exec(text);
  return at ? [el("span", { class: "at" }, at), rest] : [text];
}

function drawOwn(people) {
  $("own-name").textContent = `${member().name}的手机`;
  if (alone) {
    drawRobot();
    return;
  }
  const who = people.find((one) => one.openid === member().openid);
  $("own-about").textContent = who ? "公众号里的私聊" : "他还没有关注公众号";
  $("own-open").href = who ? `/#${encodeURIComponent(who.openid)}` : "/";
  const screen = who ? who.screen.slice(-30) : [];
  const nodes = screen.map((bubble) => draw(bubble, who, () => {}));
  put("own", "own-chat", screen, nodes.length ? nodes : [el("p", { class: "note" }, "还没有私下的消息")]);
  const heard = screen.filter((bubble) => bubble.who === "bot").length;
  if ($("both").classList.contains("show-own") || !seen) seen = heard;
  $("own-badge").hidden = heard <= seen;
  $("own-badge").textContent = String(heard - seen);
}

function drawRobot() {
  $("own-about").textContent = "企业微信里和机器人单聊";
  const lines = member().robot;
  const nodes = lines.map((line) => el("div", { class: `row ${line.who}` },
    line.who === "me" ? avatar(member()) : botAvatar(),
    line.card ? drawCard(line.card)
      : el("div", { class: `bubble${line.growing ? " growing" : ""}` }, rich(line.text || "正在看…", null))));
  put("own", "own-chat", ["robot", lines], nodes.length ? nodes : [el("p", { class: "note" }, "正在打开…")]);
}

// Every button of a card says what can be typed as well; tapped again it acts no second time.
function drawCard(card) {
  return el("div", { class: "bubble task-card" },
    el("strong", {}, card.title),
    card.words ? el("p", {}, card.words) : null,
    el("div", { class: "task-buttons" }, ...card.buttons.map((button) =>
      el("button", { type: "button", onclick: () => act("robot", { task: card.task, key: button.key }) }, button.text))));
}

function be(where) {
  alone = where === "robot";
  document.querySelector(".own").classList.toggle("robot", alone);
  $("at-robot").setAttribute("aria-checked", String(alone));
  $("at-account").setAttribute("aria-checked", String(!alone));
  $("robot-foot").hidden = !alone;
  $("account-foot").hidden = alone;
  shown.own = "";
  if (alone) act("robot", {});
}

async function act(name, body) {
  const trouble = $(`${name}-trouble`);
  try {
    await post(name, { userid: member()?.userid, ...body });
    trouble.hidden = true;
    return true;
  } catch (error) {
    trouble.textContent = error.message;
    trouble.hidden = false;
    return false;
  }
}

async function send(name, more, event) {
  event.preventDefault();
  const box = $(`${name}-text`);
  const text = box.value.trim();
  if (text && await act(name, { text, ...more })) box.value = "";
}

function look(at) {
  $("both").classList.toggle("show-own", at === "own");
  $("tab-own").setAttribute("aria-pressed", String(at === "own"));
  $("tab-group").setAttribute("aria-pressed", String(at !== "own"));
  const chat = $(at === "own" ? "own-chat" : "group-chat"); // one that was not to be seen has no place yet
  if (!chat.scrollTop) chat.scrollTop = chat.scrollHeight;
}

for (const [name, more] of [["group", () => ({ calls })], ["robot", () => ({})]]) {
  $(`${name}-form`).addEventListener("submit", (event) => send(name, more(), event));
  $(`${name}-text`).addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) send(name, more(), event);
  });
}
$("at-account").addEventListener("click", () => be("account"));
$("at-robot").addEventListener("click", () => be("robot"));
$("calls").addEventListener("click", () => {
  calls = !calls;
  $("calls").setAttribute("aria-checked", String(calls));
});
$("tab-group").addEventListener("click", () => look("group"));
$("tab-own").addEventListener("click", () => look("own"));
poll();
