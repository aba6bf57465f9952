// What one writes with: text, voice, emoji, things behind the plus, and the account's menu.

import { $, el, icon, post } from "./dom.js";
import { askPhoto, startPhotos } from "./photo.js";

const EMOJI = [..."😀😄😂🙂😊😉😍😘🤗🤔😅😢😭😡😷🤒🤧😴👍👌🙏👏💪❤🌹🎉☀🌧🏠🚑💊✅"];
const MORE = [["image", "photo", "照片"], ["video", "camera", "拍摄"], ["location", "place", "位置"], ["file", "file", "文件"]];

let openid = null;
let act = { fail() {}, follow() {} };
let shape = "";
let mode = "text";
let drawer = null;
const LONGEST = 2000;
const drafts = new Map(Object.entries(JSON.parse(sessionStorage.getItem("drafts") ?? "{}")));
const parts = {};

export function startComposer(actions) {
  act = actions;
  parts.text = el("textarea", { rows: 1, "aria-label": "输入消息", enterkeyhint: "send", autocomplete: "off", oninput: () => { resize(); keep(); }, onkeydown: key });
  parts.hold = el("button", { class: "hold", type: "button", hidden: true, onclick: () => ask("voice") }, "按住 说话");
  parts.go = el("button", { class: "go", type: "button", hidden: true, onclick: submit }, "发送");
  parts.voice = barButton(() => setMode(mode === "voice" ? "text" : "voice"));
  parts.emoji = dress(barButton(() => toggleDrawer("emoji")), "emoji", "表情");
  parts.plus = dress(barButton(() => toggleDrawer("more")), "plus", "更多");
  parts.mode = barButton(() => setMode(mode === "menu" ? "text" : "menu"));
  parts.mode.classList.add("bar-mode");
  parts.menu = el("div", { class: "account-menu", hidden: true });
  parts.emojiDrawer = el("div", { class: "drawer emoji", hidden: true }, ...EMOJI.map((sign) =>
    el("button", { type: "button", "aria-label": `表情 ${sign}`, onclick: () => insert(sign) }, sign)));
  parts.moreDrawer = el("div", { class: "drawer more", hidden: true }, ...MORE.map(([kind, name, words]) =>
    el("button", { type: "button", onclick: () => choose(kind) }, el("span", {}, icon(name)), words)));
  parts.bar = el("div", { class: "bar" }, parts.mode, parts.menu, parts.voice, parts.text, parts.hold, parts.emoji, parts.plus, parts.go);
  parts.join = el("div", { class: "join", hidden: true }, el("button", { type: "button", onclick: () => act.follow() }, "关注公众号"));
  $("composer").append(parts.bar, parts.emojiDrawer, parts.moreDrawer, parts.join);
  startPhotos();
  document.addEventListener("click", (event) => {
    if (!parts.menu.contains(event.target)) closeSubmenus();
  });
}

export function drawComposer(person, menu) {
  if (openid !== person.openid) {
    openid = person.openid;
    parts.text.value = drafts.get(openid) ?? "";
    drawer = null;
    resize();
  }
  parts.bar.hidden = !person.following;
  parts.join.hidden = person.following;
  drawMenu(menu);
}

// What was begun outlives a reload, for each person.
function keep() {
  drafts.set(openid, parts.text.value);
  sessionStorage.setItem("drafts", JSON.stringify(Object.fromEntries(drafts)));
}

export function write(text) {
  setMode("text");
  parts.text.value = text;
  keep();
  resize();
  parts.text.focus();
}

export function say(text, item) {
  const body = item == null ? { openid, text } : { openid, text, item };
  return post("say", body).catch(act.fail);
}

// What could not be sent stays written, with the reason on top.
async function submit() {
  const text = parts.text.value.trim();
  const whose = openid;
  if (!text) return;
  if (text.length > LONGEST) return act.fail(new Error(`太长了，最多 ${LONGEST} 字，现在有 ${text.length} 字；没有发，原文还在`));
  parts.text.value = "";
  keep();
  resize();
  parts.text.focus();
  try {
    await post("say", { openid: whose, text });
  } catch (error) {
    if (openid === whose && !parts.text.value) {
      parts.text.value = text;
      keep();
      resize();
    }
    act.fail(error);
  }
}

