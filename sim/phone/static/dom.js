// Small helpers to build elements; text only ever goes in as text.

export const $ = (id) => document.getElementById(id);

export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child != null));
  return node;
}

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

export function avatar(person) {
  const drawn = document.getElementById(`i-face-${person.face}`);
  const face = drawn ? icon(`face-${person.face}`) : [...person.name][0] ?? "人";
  return el("span", { class: `avatar tint-${person.tint}`, "aria-hidden": "true" }, face);
}

export const botAvatar = () =>
  el("span", { class: "avatar bot-avatar", "aria-hidden": "true" }, icon("house"));

export async function get(path) {
  const answer = await fetch(`/sim/${path}`);
  if (!answer.ok) throw new Error("not now");
  return answer.json();
}

export async function post(path, body) {
  const answer = await fetch(`/sim/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const found = await answer.json();
  if (!answer.ok) throw new Error(found.error ?? "没有成功");
  document.dispatchEvent(new Event("acted"));
  return found;
}
