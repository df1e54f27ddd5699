/* What stands behind a leg or site: why it stands as it does, quotations beside their answers,
   originals beside translations, and the source's own text with the quotation marked. */

const WRITE_ALL_BELOW = 400;

function claimsRegion(item) {
  const region = el("div", { class: "claims", id: `claims-${item.number}`, role: "group", "aria-label": t("claim.group", { n: number(item.number) }) });
  SHEET.rows.set(item.number, region);
  region.setAttribute("hidden", "until-found");
  if (page.items.length < WRITE_ALL_BELOW) fillClaims(item.number);
  return region;
}

/* Quotations of a long list are written when they are opened. */
function fillClaims(number) {
  const region = SHEET.rows.get(number);
  if (!region || region.childElementCount) return;
  const item = page.byNumber.get(number);
  region.append(
    el("p", { class: "reason" }, el("strong", {}, capital(STYLE.statuses[standing(item)].word)), ". ", reasonOf(item)),
    ...item.exchanges.map((exchange) => exchangeOf(exchange, item.dossier)),
    el("div", { class: "acts" },
      button("act", t("cite.act"), () => openCitation(item), { "aria-haspopup": "dialog" }),
      button("act", t("cite.link"), (event) => copied(addressOf(item), event.currentTarget))));
}

/* Why a thing has its status: who asserts, who denies, on whose word it rests. */
function reasonOf(item) {
  const status = standing(item);
  const asserted = stillAsserted(knownClaims(item, desk.known));
  if (["disputed", "denied", "retracted"].includes(status)) {
    const voices = ["asserts", "denies", "retracts"].map((stance) => [stance, speakers(item, stance)]).filter(([, names]) => names.length);
    return voices.map(([stance, names], n) => [n ? "; " : "", (n ? (x) => x : capitalParts)(parts(`answer.${stance}`, { names: listed(names) }))]).concat(".");
  }
  if (!asserted.length) return STYLE.statuses[status].sentence;
  const roots = rootsOf(asserted, item.dossier).map((index) => item.dossier.sources[index]).filter(Boolean);
  const names = listed([...new Set(roots.map(outlet))]);
  const sources = new Set(asserted.map((claim) => claim.source));
  if (status === "corroborated") return parts("reason.corroborated", { names });
  return parts(sources.size > 1 ? "reason.restated" : "reason.single", { names, n: number(sources.size) });
}

function exchangeOf({ said, answers }, dossier) {
  const claims = (indices) => saidAlike(indices.map((index) => dossier.claims[index])).map((alike) => claimFigure(alike, dossier));
  if (!answers.length || !said.length) return el("div", { class: "exchange" }, claims([...said, ...answers]));
  return el("div", { class: "exchange beside" }, el("div", { class: "said" }, claims(said)), el("div", { class: "answers" }, claims(answers)));
}

/* Several who say the same in the same words are named together. */
function saidAlike(claims) {
  const groups = new Map();
  claims.forEach((claim) => {
    const key = JSON.stringify([claim.stance, claim.source, claim.start, claim.quote, claim.translation]);
    groups.set(key, [...(groups.get(key) || []), claim]);
  });
  return [...groups.values()];
}

function claimFigure(alike, dossier) {
  const [claim] = alike;
  const speaker = (one) => [el("strong", {}, data(speakerOf(one, dossier))), one.role ? [t("list.comma"), data(one.role)] : null];
  const source = sourceOf(claim, dossier);
  const quote = claim.quote.map(([text, hedge]) => (hedge ? el("mark", { class: "hedge" }, visible(text)) : visible(text)));
  const original = el("blockquote", { lang: source?.language, dir: "auto" }, quote);
  const isLater = desk.known && publishedBy(source) > desk.known;
  return el("figure", { class: `claim ${claim.stance} ${isLater ? "later" : ""}` },
    el("figcaption", {}, isLater ? [el("strong", { class: "tag" }, t("reason.later")), " "] : null, el("span", { class: "label" }, t(`stance.${claim.stance}`)), " ", listed(alike, speaker)),
    claim.translation === null ? original
      : el("div", { class: "both" }, el("div", {}, el("p", { class: "tongue" }, t("claim.original")), original),
        el("div", {}, el("p", { class: "tongue" }, t("claim.translation")), el("blockquote", { dir: "auto" }, visible(claim.translation)))),
    el("p", { class: "cited" },
      claim.said_on ? [parts("claim.said_on", { when: whenWords(claim.said_on) }), " "] : null,
      claim.reported_via ? [parts("claim.via", { name: data(claim.reported_via) }), " "] : null,
      source ? citedSource(source, claim, dossier) : null, checkedWords(claim)),
    source ? readActs(source, claim) : null);
}

