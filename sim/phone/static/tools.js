// The clock, sentences to try, fault switches, and what the platform did.

import { $, el, post } from "./dom.js";

const SWITCHES = {
  no_right: "客服消息无权限（48001）",
  busy: "平台忙（-1）",
  silent: "平台不应答（超时）",
};
let watched = null;
let drawnLog = -1;
let drawnFor = null;
let lastClock = "";

export function startTools(fail) {
  for (const button of document.querySelectorAll("[data-to]")) {
    button.addEventListener("click", () => post("clock", { to: button.dataset.to }).catch(fail));
  }
  $("pick-time").addEventListener("click", () => {
    $("time-input").value = lastClock.slice(0, 16);
    $("time-dialog").showModal();
  });
  $("time-form").addEventListener("submit", () =>
    post("clock", { to: $("time-input").value }).catch(fail));
  for (const [name, label] of Object.entries(SWITCHES)) {
    const turn = (event) => {
      const on = event.currentTarget.getAttribute("aria-checked") !== "true";
      post("fault", { name, on }).catch(fail);
    };
    $("switches").append(el("button", {
      class: "switch", type: "button", role: "switch", "aria-checked": "false",
      "data-fault": name, onclick: turn,
    }, label, el("i")));
  }
}

export function drawClock(clock) {
  $("status-time").textContent = clock.time;
  $("clock-date").textContent = clock.date;
  $("clock-weekday").textContent = clock.weekday;
  $("clock-time").textContent = clock.time;
  if (lastClock && lastClock !== clock.iso) {
    $("clock-time").classList.add("moved");
    requestAnimationFrame(() => setTimeout(() => $("clock-time").classList.remove("moved"), 250));
  }
  lastClock = clock.iso;
}

export function drawTools(state, person, write) {
  for (const button of document.querySelectorAll("[data-fault]")) {
    button.setAttribute("aria-checked", String(Boolean(state.faults[button.dataset.fault])));
  }
  drawLog(state.log);
  if (drawnFor === person.openid) return;
  drawnFor = person.openid;
  const tries = person.suggestions.map((text) =>
    el("button", { class: "try", type: "button", onclick: () => write(text) }, text));
  $("try-list").replaceChildren(...tries);
}

function drawLog(lines) {
  const last = lines.at(-1)?.n ?? -1;
  const list = $("log");
  if (last === drawnLog && list.firstChild) return;
  drawnLog = last;
  const rows = lines.map((line) =>
    el("li", { class: line.tone }, el("time", {}, line.time), el("span", {}, line.text)));
  list.replaceChildren(...(rows.length ? rows : [el("li", { class: "log-empty" }, "还没有动静")]));
  toLast();
  watched ??= new ResizeObserver(toLast); // what stands above it may grow later
  watched.observe(list);
}

function toLast() {
  $("log").scrollTop = $("log").scrollHeight;
}
