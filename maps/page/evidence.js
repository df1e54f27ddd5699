/* The evidence beside the map: finding, sources, routes as cards of stops, quotations, places. */

const SHEET = { rows: new Map(), homes: new Map(), lists: [] };

/* The row of a numbered leg or site, made on demand where the list is long. */
function cardFor(number) {
  const home = SHEET.homes.get(number);
  home?.cards.ensure(home.index);
  return document.getElementById(`item-${number}`);
}

/* A list of `count` cards; `numbersOf(n)` are the numbers of the items that the nth card holds. */
function cardList(parent, count, build, numbersOf = () => []) {
  const cards = new Cards(parent, count, build);
  for (let index = 0; index < count; index += 1) numbersOf(index).forEach((number) => SHEET.homes.set(number, { cards, index }));
  SHEET.lists.push(cards);
  return parent;
}

function everyCard() {
  SHEET.lists.forEach((cards) => cards.ensureAll());
}

function writeEvidence(page, onChoose) {
  const article = document.getElementById("evidence");
  document.getElementById("title").replaceChildren(data(page.title));
  page.dossiers.forEach((dossier, n) => {
    const parent = page.dossiers.length > 1
      ? el("section", { class: "dossier", "aria-labelledby": `dossier-${n}` }, el("h2", { class: "dossier-title", id: `dossier-${n}` }, data(dossier.title)))
      : article;
    if (parent !== article) article.append(parent);
    writeDossier(parent, dossier, n, onChoose);
  });
  article.append(howToRead(page), aboutThisMap(page));
}

function writeDossier(parent, dossier, n, onChoose) {
  if (dossier.draft && n === 0) document.getElementById("title").before(draftBanner());
  else if (dossier.draft) parent.append(draftBanner());
  if (dossier.reviewed) parent.append(el("p", { class: "reviewed" }, data(dossier.reviewed)));
  parent.append(el("p", { class: "finding" }, sentence(dossier.finding)));
  if (dossier.sources.length) parent.append(part("Sources", "sources", el("ol", { class: "sources" }, dossier.sources.map(source))));
  const routes = dossier.routes;
  const legsOf = (n) => routes[n].rows.filter((row) => row.kind === "leg").map((row) => dossier.items[row.index].number);
  if (routes.length) parent.append(cardList(part("Routes", "routes"), routes.length, (n) => routeCard(routes[n], dossier, onChoose), legsOf));
  const sites = dossier.items.filter((item) => item.kind === "site");
  const siteList = el("ul", { class: "card sites" });
  if (sites.length) parent.append(part("Sites", "sites", cardList(siteList, sites.length, (n) => siteRow(sites[n], dossier, onChoose), (n) => [sites[n].number])));
  const placeList = el("ul", { class: "places" });
  if (dossier.places.length) parent.append(part("Places", "places", cardList(placeList, dossier.places.length, (n) => placeRow(dossier.places[n], onChoose))));
}

function draftBanner() {
  return el("p", { class: "banner" }, el("strong", {}, "Machine draft, not reviewed."),
    " A program read the reports and proposed this map. Compare each line with its quotation before you rely on it.");
}

function part(heading, className, ...children) {
  return el("section", { class: `part ${className}` }, el("h2", {}, heading), children);
}

function source(one) {
  const title = el("cite", { lang: one.language, dir: "auto" }, visible(one.title));
  return el("li", {},
    one.publisher ? el("strong", {}, data(one.publisher)) : null,
    one.published ? [one.publisher ? ", " : "", data(one.published)] : null,
    one.publisher || one.published ? ". " : null,
    one.url ? link(one.url, title) : title,
    one.authors.length ? [" By ", listed(one.authors), "."] : null,
    one.archived_url ? [" ", link(one.archived_url, "Archived copy"), "."] : null,
    one.accessed ? [" Read on ", data(one.accessed), "."] : null,
    one.refused_url ? el("span", { class: "aside" }, " Address not linked, for it is no web address: ", el("code", {}, data(one.refused_url))) : null,
    one.based_on.length ? el("span", { class: "aside" }, " Restates ", listed(one.based_on), "; not counted as a further witness.") : null);
}

function routeCard(route, dossier, onChoose) {
  return el("section", { class: "card route" },
    el("h3", {}, data(route.title)),
    route.facts.length ? el("dl", { class: "facts" }, route.facts.map(([term, words]) => el("div", {}, el("dt", {}, term), el("dd", {}, data(words))))) : null,
    el("ol", { class: "stops" }, route.rows.map((row) => row.kind === "stop" ? stopRow(row, dossier) : legRow(dossier.items[row.index], dossier, onChoose))),
    ruleNote(route));
}

