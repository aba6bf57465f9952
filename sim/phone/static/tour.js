// Five steps, one moment of each who uses it; can be left at any time and seen again.

import { $, post } from "./dom.js";

const STEPS = [
  ["返乡的居民", "问规定：不用记菜单，一句话就问。", { say: "近期计划从外地回来，应该怎么报备" }, "替他问"],
  ["健康监测户", "一句话报一家人的体温，有人发热马上有人知道。", { say: "我36.5老伴37.8有点咳" }, "替她报"],
  ["网格员", "警报到了网格员和医生手机上；接了就不再往上报。", { say: "待办" }, "看待办"],
  ["社区书记", "写一句就能发通知，谁没收到、为什么，一目了然。", { say: "发通知 3号楼 明天9点停水" }, "替书记写"],
  ["健康监测户", "把时钟拨到早上 8 点，看提醒自己来。", { clock: "tomorrow 08:00" }, "拨到明天 08:00"],
];

let act = null;
let at = 0;

export function startTour(actions) {
  act = actions;
  $("tour-go").addEventListener("click", go);
  $("tour-skip").addEventListener("click", end);
  $("tour-again").addEventListener("click", (event) => { event.preventDefault(); show(0); });
  if (actions.begin && !localStorage.getItem("toured")) show(0);
}

const whose = ([role]) => act.people().find((one) => one.role === role);

function show(step) {
  at = step;
  const found = whose(STEPS[at]);
  if (!found) return end();
  const [role, words, , button] = STEPS[at];
  act.choose(found.openid);
  $("tour").hidden = false;
  $("tour-step").textContent = `${at + 1}/${STEPS.length} ${role}`;
  $("tour-text").textContent = words;
  $("tour-go").textContent = button;
  $("tour-go").dataset.next = "";
}

// First it is done, then one goes on: so that what happened can be read.
async function go() {
  if ($("tour-go").dataset.next) return at + 1 < STEPS.length ? show(at + 1) : end();
  const [, , what] = STEPS[at];
  try {
    if (what.clock) await post("clock", { to: what.clock });
    else await post("say", { openid: whose(STEPS[at]).openid, text: what.say });
  } catch (error) {
    act.fail(error);
  }
  $("tour-go").dataset.next = "yes";
  $("tour-go").textContent = at + 1 < STEPS.length ? "看过了，下一步" : "看完了，自己试";
}

function end() {
  $("tour").hidden = true;
  localStorage.setItem("toured", "yes");
}
