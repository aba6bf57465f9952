// Shows how one sentence is understood.  All texts go in as text, never as markup.
import { rows } from "./slots.js";
import { called } from "./words.js";

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

function slots(found) {
  const read = rows(found);
  if (!read.length) return [chip("（没有）")];
  return read.flatMap(([name, value]) => {
    const [label, words] = [document.createElement("dt"), document.createElement("dd")];
    [label.textContent, words.textContent] = [name, value];
    return [label, words];
  });
}

// A word counts in several shapes; whoever reads sees one line for each name.
function summed(decided) {
  const sums = new Map();
  for (const { what, weight } of decided) sums.set(called(what), (sums.get(called(what)) ?? 0) + weight);
  return [...sums].map(([what, weight]) => ({ what, weight })).sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
}

const titled = (titles, intent) => (intent === "oos" ? "不归我管" : titles[intent] ?? intent);

function render(found) {
  const titles = found.titles ?? {};
  byId("intent").textContent = titled(titles, found.intent);
  byId("intent").title = found.intent;
  byId("danger").hidden = !found.danger;
  byId("danger").textContent = found.danger ? `危险：${found.danger}` : "";
  byId("ask").hidden = !found.ask_back;
  const candidates = found.candidates.map((one) => ({ ...one, intent: titled(titles, one.intent) }));
  bars("candidates", candidates, "intent", "score", (score) => `${Math.round(score * 100)}%`);
  fill("tokens", found.tokens.map(chip));
  fill("concepts", [...found.concepts, ...found.cues].map((name) => chip(called(name))));
  fill("slots", slots(found.slots));
  bars("decided", summed(found.decided), "what", "weight", (weight) => weight.toFixed(2));
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