function ruleNote({ rule, score }) {
  if (!rule && score === null) return null;
  return el("p", { class: "aside" }, "Proposed by ", rule ? ["the rule ", data(rule)] : "machine", score !== null ? `, score ${score.toFixed(2)}` : null, ".");
}

function stopRow(row, dossier) {
  const place = row.index === null ? null : dossier.places[row.index];
  const kind = place ? STYLE.drawn[place.precision] : "none";
  return el("li", { class: `stop ${kind} ${row.apart ? "apart" : ""}` },
    el("span", { class: "dot", "aria-hidden": "true" }),
    el("span", { class: "stop-name" }, place ? data(place.name) : data(row.words)),
    place && kind === "area" ? el("span", { class: "tag" }, place.precision_word, ", place in it not stated") : null,
    place && kind === "none" ? el("span", { class: "tag" }, place.precision_word) : null);
}

function legRow(item, dossier, onChoose) {
  const style = STYLE.modes[item.mode];
  const words = el("span", { class: "leg-words" }, el("span", { class: "phrase" }, capital(style.phrase)),
    item.length ? [", ", el("span", { class: "length" }, item.length)] : null,
    item.alternative ? ", one of several ends named" : null);
  const head = [badgeOfRow(item), symbol(item.mode), words];
  const facts = [item.via.length ? ["via ", listed(item.via)] : null, item.when ? data(item.when) : null].filter(Boolean)
    .map((fact) => el("span", { class: "fact" }, fact));
  return el("li", { class: "leg", id: `item-${item.number}` }, track(item),
    el("div", { class: "leg-body" }, chooser(item, head, onChoose), under(item, facts), claimsOf(item, dossier)));
}

function siteRow(item, dossier, onChoose) {
  const place = dossier.places[item.place];
  const words = el("span", { class: "leg-words" }, el("span", { class: "phrase" }, data(capital(item.activity))), place ? [", ", data(place.name)] : null);
  const facts = [STYLE.phases[item.phase].sentence.replace(/\.$/, ""), item.when ? data(item.when) : null].filter(Boolean)
    .map((fact) => el("span", { class: "fact" }, fact));
  return el("li", { class: "site-row", id: `item-${item.number}` }, chooser(item, [badgeOfRow(item), words], onChoose), under(item, facts), claimsOf(item, dossier));
}

function badgeOfRow(item) {
  return el("span", { class: `badge ${item.kind} ${item.mode ? `mode-${item.mode}` : ""}` }, el("span", { class: "number" }, String(item.number)));
}

function chooser(item, head, onChoose) {
  const button = el("button", { type: "button", class: "choose", id: `choose-${item.number}`, "data-number": item.number, "aria-expanded": "false", "aria-controls": `claims-${item.number}` },
    head, item.phase === "active" ? null : el("span", { class: "status" }, item.phase_word), el("span", { class: `status ${item.status}` }, item.status_word), el("span", { class: "unseen" }, `. ${spoken(item.spoken)}`));
  button.addEventListener("click", () => onChoose(item.number));
  return button;
}

/* What must be seen even while the quotations are folded: facts, basis, and who denies. */
function under(item, facts) {
  return el("div", { class: "under" },
    facts.length ? el("p", { class: "facts-line" }, facts) : null,
    item.note ? el("p", { class: "note" }, data(item.note)) : null,
    item.denied_by.length ? el("p", { class: "denied-line" }, "Denied by ", listed(item.denied_by)) : null);
}

/* The leg's stroke in the card is the stroke on the map. */
function track(item) {
  const status = STYLE.statuses[item.status];
  const basis = STYLE.bases[item.basis] || { dashes_px: [] };
  const dotted = STYLE.phases[item.phase].dotted;
  const dash = dotted ? `0.1 ${status.width_px * 2.1}` : basis.dashes_px.join(" ");
  const shared = { x1: "50%", x2: "50%", y1: "0", y2: "100%", "stroke-dasharray": dash || "none", "stroke-linecap": dotted ? "round" : "butt" };
  const drawing = svg("svg", { class: "track", "aria-hidden": "true" }, svg("line", { ...shared, class: `stroke mode-${item.mode}`, "stroke-width": status.width_px }));
  if (STYLE.modes[item.mode].ticks) drawing.append(svg("line", { ...shared, class: `stroke mode-${item.mode}`, "stroke-width": status.width_px + 7, "stroke-dasharray": "1.6 12", "stroke-linecap": "butt" }));
  if (status.core_px) drawing.append(svg("line", { ...shared, class: "core", "stroke-width": status.core_px }));
  return drawing;
}

