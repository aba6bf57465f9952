// Shows how one sentence is understood.  All texts go in as text, never as markup.
const byId = (id) => document.getElementById(id);
const EXAMPLES = [
  "近期计划从外地回来，应该怎么报备", "体温37度6，有点咳", "我36.5老伴37.4孩子没量", "我爸喘不上气了",
  "后天从太原坐G1548回来", "喝高度白酒能杀病毒？", "晚上去哪吃火锅",
];

function fill(id, nodes) {
  byId(id).replaceChildren(...nodes);
}

function chip(word) {
  const span = document.createElement("span");
  span.textContent = word;
  return span;
}

function bar(name, value, largest, shown) {
  const row = document.createElement("li");
  const meter = document.createElement("progress");
  meter.max = largest || 1;
  meter.value = Math.abs(value);
  if (value < 0) row.className = "against";
  row.append(chip(name), meter, chip(shown));
  return row;
}

function bars(id, rows, name, value, show) {
  const largest = Math.max(...rows.map((row) => Math.abs(row[value])), 0);
  fill(id, rows.map((row) => bar(row[name], row[value], largest, show(row[value]))));
}

function render(found) {
  byId("intent").textContent = found.intent === "oos" ? "不归我管（oos）" : found.intent;
  byId("danger").hidden = !found.danger;
  byId("danger").textContent = found.danger ? `危险：${found.danger}` : "";
  byId("ask").hidden = !found.ask_back;
  bars("candidates", found.candidates, "intent", "score", (score) => `${Math.round(score * 100)}%`);
  fill("tokens", found.tokens.map(chip));
  fill("concepts", [...found.concepts, ...found.cues].map(chip));
  byId("slots").textContent = Object.keys(found.slots).length ? JSON.stringify(found.slots, null, 2) : "（没有）";
  bars("decided", found.decided, "what", "weight", (weight) => weight.toFixed(2));
  byId("result").hidden = false;
}

async function look(text) {
  byId("text").value = text;
  const answer = await fetch("/sim/explain", {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ text }),
  });
  const got = await answer.json();
  byId("trouble").hidden = !got.error;
  byId("trouble").textContent = got.error || "";
  if (got.explained) render(got.explained);
}

byId("form").addEventListener("submit", (event) => {
  event.preventDefault();
  look(byId("text").value.trim() || EXAMPLES[0]);
});
fill("examples", EXAMPLES.map((text) => {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = text;
  button.addEventListener("click", () => look(text));
  return button;
}));
