/* Finding: words in what was said and where, and filters, which narrow list, table and map. */

const FACETS = ["status", "mode", "cargo", "speaker", "source"];
const MOST_CHOICES = 300;

function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/* What can be found of an item, made when it is first asked for. */
function indexOf(item) {
  if (item.index) return item.index;
  const { dossier, route } = item;
  const claims = claimsOn(item);
  const sources = claims.map((claim) => sourceOf(claim, dossier)).filter(Boolean);
  const names = [item.start, item.end, item.place, ...item.via].map((at) => dossier.places[at]).filter(Boolean)
    .flatMap((place) => [place.name, ...place.as_written, place.country ? country(place.country) : ""]);
  const facets = {
    status: [item.status], mode: item.mode ? [item.mode] : [], cargo: route?.cargo ? [route.cargo] : [],
    speaker: claims.map((claim) => speakerOf(claim, dossier)), source: sources.map(outlet),
  };
  const words = [route?.title, route?.mover, item.activity, ...item.named, ...names, ...facets.cargo, ...facets.speaker,
    ...sources.flatMap((source) => [source.publisher, source.title]), ...claims.flatMap((claim) => [claim.quote.map(([text]) => text).join(""), claim.translation, claim.role])];
  item.index = { facets, text: folded(words.filter(Boolean).join("\n")) };
  return item.index;
}

function facetWord(facet, value) {
  if (facet === "status") return STYLE.statuses[value]?.word ?? value;
  if (facet === "mode") return STYLE.modes[value]?.word ?? value;
  return spoken(value);
}

function whenOf(item) {
  return item.when ?? item.route?.when ?? null;
}

/* What has no date might have happened at any time. */
function mayFall(item, from, to) {
  const when = whenOf(item);
  if (!when) return true;
  return (!to || !when[1] || when[1] <= to) && (!from || !when[2] || when[2] >= from);
}

/* The numbers that pass every condition, or null where there is none. */
function found() {
  const { query, picked, from, to, day: at, known } = desk;
  const terms = folded(query).split(/\s+/).filter(Boolean);
  if (!terms.length && !picked.length && !from && !to && !at && !known) return null;
  const wanted = FACETS.map((facet) => [facet, picked.filter(([one]) => one === facet).map(([, value]) => value)]).filter(([, values]) => values.length);
  const passes = (item) => terms.every((term) => indexOf(item).text.includes(term)) &&
    wanted.every(([facet, values]) => indexOf(item).facets[facet].some((value) => values.includes(value))) &&
    mayFall(item, from, to) && (!at || mayFall(item, ...at.split("/"))) && (!known || knownClaims(item, known).length > 0);
  return new Set(page.items.filter(passes).map((item) => item.number));
}

class Finder {
  constructor(parent) {
    this.search = el("input", { type: "search", id: "search", placeholder: t("find.hint"), "aria-label": t("find.label"), autocomplete: "off", spellcheck: "false" });
    this.search.addEventListener("input", () => change({ query: this.search.value }, true));
    this.choices = el("div", { class: "choices" });
    this.details = el("details", { class: "filter" }, el("summary", {}, t("find.filter")), this.choices);
    this.details.addEventListener("toggle", () => { if (this.details.open) this.writeChoices(); });
    this.chips = el("div", { class: "chips", role: "group", "aria-label": t("find.filters_set") });
    this.count = el("p", { class: "count" });
    this.forms = ["list", "table"].map((form) => button("form-choice", t(`form.${form}`), () => change({ form }), { "aria-pressed": "false", "data-form": form }));
    parent.append(el("div", { class: "tools", role: "search" },
      el("div", { class: "search-row" }, this.search, el("div", { class: "forms", role: "group", "aria-label": t("form.label") }, this.forms)),
      this.details, this.chips, this.count));
  }

  writeChoices() {
    const date = (name, words) => {
      const input = el("input", { type: "date", id: `find-${name}` });
      input.value = desk[name];
      input.addEventListener("change", () => change({ [name]: input.value }));
      return el("label", { class: "choice" }, el("span", {}, words), input);
    };
    this.choices.replaceChildren(...FACETS.map((facet) => this.facet(facet)).filter(Boolean), date("from", t("find.from")), date("to", t("find.to")));
  }

  facet(facet) {
    const counts = new Map();
    page.items.forEach((item) => new Set(indexOf(item).facets[facet]).forEach((value) => counts.set(value, (counts.get(value) || 0) + 1)));
    if (counts.size < 2) return null;
    const most = [...counts].sort((a, b) => b[1] - a[1]).slice(0, MOST_CHOICES);
    const select = el("select", {}, el("option", { value: "" }, t("find.any")),
      most.map(([value, count], n) => el("option", { value: String(n) }, `${facetWord(facet, value)} (${number(count)})`)));
    select.addEventListener("change", () => {
      const value = most[select.value]?.[0];
      select.value = "";
      if (value !== undefined && !desk.picked.some(([one, other]) => one === facet && other === value)) change({ picked: [...desk.picked, [facet, value]] });
    });
    return el("label", { class: "choice" }, el("span", {}, t(`find.${facet}`)), select);
  }

  show(shown) {
    if (document.activeElement !== this.search) this.search.value = desk.query;
    const chip = (words, less) => button("chip", [words, el("span", { "aria-hidden": "true" }, " ×")], () => { change(less); this.search.focus(); }, { "aria-label": t("find.remove", { what: words }) });
    const chips = desk.picked.map(([facet, value], n) => chip(`${t(`find.${facet}`)}: ${facetWord(facet, value)}`, { picked: desk.picked.filter((_, at) => at !== n) }));
    ["from", "to"].filter((name) => desk[name]).forEach((name) => chips.push(chip(`${t(`find.${name}`)}: ${day(desk[name])}`, { [name]: "" })));
    if (shown) chips.push(button("chip all", t("find.clear"), () => { change({ query: "", picked: [], from: "", to: "", day: "", known: "" }); this.search.value = ""; this.search.focus(); }));
    this.chips.replaceChildren(...chips);
    this.chips.hidden = !chips.length;
    this.count.hidden = !shown;
    this.count.textContent = shown ? countWords(shown) : "";
    this.forms.forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.form === desk.form)));
    if (this.details.open) ["from", "to"].forEach((name) => { document.getElementById(`find-${name}`).value = desk[name]; });
  }
}

function countWords(shown) {
  return t(shown.size ? "find.count" : "find.none", { n: number(shown.size), all: number(page.items.length) });
}
