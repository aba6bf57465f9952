// Turns a message's text into links and plain text, never into HTML.

import { el } from "./dom.js";

const ANCHOR = /<a\s[^>]*?href\s*=\s*(?:"([^"]*)"|'([^']*)')[^>]*>([\s\S]*?)<\/a>/;
const ADDRESS = /https?:\/\/[^\s<>"'\u0080-\uffff]+/; // it ends where Chinese begins
// Emergency and service numbers, mobile and land lines; not parts of longer numbers, money or dates.
const PHONE = /(?<![\d.:/\-+])(?:1[3-9]\d{9}|0\d{2,3}-\d{7,8}|123\d{2}|1(?:10|19|20|22))(?![\d.:%/]|\s*(?:年|月|日|元|块|度|℃|个|人|户|分|秒|天|次|下|遍|米|斤|号楼|幢|栋|单元|室))/;
const PART = new RegExp(`${ANCHOR.source}|(${ADDRESS.source})|(${PHONE.source})`, "g");

export function rich(text, say) {
  const out = document.createDocumentFragment();
  let end = 0;
  for (const found of text.matchAll(PART)) {
    out.append(text.slice(end, found.index), part(found, say));
    end = found.index + found[0].length;
  }
  out.append(text.slice(end));
  return out;
}

function part([whole, double, single, words, address, phone], say) {
  if (phone) return el("a", { href: `tel:${phone}` }, phone);
  if (address) return outside(address, address);
  return link(double ?? single ?? "", words, say) ?? whole;
}

function link(href, words, say) {
  if (/^https?:\/\//i.test(href)) return outside(href, words);
  if (/^tel:[\d+\-]+$/i.test(href)) return el("a", { href }, words);
  if (!/^weixin:\/\/bizmsgmenu\?/i.test(href)) return null;
  const fields = new URLSearchParams(href.slice(href.indexOf("?") + 1).replaceAll("&amp;", "&"));
  const content = fields.get("msgmenucontent") || words;
  const item = fields.get("msgmenuid") ?? "";
  const tap = (event) => {
    event.preventDefault();
    say(content, item);
  };
  return el("a", { class: "say", href: "#", role: "button", onclick: tap }, words); // a button would not break as text does
}

const outside = (href, words) =>
  el("a", { href, target: "_blank", rel: "noopener noreferrer" }, words);
