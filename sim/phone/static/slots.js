// What was read out of a sentence, in Chinese: docs/slots.md names every slot.

const LABELS = {
  temps: "体温", missing: "没量的", normal: "一切正常", symptoms: "症状", symptoms_of: "谁有什么症状", well: "说没事的",
  neg_symptoms: "没有的症状", duration_days: "天数", dates: "日子", places: "地方", transport: "交通", plates: "车牌",
  phones: "电话", address: "门牌", persons: "人数", name: "姓名", who: "说的是谁", test: "检测", contact: "接触",
  items: "要的东西", direction: "方向", overseas: "跟出入境有关", urgent: "急", pickup_code: "取件码", scope: "给谁",
  say: "要说的话", when: "几点发", deadline: "几点前", people: "几位", names: "几个名字", from: "从哪天起", until: "到哪天",
  ticket: "编号", question: "问题编号", row: "名单第几条", count: "几个", substitute: "谁替", landmark: "地点", time: "时刻",
  text: "原话", relation: "称呼", number: "号码", date: "日期", part: "时段", unit: "单位", building: "楼", room: "室",
};
const WORDS = {
  in: "回来", out: "出去", to: "去", via: "经过", morning: "早上", noon: "中午", afternoon: "下午", evening: "晚上",
  train: "火车", flight: "飞机", bus: "汽车", car: "开车", taxi: "出租车", metro: "地铁", ship: "船", true: "是", false: "不是",
  from: "从", no_such_day: "没有这一天", no_such_month: "没有这个月", weekday_differs: "日期和星期对不上", vague: "说不准",
};
// These hold somebody's own words, which are never translated.
const OWN = new Set(["name", "who", "say", "raw", "text", "names", "substitute", "people", "scope"]);

const word = (value) => WORDS[String(value)] ?? String(value);
const day = (iso) => (/^\d{4}-\d{2}-\d{2}/.test(iso) ? `${Number(iso.slice(5, 7))}月${Number(iso.slice(8, 10))}日` : iso);
const joined = (parts, between = " ") => parts.filter((part) => part !== "" && part != null).join(between);

function temperature(one) {
  const value = one.c != null ? `${one.c}℃`
    : one.c_min != null ? (one.c_max != null ? `${one.c_min}到${one.c_max}℃` : `${one.c_min}℃以上`)
    : one.suggest_c != null ? `“${one.raw}”不像体温，是不是${one.suggest_c}℃`
    : one.approx_c != null ? `${one.approx_c}℃多` : "没有数字";
  const more = joined([one.day && day(one.day), one.part && word(one.part), one.site && `${one.site}温`, one.approx && "大概",
    one.instead_of != null && `原来说的${one.instead_of}不算`].filter(Boolean), "、");
  return `${one.who ?? "没说是谁"} ${value}${more ? `（${more}）` : ""}`;
}

function moment(one) {
  if (!one.start) return `“${one.raw}”：${word(one.why ?? "vague")}，要问`;
  const end = one.end && one.end !== one.start ? `到${day(one.end)}` : "";
  return joined([`${day(one.start)}${end}`, one.part && word(one.part), one.time]);
}

function place(one) {
  const name = joined([one.country, one.province, one.city, one.district].filter((part, at, all) => part && part !== all[at - 1]), "") || one.raw;
  const which = one.ambiguous ? `（有${one.ambiguous.length}处同名，要问）` : "";
  return `${one.role ? word(one.role) : ""}${name}${which}`;
}

function goods(one) {
  const amount = one.qty ?? (one.qty_min != null ? `${one.qty_min}到${one.qty_max}` : "");
  return joined([one.spec, one.name, `${one.approx ? "大概" : ""}${amount}${one.unit ?? ""}`]);
}

const address = (one) => joined([one.community, one.building && `${one.building}号楼`, one.unit && `${one.unit}单元`,
  one.floor && `${one.floor}层`, one.room && `${one.room}室`], "");
const heads = (one) => (one.count ?? `${one.count_min}到${one.count_max}`) + "人";
const READERS = { temps: temperature, dates: moment, places: place, items: goods, address, persons: heads,
  transport: (one) => joined([word(one.mode), one.no]), test: (one) => joined([one.type, one.result]) };

function spoken(name, value) {
  if (Array.isArray(value)) return value.map((one) => spoken(name, one)).join("；");
  if (value !== null && typeof value === "object") {
    if (READERS[name]) return READERS[name](value);
    return Object.entries(value).map(([key, one]) => `${LABELS[key] ?? word(key)} ${spoken(key, one)}`).join("，");
  }
  if (name === "duration_days") return `${value}天`;
  if (/^\d{4}-\d{2}-\d{2}T/.test(String(value))) return `${day(value)} ${value.slice(11, 16)}`;
  if (/^\d{4}-\d{2}-\d{2}$/.test(String(value))) return day(value);
  return OWN.has(name) ? String(value) : word(value);
}

// Return [what it is, what was read] of each slot.
export const rows = (slots) =>
  Object.entries(slots).map(([name, value]) => [LABELS[name] ?? name, spoken(name, value)]);
