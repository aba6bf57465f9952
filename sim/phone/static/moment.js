// A link that shows a chosen moment: ?as=健康监测户&at=tomorrow 08:00&say=36.8

import { post } from "./dom.js";

// Go where the address says; return whether it said anything.
export function openMoment(people, { choose, write, fail }) {
  const asked = new URLSearchParams(location.search);
  const who = people.find((one) => [one.role, one.name].includes(asked.get("as")));
  if (who) choose(who.openid);
  if (asked.get("at")) post("clock", { to: asked.get("at") }).catch(() => {}); // it may be past by now
  if (asked.get("say")) write(asked.get("say"));
  if (asked.get("as") && !who) fail(new Error(`没有“${asked.get("as")}”这个人`));
  // A page that is loaded again goes nowhere a second time: “tomorrow” would be a day later.
  history.replaceState(history.state, "", location.pathname + location.hash);
  return [...asked.keys()].length > 0;
}

// Write the address of this moment into the link, and copy it where the browser lets us.
export async function linkTo(person, iso, link) {
  const asked = new URLSearchParams({ as: person.role || person.name, at: iso });
  link.href = `${location.origin}${location.pathname}?${asked}`;
  try {
    await navigator.clipboard.writeText(link.href);
    link.textContent = "已复制";
  } catch {
    link.textContent = "链接就在这里，长按复制";
  }
}
