// Asks the pretend WeChat what is new, and lets everything draw itself.

import { $, avatar, el, get, post } from "./dom.js";
import { drawChat, startChat } from "./chat.js";
import { drawComposer, say, startComposer, write } from "./composer.js";
import { drawPeople, markSeen, roleOf, unread } from "./people.js";
import { drawClock, drawTools, startTools } from "./tools.js";
import { linkTo, openMoment } from "./moment.js";
import { startTour } from "./tour.js";

const EVERY = 400;
const WHILE_WAITING = 150;

let state = null;
let version = "";
let current = decodeURIComponent(location.hash.slice(1)) || sessionStorage.getItem("current");
let told = null;
let lost = false;
let bannerTimer = 0;
let pollTimer = 0;
let opened = false;

const person = () => state?.people.find((one) => one.openid === current) ?? state?.people[0];

async function poll() {
  try {
    take(await get(`state?since=${encodeURIComponent(version)}`));
    if (lost) draw();
    lost = false;
  } catch {
    lost = true;
    $("as-whom").textContent = state ? "连接断了，正在重试…" : "演示正在准备，几秒钟就好…";
  }
  const waiting = state?.people.some((one) => one.waiting);
  again(waiting ? WHILE_WAITING : EVERY);
}

function again(wait) {
  clearTimeout(pollTimer);
  pollTimer = setTimeout(poll, wait);
}

// The first part of a version is another one when the demo was started anew: so is everybody in it.
const startOf = (one) => one.split("-")[0];

function take(news) {
  if (version && startOf(version) !== startOf(news.version)) return location.reload();
  drawClock(news.clock);
  if (news.people) {
    state = news;
    if (!opened) {
      opened = true;
      begin();
    }
    draw();
    announce();
  } else if (state) {
    state.clock = news.clock;
  }
  version = news.version;
}

function draw() {
  if (!state?.people.length) return;
  const who = person();
  $("brand").textContent = state.account.name;
  $("title").textContent = who.waiting && who.following ? "对方正在输入…" : state.account.name;
  $("as-whom").textContent = `${who.name}${roleOf(who) ? ` · ${roleOf(who)}` : ""}的手机`;
  $("profile-name").textContent = state.account.name;
  $("profile-about").textContent = state.account.about;
  $("profile-unfollow").hidden = !who.following;
  markSeen(who);
  drawChat(who, state.clock.iso, say, writeFor);
  drawComposer(who, who.menu);
  drawPeople(state.people, who.openid, choose);
  drawTools(state, who, writeFor);
}

function writeFor(text) {
  closeDrawers();
  write(text);
}

// The first state is there: a link may have named a moment, a first visit begins with the tour.
function begin() {
  if (openMoment(state.people, { choose, write: writeFor, fail })) sessionStorage.setItem("named", "yes");
  const named = sessionStorage.getItem("named");
  startTour({ people: () => state.people, choose, fail, begin: !named });
}

function choose(openid) {
  current = openid;
  history.replaceState(history.state, "", `#${encodeURIComponent(openid)}`);
  sessionStorage.setItem("current", openid);
  $("banner").hidden = true;
  closeDrawers();
  draw();
}

// Somebody else's phone got something: say so on top of this one.
function announce() {
  const counts = new Map(state.people.map((one) => [one.openid, unread(one)]));
  const news = told && state.people.find((one) => counts.get(one.openid) > (told.get(one.openid) ?? 0));
  told = counts;
  if (!news) return;
  const last = news.screen.findLast((one) => one.who === "bot");
  banner(news, (last?.text ?? "").replace(/^.*\s类型：/, ""));
}

function banner(who, text) {
  const words = el("span", {}, el("b", {}, `${who.name}收到新消息`), text.replace(/<[^>]*>/g, ""));
  $("banner").replaceChildren(avatar(who), words);
  show(() => choose(who.openid));
}

function fail(error) {
  $("banner").replaceChildren(el("span", { class: "whole" }, el("b", {}, "没有成功"), error.message));
  show(() => {});
}

function show(act) {
  $("banner").hidden = false;
  $("banner").onclick = () => { $("banner").hidden = true; act(); };
  clearTimeout(bannerTimer);
  bannerTimer = setTimeout(() => { $("banner").hidden = true; }, 5000);
}

// “Back” closes what lies on top, and never leaves: a phone's edge is swiped by mistake.
function stayOnBack() {
  history.pushState({ top: true }, "");
  addEventListener("popstate", () => {
    closeDrawers();
    for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
    history.pushState({ top: true }, "");
  });
}

const closeDrawers = () => $("desk").classList.remove("show-people", "show-tools");

function openDrawer(name) {
  closeDrawers();
  $("desk").classList.add(`show-${name}`);
  $(name).querySelector("button")?.focus({ preventScroll: true });
}

// `none` is what happens without any code: searching for the account by its name.
function askScene(title, none, act) {
  $("scan-title").textContent = title;
  const choice = (label, scene) =>
    el("button", { type: "button", onclick: () => { $("scan-dialog").close(); act(scene); } }, label);
  const choices = state.scenes.map((one) => choice(one.label, one.scene));
  if (none) choices.push(choice(none, null));
  $("scan-choices").replaceChildren(...choices);
  $("scan-dialog").showModal();
}

function follow(openid) {
  const act = (scene) => post("follow", { openid, scene })
    .then((answer) => choose(answer.openid))
    .catch(fail);
  askScene("扫哪里的二维码关注？", "不扫码，搜索名字关注", act);
}

function start() {
  startComposer({ fail, follow: () => follow(person()?.openid) });
  startTools(fail);
  startChat();
  $("open-people").addEventListener("click", () => openDrawer("people"));
  $("open-tools").addEventListener("click", () => openDrawer("tools"));
  $("scrim").addEventListener("click", closeDrawers);
  $("newcomer").addEventListener("click", () => state && follow(null));
  $("open-profile").addEventListener("click", () => state && $("profile-dialog").showModal());
  $("profile-unfollow").addEventListener("click", () => {
    $("profile-dialog").close();
    post("unfollow", { openid: person()?.openid }).catch(fail);
  });
  $("profile-scan").addEventListener("click", () => {
    $("profile-dialog").close();
    askScene("扫哪里的二维码？", null, (scene) => post("scan", { openid: person().openid, scene }).catch(fail));
  });
  for (const button of document.querySelectorAll("[data-close]")) {
    button.addEventListener("click", () => button.closest("dialog").close());
  }
  $("moment-link").addEventListener("click", (event) => {
    event.preventDefault();
    if (state) linkTo(person(), state.clock.iso, event.currentTarget);
  });
  stayOnBack();
  document.addEventListener("acted", () => again(20));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") closeDrawers(); });
  poll();
}

start();
