// Choosing a picture to send: one of three drawn here, or one of the browser's own.

import { $, el, post } from "./dom.js";

const LONGEST_SIDE = 900;
const SAMPLES = [["楼道漏水", drawLeak], ["体温计 37.8", drawThermometer], ["井盖没了", drawManhole]];

export function startPhotos() {
  $("photo-file").addEventListener("change", () => {
    const [file] = $("photo-file").files;
    $("photo-file").value = "";
    if (file) sendFile(file);
  });
}

let sendTo = null;
let fail = null;

export function askPhoto(openid, onFail) {
  sendTo = openid;
  fail = onFail;
  $("photo-samples").replaceChildren(...SAMPLES.map(([words, draw]) => {
    const canvas = paint(draw);
    return el("button", { type: "button", "aria-label": words, onclick: () => sendCanvas(canvas) }, canvas, words);
  }));
  $("photo-dialog").showModal();
}

function paint(draw) {
  const canvas = el("canvas", { width: 480, height: 600 });
  draw(canvas.getContext("2d"));
  return canvas;
}

function sendCanvas(canvas) {
  const data = canvas.toDataURL("image/jpeg", 0.85).split(",")[1];
  $("photo-dialog").close();
  post("send", { openid: sendTo, kind: "image", data }).catch(fail);
}

async function sendFile(file) {
  try {
    const found = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(found.width, found.height));
    const canvas = el("canvas", { width: Math.round(found.width * scale), height: Math.round(found.height * scale) });
    canvas.getContext("2d").drawImage(found, 0, 0, canvas.width, canvas.height);
    sendCanvas(canvas);
  } catch {
    fail(new Error("这个文件不是图片，没有发"));
  }
}

function ground(pen, top, bottom) {
  const shade = pen.createLinearGradient(0, 0, 0, 600);
  shade.addColorStop(0, top);
  shade.addColorStop(1, bottom);
  pen.fillStyle = shade;
  pen.fillRect(0, 0, 480, 600);
}

function drawLeak(pen) {
  ground(pen, "#d9d4c8", "#a79f90");
  pen.fillStyle = "#8b8578";
  pen.fillRect(0, 470, 480, 130);
  pen.fillStyle = "#777";
  pen.fillRect(90, 60, 300, 26);
  pen.fillStyle = "#5f9cc9";
  for (const [x, y] of [[150, 120], [210, 190], [190, 300], [260, 250], [240, 390]]) {
    pen.beginPath();
    pen.ellipse(x, y, 8, 20, 0, 0, 7);
    pen.fill();
  }
  pen.beginPath();
  pen.ellipse(230, 530, 170, 34, 0, 0, 7);
  pen.fill();
}

function drawThermometer(pen) {
  ground(pen, "#eef4f7", "#cfdde4");
  pen.fillStyle = "#fff";
  pen.strokeStyle = "#90a4ae";
  pen.lineWidth = 4;
  pen.beginPath();
  pen.roundRect(90, 230, 300, 110, 40);
  pen.fill();
  pen.stroke();
  pen.fillStyle = "#c8d8b8";
  pen.fillRect(130, 250, 180, 70);
  pen.fillStyle = "#26332b";
  pen.font = "bold 58px monospace";
  pen.fillText("37.8", 146, 306);
}

function drawManhole(pen) {
  ground(pen, "#9aa0a3", "#6f7679");
  pen.strokeStyle = "#585e61";
  pen.lineWidth = 6;
  for (let at = 60; at < 600; at += 90) {
    pen.beginPath();
    pen.moveTo(0, at);
    pen.lineTo(480, at - 30);
    pen.stroke();
  }
  pen.fillStyle = "#111";
  pen.beginPath();
  pen.ellipse(240, 340, 130, 96, 0, 0, 7);
  pen.fill();
}