function claimsOf(item, dossier) {
  const region = el("div", { class: "claims", id: `claims-${item.number}`, role: "group", "aria-label": `Quotations for ${item.number}` },
    item.exchanges.map((exchange) => exchangeOf(exchange, dossier)),
    item.exchanges.length ? null : el("p", { class: "aside" }, "No quotation stands behind this."));
  SHEET.rows.set(item.number, region);
  region.setAttribute("hidden", "until-found");
  return region;
}

function exchangeOf({ said, answers }, dossier) {
  const claims = (indices) => indices.map((index) => claimFigure(dossier.claims[index], dossier));
  if (!answers.length || !said.length) return el("div", { class: "exchange" }, el("div", {}, claims([...said, ...answers])));
  return el("div", { class: "exchange beside" }, el("div", { class: "said" }, claims(said)), el("div", { class: "answers" }, claims(answers)));
}

function claimFigure(claim, dossier) {
  const cited = dossier.sources[claim.source];
  const quote = claim.quote.map(([text, hedge]) => (hedge ? el("mark", {}, visible(text)) : visible(text)));
  return el("figure", { class: `claim ${claim.stance}` },
    el("figcaption", {}, el("span", { class: "label" }, capital(claim.label)), " ", el("strong", {}, data(claim.speaker)), claim.role ? [", ", data(claim.role)] : null),
    el("blockquote", { lang: cited?.language, dir: "auto" }, quote),
    el("p", { class: "cited" },
      claim.said_on ? ["Said ", data(claim.said_on), ". "] : null,
      claim.reported_via ? ["Reported via ", data(claim.reported_via), ". "] : null,
      cited ? citation(cited) : null, " ", checkedWords(claim)));
}

function citation(cited) {
  const words = [cited.publisher ? data(cited.publisher) : data(cited.title), cited.published ? [", ", data(cited.published)] : null];
  return [cited.url ? link(cited.url, words) : words, "."];
}

function checkedWords(claim) {
  if (claim.checked === true) return el("span", { class: "checked" }, `Word for word at ${claim.where}.`);
  if (claim.checked === false) return el("strong", { class: "unmatched" }, `Not found word for word at ${claim.where}.`);
  return el("span", {}, `${capital(claim.where)}; text not at hand to compare.`);
}

function placeRow(place, onChoose) {
  const numbers = place.numbers.map((number) => {
    const button = el("button", { type: "button", class: "to-item", "aria-label": `Show ${number}` }, String(number));
    button.addEventListener("click", () => onChoose(number, true));
    return button;
  });
  return el("li", {},
    el("div", { class: "place-head" }, el("span", { class: "place-name" }, data(place.name)),
      place.country ? el("span", { class: "tag" }, data(place.country)) : null,
      el("span", { class: "tag" }, place.precision_word), numbers.length ? el("span", { class: "numbers" }, numbers) : null),
    el("details", {}, el("summary", {}, howResolved(place)), placeDetails(place)));
}

function howResolved(place) {
  const score = place.score === null ? "" : ` Score ${place.score.toFixed(2)}.`;
  const others = place.alternatives.length;
  return [data(place.resolved), score, others ? ` ${others} other reading${others > 1 ? "s" : ""}.` : ""];
}

function placeDetails(place) {
  return el("div", { class: "place-details" },
    el("p", {}, place.precision_sentence, place.position ? [" ", el("span", { class: "position" }, place.position), "."] : null),
    place.as_written.length ? el("p", {}, "Written as ", listed(place.as_written), ".") : null,
    place.why.length ? el("ul", {}, place.why.map((reason) => el("li", {}, data(reason)))) : null,
    place.refs.length ? el("p", {}, "Record ", listed(place.refs), ".") : null,
    place.alternatives.length ? [el("p", {}, "It might also be:"), el("ul", {}, place.alternatives.map((other) =>
      el("li", {}, data(other.name), other.country ? [", ", data(other.country)] : null, ` (${other.position})`, other.score === null ? null : `, score ${other.score.toFixed(2)}`)))] : null);
}

/* Folded text stays findable with the browser's own search where it can be. */
function fold(number, folded) {
  cardFor(number);
  const region = SHEET.rows.get(number);
  if (folded) region.setAttribute("hidden", "until-found");
  else region.removeAttribute("hidden");
  document.getElementById(`choose-${number}`)?.setAttribute("aria-expanded", String(!folded));
  document.getElementById(`item-${number}`)?.classList.toggle("open", !folded);
}
