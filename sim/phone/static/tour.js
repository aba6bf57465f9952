// One moment of each who uses it, and a flood; can be left at any time and seen again.

import { $, post } from "./dom.js";

const STEPS = [
  ["返乡的居民", "问规定：不用记菜单，一句话就问。", { say: "近期计划从外地回来，应该怎么报备" }, "就这样问"],
  ["健康监测户", "一句话报一家人的体温，有人发热马上有人知道。", { say: "我36.5老伴37.8有点咳" }, "就这样报"],
  ["网格员", "警报到了网格员和医生手机上；接了就不再往上报。", { say: "收到", to: "体温异常" }, "替网格员接"],
  ["社区书记", "写一句就能发通知，谁没收到、为什么，一目了然。", { say: "发通知 3号楼 明天9点停水" }, "替书记写"],
  ["健康监测户", "把时钟拨到早上 8 点，看提醒自己来。", { clock: "tomorrow 08:00" }, "拨到明天 08:00"],
];

const FLOOD = [
  ["社区书记", "山洪要来了。写一句，先看清发给谁、谁收不到。", { say: "发红色预警 1到3号楼 山洪要来了，请马上撤离到中学，到了请回复几口人" }, "替书记写"],
  ["社区书记", "危及生命：确认就发，再告诉第二个人。", { say: "1" }, "替书记确认"],
  ["健康监测户", "居民怎么回都行：“收到”算一次。", { say: "收到，马上走" }, "就这样回"],
  ["监测户的家人", "走不了的，马上有人管。", { say: "老人走不动，要人背" }, "就这样说"],
  ["网格员", "求助到了网格员手机上，回“收到”就是他去。", { say: "收到", to: "紧急" }, "替网格员接"],
  ["监测户的家人", "到了，报几口人。", { say: "我家4口人都到中学了" }, "就这样报"],
  ["社区书记", "应转移、已到、要人帮、失联：数对得上，还有一张图。", { say: "转移情况" }, "看转移情况"],
  ["社区书记", "还没到的，有门牌、有电话、有原因。", { say: "谁还没转移" }, "看名单"],
  ["社区书记", "水退了：解除，发给原来那些人。", { say: "解除预警 水退了，可以回家，先看房子再开煤气" }, "替书记写"],
  ["社区书记", "确认以后，旧的不再有效。", { say: "1" }, "替书记确认"],
];

let act = null;
let at = 0;
let steps = STEPS;

export function startTour(actions) {
  act = actions;
  $("tour-go").addEventListener("click", go);
  $("tour-skip").addEventListener("click", skip);
  begins("tour-again", STEPS);
  begins("tour-flood", FLOOD);
  if (actions.begin && !localStorage.getItem("toured")) show(0);
}

function begins(link, tour) {
  $(link).addEventListener("click", (event) => {
    event.preventDefault();
    steps = tour;
    show(0);
  });
}

const whose = ([role]) => act.people().find((one) => one.role === role);

// What is said; to an alert with its number, for others may wait as well.  A card has it in its title.
function words({ say, to }, who) {
  const asked = to && who.screen.findLast((one) => one.who === "bot" && one.text.includes(to));
  const number = asked?.text.match(new RegExp(`收到 (\\d+)|${to}(\\d+)：`));
  return number ? `${say} ${number[1] ?? number[2]}` : say;
}

function show(step) {
  at = step;
  const found = whose(steps[at]);
  if (!found) return end();
  const [role, words, , button] = steps[at];
  act.choose(found.openid);
  $("tour").hidden = false;
  $("tour-step").textContent = `${at + 1}/${steps.length} ${role}`;
  $("tour-text").textContent = words;
  $("tour-go").textContent = button;
  $("tour-go").dataset.next = "";
  $("tour-skip").textContent = "跳过导览";
  $("tour-skip").hidden = false;
}

// First it is done, then one goes on: so that what happened can be read.
async function go() {
  if ($("tour-go").dataset.next) return at + 1 < steps.length ? show(at + 1) : end();
  const [, , what] = steps[at];
  try {
    const who = whose(steps[at]);
    if (what.clock) await post("clock", { to: what.clock });
    else await post("say", { openid: who.openid, text: words(what, who) });
  } catch (error) {
    act.fail(error);
  }
  $("tour-go").dataset.next = "yes";
  const isLast = at + 1 === steps.length;
  $("tour-go").textContent = isLast ? "看完了，自己试" : "看过了，下一步";
  // On a small screen the link to it lies behind the clock: the first tour leads on to it.
  if (isLast) $("tour-skip").textContent = "接着看汛情";
  $("tour-skip").hidden = isLast && steps === FLOOD;
}

function skip() {
  const leadsOn = $("tour-go").dataset.next && at + 1 === steps.length && steps === STEPS;
  if (!leadsOn) return end();
  localStorage.setItem("toured", "yes");
  steps = FLOOD;
  show(0);
}

function end() {
  $("tour").hidden = true;
  localStorage.setItem("toured", "yes");
}