/* Outlet and day, leading to the numbered source below. */
function citedSource(source, claim, dossier) {
  const to = el("a", { href: `#${sourceId(dossier, claim.source)}`, class: "source-number" }, `${number(claim.source + 1)}`);
  to.setAttribute("aria-label", t("source.numbered", { n: number(claim.source + 1) }));
  to.addEventListener("click", (event) => {
    event.preventDefault();
    const row = document.getElementById(sourceId(dossier, claim.source));
    row.focus({ preventScroll: true });
    reveal(row);
  });
  return [data(outlet(source)), source.published ? [t("list.comma"), day(source.published)] : null, " ", to, " "];
}

function checkedWords(claim) {
  const where = t("claim.where", { from: number(claim.start), to: number(claim.end) });
  const onPage = claim.page ? t("claim.page", { n: number(claim.page) }) + t("list.comma") : "";
  if (claim.checked === true) return el("span", { class: "checked" }, t("claim.checked", { where: onPage + where }));
  if (claim.checked === false) return el("strong", { class: "unmatched" }, t("claim.unmatched", { where: onPage + where }));
  return el("span", {}, t("claim.unchecked", { where: onPage + where }));
}

function readActs(source, claim) {
  const stored = source.passages.find(({ start, text }) => start <= claim.start && claim.end <= start + [...text].length);
  const acts = [
    claim.checked && stored ? button("act", t("source.open"), () => openText(source, claim), { "aria-haspopup": "dialog" }) : null,
    source.url ? link(source.url + (source.url.includes("#") ? "" : fragmentOf(claim)), t("source.visit"), el("span", { "aria-hidden": "true" }, " ↗")) : null,
    source.archived_url ? link(source.archived_url, t("source.archived"), el("span", { "aria-hidden": "true" }, " ↗")) : null,
  ].filter(Boolean);
  acts.forEach((act) => act.classList.add("act"));
  return acts.length ? el("p", { class: "acts" }, acts) : null;
}

/* Browsers open a page at the words that such an address quotes (W3C text fragments). */
function fragmentOf(claim) {
  const words = claim.quote.map(([text]) => text).join("").trim().split(/\s+/);
  const written = (some) => encodeURIComponent(some.join(" ")).replace(/-/g, "%2D");
  return `#:~:text=${words.length > 12 ? `${written(words.slice(0, 5))},${written(words.slice(-5))}` : written(words)}`;
}

/* The stored text around the quotations, the one asked for marked and brought into view. */
function openText(source, claim) {
  const passages = source.passages.map((passage, n) => {
    const letters = [...passage.text];
    const from = claim ? claim.start - passage.start : -1;
    const to = claim ? claim.end - passage.start : -1;
    const inside = claim && from >= 0 && to <= letters.length;
    const cutBefore = passage.start > 0 ? "[…] " : "";
    const last = n === source.passages.length - 1;
    const cutAfter = passage.start + letters.length < source.length && last ? " […]" : "";
    return el("p", { lang: source.language, dir: "auto" }, cutBefore,
      inside ? [visible(letters.slice(0, from).join("")), el("mark", { class: "quoted", tabindex: "-1" }, visible(letters.slice(from, to).join(""))), visible(letters.slice(to).join(""))]
        : visible(passage.text), cutAfter);
  });
  openSheet(t("source.text"), [
    el("p", { class: "sheet-source" }, el("strong", {}, data(outlet(source))), source.published ? [t("list.comma"), day(source.published)] : null, ". ", el("cite", { lang: source.language, dir: "auto" }, visible(source.title))),
    el("div", { class: "stored" }, passages),
    el("p", { class: "aside" }, t(source.passages[0].text.length >= source.length ? "source.whole" : "source.around")),
  ]);
  const mark = document.querySelector("#sheet mark.quoted");
  mark?.scrollIntoView({ block: "center" });
}

/* One dialog serves all; the browser keeps focus inside and gives it back. */
function openSheet(title, content) {
  document.getElementById("sheet")?.remove();
  const close = button("close", el("span", { "aria-hidden": "true" }, "×"), () => sheet.close(), { "aria-label": t("act.close") });
  const body = el("div", { class: "sheet-body", tabindex: "0", role: "group", "aria-labelledby": "sheet-title" }, content);
  const sheet = el("dialog", { id: "sheet", "aria-labelledby": "sheet-title" }, el("div", { class: "sheet-head" }, el("h2", { id: "sheet-title" }, title), close), body);
  sheet.addEventListener("click", (event) => { if (event.target === sheet) sheet.close(); });
  sheet.addEventListener("close", () => sheet.remove());
  document.body.append(sheet);
  sheet.showModal();
  return sheet;
}