const ASKS = {
  voice: ["语音里说什么？", "微信会把语音转成文字；留空就是听不清的语音", "三十六度八"],
  location: ["在哪里？", "发送位置", "3号楼楼下"],
};

function choose(kind) {
  if (kind === "location") return ask(kind);
  if (kind !== "image") return send(kind);
  drawer = null;
  layout();
  askPhoto(openid, act.fail);
}

function ask(kind) {
  const [title, about, usual] = ASKS[kind];
  $("said-title").textContent = title;
  $("said-about").textContent = about;
  $("said-input").value = usual;
  $("said-form").onsubmit = () => send(kind, $("said-input").value.trim());
  $("said-dialog").showModal();
}

function send(kind, text = "") {
  drawer = null;
  layout();
  post("send", { openid, kind, text }).catch(act.fail);
}

function key(event) {
  // While an input method is composing, Enter belongs to it.
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  submit();
}

function resize() {
  layout(); // first: what stands beside it decides how wide it is
  parts.text.style.height = "auto";
  parts.text.style.height = `${Math.max(40, parts.text.scrollHeight)}px`;
}

function insert(sign) {
  parts.text.setRangeText(sign, parts.text.selectionStart, parts.text.selectionEnd, "end");
  keep();
  resize();
}

function setMode(next) {
  mode = next;
  drawer = null;
  layout();
}

function toggleDrawer(name) {
  if (mode === "voice") mode = "text";
  drawer = drawer === name ? null : name;
  layout();
}

// The one place that says what is to be seen.
function layout() {
  const written = mode === "text" && Boolean(parts.text.value.trim());
  const menu = mode === "menu";
  parts.menu.hidden = !menu;
  parts.text.hidden = mode !== "text";
  parts.hold.hidden = mode !== "voice";
  parts.voice.hidden = parts.emoji.hidden = menu;
  parts.plus.hidden = menu || written;
  parts.go.hidden = !written;
  parts.emojiDrawer.hidden = drawer !== "emoji";
  parts.moreDrawer.hidden = drawer !== "more";
  dress(parts.mode, menu ? "keys" : "menu", menu ? "切换到键盘" : "切换到菜单");
  dress(parts.voice, mode === "voice" ? "keys" : "voice", mode === "voice" ? "键盘" : "语音");
}

function drawMenu(menu) {
  const wanted = JSON.stringify(menu);
  if (shape === wanted) return;
  shape = wanted;
  parts.mode.hidden = !menu.length;
  parts.menu.replaceChildren(...menu.map(topItem));
}

function topItem(button) {
  const below = button.sub_button ?? [];
  if (!below.length) return el("div", {}, el("button", { type: "button", onclick: () => press(button) }, button.name));
  const list = el("div", { class: "submenu", hidden: true }, ...below.map((one) =>
    el("button", { type: "button", onclick: () => { closeSubmenus(); press(one); } }, one.name)));
  const open = () => {
    const show = list.hidden;
    closeSubmenus();
    list.hidden = !show;
  };
  return el("div", {}, el("button", { type: "button", "aria-haspopup": "true", onclick: open }, icon("menu"), button.name), list);
}

function closeSubmenus() {
  for (const list of parts.menu.querySelectorAll(".submenu")) list.hidden = true;
}

function press(button) {
  if (button.type === "view" && /^https?:\/\//.test(button.url ?? "")) {
    window.open(button.url, "_blank", "noopener");
  } else {
    post("click", { openid, key: button.key ?? button.name }).catch(act.fail);
  }
}

const barButton = (onclick) => el("button", { class: "bar-button", type: "button", onclick });

function dress(button, name, label) {
  if (button.getAttribute("aria-label") === label) return button;
  button.replaceChildren(icon(name));
  button.setAttribute("aria-label", label);
  return button;
}
