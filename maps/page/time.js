/* Two sliders over time: when it happened, and what was known when. Days that are not known
   closer than a span are drawn as spans; what has no date stays in view. */

const DAY_MS = 86400000;
const STEP_MS = 600;

/* Equal steps from the first to the last day: days, months or years, whichever are few enough. */
function stepsOver(first, last) {
  const count = (new Date(last) - new Date(first)) / DAY_MS;
  const size = count <= 120 ? 10 : count <= 3660 ? 7 : 4;
  const steps = [];
  const at = new Date(size === 10 ? first : size === 7 ? `${first.slice(0, 7)}-01` : `${first.slice(0, 4)}-01-01`);
  while (steps.length < 600) {
    const start = at.toISOString().slice(0, 10);
    if (start > last) break;
    if (size === 10) at.setUTCDate(at.getUTCDate() + 1);
    else if (size === 7) at.setUTCMonth(at.getUTCMonth() + 1);
    else at.setUTCFullYear(at.getUTCFullYear() + 1);
    steps.push({ start, end: new Date(at.getTime() - DAY_MS).toISOString().slice(0, 10), words: day(start.slice(0, size)) });
  }
  return steps;
}

function isDay(written) {
  return ISO_DAY.test(written || "") && written.length === 10;
}

class TimeLine {
  /* `spans` are [first, last, is sure]; `read` tells the step at which the page stands. */
  constructor(name, spans, hint, read, write) {
    Object.assign(this, { name, hint, read, write });
    const all = spans.flatMap(([from, to]) => [from, to]).filter(isDay).sort();
    this.steps = all.length ? stepsOver(all[0], all[all.length - 1]) : [];
    if (this.steps.length < 2) return;
    this.input = el("input", { type: "range", min: "0", max: String(this.steps.length), step: "1", id: `time-${name}`, class: "slide" });
    this.input.addEventListener("input", () => { this.stop(); this.write(this); });
    this.said = el("output", { class: "said", for: `time-${name}` });
    this.play = button("play", "", () => (this.timer ? this.stop() : this.start()));
    this.element = el("div", { class: "line" },
      el("div", { class: "line-head" }, el("label", { for: `time-${name}` }, t(`time.${name}`)), this.said),
      el("div", { class: "line-body" }, this.play, el("div", { class: "rail" }, this.drawing(spans), this.input)));
    this.stop();
  }

  at(iso) {
    const found = this.steps.findIndex(({ end }) => iso <= end);
    return found < 0 ? this.steps.length - 1 : found;
  }

  /* Bars for a few, heights of a sum for many. */
  drawing(spans) {
    const wide = this.steps.length;
    const edges = spans.map(([from, to, sure]) => ({ x: isDay(from) ? this.at(from) : 0, to: (isDay(to) ? this.at(to) : wide - 1) + 1, sure, open: !isDay(from) || !isDay(to) }));
    const rows = [];
    edges.sort((a, b) => a.x - b.x).forEach((edge) => {
      const row = rows.findIndex((ends) => ends <= edge.x);
      edge.row = row < 0 ? rows.length : row;
      rows[edge.row] = edge.to;
    });
    const shapes = rows.length <= 7
      ? edges.map(({ x, to, row, sure, open }) => svg("rect", { x: x + 0.5, width: Math.max(0.4, to - x), y: row * 5, height: 4, class: `span ${sure ? "sure" : open ? "open" : "maybe"}` }))
      : this.heights(edges);
    return svg("svg", { class: "spans", viewBox: `0 0 ${wide + 1} ${Math.max(5, Math.min(rows.length, 7) * 5)}`, preserveAspectRatio: "none", "aria-hidden": "true" }, ...shapes);
  }

  heights(edges) {
    const change = new Array(this.steps.length + 2).fill(0);
    edges.forEach(({ x, to }) => { change[x] += 1; change[to] -= 1; });
    let sum = 0;
    const sums = this.steps.map((_, n) => (sum += change[n]));
    const most = Math.max(...sums);
    return sums.map((one, n) => svg("rect", { x: n + 0.55, width: 0.9, y: 35 - (35 * one) / most, height: (35 * one) / most, class: "span sure" }));
  }

  start() {
    const end = Number(this.input.max);
    if (Number(this.input.value) === end) this.set(0);
    this.playWords("pause");
    this.timer = setInterval(() => {
      this.set(Number(this.input.value) + 1);
      if (Number(this.input.value) >= end) this.stop();
    }, Math.max(STILL.matches ? 1500 : 160, Math.min(STEP_MS, 15000 / this.steps.length)));
  }

  set(value) {
    this.input.value = value;
    this.write(this);
  }

  stop() {
    clearInterval(this.timer);
    this.timer = null;
    this.playWords("play");
  }

  playWords(act) {
    const path = act === "play" ? "M4 2.5v11l9-5.5z" : "M4 2.5h3v11H4zM9 2.5h3v11H9z";
    this.play.replaceChildren(svg("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, svg("path", { d: path })));
    this.play.setAttribute("aria-label", `${t(`time.${act}`)}: ${t(`time.${this.name}`)}`);
  }

  show(shown) {
    if (!this.element) return;
    const value = this.read(this);
    this.input.value = value;
    const words = this.words(value);
    this.said.textContent = words;
    this.input.setAttribute("aria-valuetext", shown ? `${words}. ${countWords(shown)}` : words);
    this.element.classList.toggle("set", this.isSet(value));
  }
}

/* The first place of the first slider shows all times; the last of the second all that is known. */
class Happened extends TimeLine {
  constructor() {
    const dated = page.items.map(whenOf).filter((when) => when && (isDay(when[1]) || isDay(when[2])));
    super("happened", dated.map(([, from, to, kind]) => [from, to, kind === "on" || kind === "range"]), "",
      (line) => (desk.day ? line.at(desk.day.split("/")[0]) + 1 : 0),
      (line) => { const step = line.steps[line.input.value - 1]; change({ day: step ? `${step.start}/${step.end}` : "" }, true); });
  }

  isSet(value) { return value > 0; }

  words(value) { return value ? this.steps[value - 1].words : t("time.all"); }
}

class Known extends TimeLine {
  constructor() {
    const cited = page.dossiers.flatMap(({ sources }) => sources.map(publishedBy)).filter(Boolean);
    super("known", cited.map((on) => [on, on, true]), "",
      (line) => (desk.known ? line.at(desk.known) : line.steps.length),
      (line) => change({ known: line.steps[line.input.value]?.end ?? "" }, true));
  }

  isSet(value) { return value < this.steps.length; }

  words(value) { return value < this.steps.length ? t("time.by", { day: this.steps[value].words }) : t("time.today"); }
}

class Time {
  constructor(before) {
    this.lines = [new Happened(), new Known()].filter(({ element }) => element);
    if (!this.lines.length) return;
    const undated = page.items.filter((item) => !whenOf(item)).length;
    before.before(el("section", { class: "time", "aria-label": t("time.label") },
      el("details", { open: !NARROW.matches }, el("summary", {}, t("time.label")), this.lines.map(({ element }) => element),
        undated ? el("p", { class: "aside" }, t("time.undated", { n: number(undated), all: number(page.items.length) })) : null)));
  }

  show(shown) {
    this.lines.forEach((line) => line.show(shown));
  }
}
