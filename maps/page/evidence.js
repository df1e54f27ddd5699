/* The evidence beside the map: finding, routes as cards of stops, sites, sources, places. */

const SHEET = { rows: new Map(), homes: new Map(), lists: [] };

/* The row of a numbered leg or site, made on demand where the list is long. */
function cardFor(number) {
  const home = SHEET.homes.get(number);
  home?.cards.ensure(home.index);
  return document.getElementById(`item-${number}`);
}

/* A list whose cards hold numbered items, which can show a part of them only. */
class CardList {
  constructor(section, parent, records, build, numbersOf) {
    Object.assign(this, { section, parent, records, build, numbersOf });
    SHEET.lists.push(this);
    this.show(null);
  }

  show(shown) {
    const wanted = shown ? this.records.filter((record) => this.numbersOf(record).some((number) => shown.has(number))) : this.records;
    this.records.forEach((record) => this.numbersOf(record).forEach((number) => SHEET.homes.delete(number)));
    this.cards?.nearing?.disconnect();
    this.parent.querySelectorAll(".card, .handful, .site-row").forEach((card) => card.remove());
    this.cards = new Cards(this.parent, wanted.length, (n) => this.build(wanted[n]));
    wanted.forEach((record, index) => this.numbersOf(record).forEach((number) => SHEET.homes.set(number, { cards: this.cards, index })));
    this.section.hidden = !wanted.length;
  }
}

function everyCard() {
  SHEET.lists.forEach(({ cards }) => cards.ensureAll());
}

function writeEvidence(onChoose) {
  const article = document.getElementById("evidence");
  document.getElementById("title").replaceChildren(data(page.title));
  const [first] = page.dossiers;
  const several = page.dossiers.length > 1;
  if (!several && !first.review) document.getElementById("title").before(draftBanner());
  if (!several) article.append(...headOf(first));
  const tools = el("div", { id: "tools" });
  const list = el("div", { id: "list" }, page.dossiers.map((dossier, n) => dossierPart(dossier, n, several, onChoose)));
  article.append(tools, list, howToRead(page), aboutThisMap());
}

function dossierPart(dossier, n, several, onChoose) {
  const parent = several
    ? el("section", { class: "dossier", "aria-labelledby": `dossier-${n}` }, el("h2", { class: "dossier-title", id: `dossier-${n}` }, data(dossier.title)))
    : el("div", {});
  if (several && !dossier.review) parent.append(draftBanner());
  if (several) parent.append(...headOf(dossier));
  const routes = part(t("part.routes"), "routes");
  const siteList = el("ul", { class: "card-list" });
  const sites = dossier.items.filter((item) => item.kind === "site");
  const siteSection = part(t("part.sites"), "sites", siteList);
  new CardList(routes, routes, dossier.routes, (route) => routeCard(route, onChoose), (route) => route.items.map((item) => item.number));
  new CardList(siteSection, siteList, sites, (item) => siteRow(item, onChoose), (item) => [item.number]);
  const placeList = el("ul", { class: "places" });
  new Cards(placeList, dossier.places.length, (at) => placeRow(dossier.places[at], numbersAt(dossier, at), onChoose));
  parent.append(routes, siteSection);
  if (dossier.sources.length) parent.append(part(t("part.sources"), "sources", el("ol", { class: "sources" }, dossier.sources.map((source, at) => sourceRow(source, at, dossier)))));
  if (dossier.places.length) parent.append(part(t("part.places"), "place-part", placeList));
  return parent;
}

function headOf(dossier) {
  const outlets = [...new Set(dossier.sources.map(outlet))];
  const shown = outlets.slice(0, 3);
  if (outlets.length > 3) shown.push(t("source.more", { n: number(outlets.length - 3) }));
  return [
    el("p", { class: "finding" }, sentence(dossier.finding)),
    el("p", { class: "byline" }, outlets.length ? [parts("source.byline", { names: listed(shown) }), " "] : null, reviewed(dossier.review)),
  ];
}

function reviewed(review) {
  if (!review) return null;
  const names = { name: data(review.by), day: day(review.on) };
  return parts(review.on ? "review.done_on" : "review.done", names);
}

function draftBanner() {
  return el("p", { class: "banner" }, el("strong", {}, t("review.draft")), " ", t("review.draft_why"));
}

function part(heading, className, ...children) {
  return el("section", { class: `part ${className}` }, el("h2", {}, heading), children);
}

function numbersAt(dossier, at) {
  dossier.touching ??= dossier.items.reduce((found, item) => {
    new Set([item.start, item.end, item.place, ...item.via]).forEach((place) => {
      if (place !== null) found.set(place, [...(found.get(place) || []), item.number]);
    });
    return found;
  }, new Map());
  return dossier.touching.get(at) || [];
}

function sourceId(dossier, at) {
  return `source-${page.dossiers.indexOf(dossier)}-${at}`;
}

function sourceRow(source, at, dossier) {
  const title = el("cite", { lang: source.language, dir: "auto" }, visible(source.title));
  const reopen = source.passages.length ? button("act", t("source.open"), () => openText(source), { "aria-haspopup": "dialog" }) : null;
  const restated = source.based_on.map((index) => outlet(dossier.sources[index]));
  return el("li", { id: sourceId(dossier, at), tabindex: "-1" },
    source.publisher ? [el("strong", {}, data(source.publisher)), ". "] : null,
    source.url ? link(source.url, title) : title,
    source.authors.length ? [". ", parts("source.by", { names: listed(source.authors) })] : null,
    source.published ? [". ", day(source.published)] : null, ".",
    source.archived_url ? [" ", link(source.archived_url, t("source.archived")), "."] : null,
    source.accessed ? [" ", parts("source.accessed", { day: day(source.accessed) })] : null,
    source.refused_url ? el("span", { class: "aside" }, " ", t("source.refused"), " ", el("code", {}, data(source.refused_url))) : null,
    restated.length ? el("span", { class: "aside" }, " ", parts("source.restates", { names: listed(restated) })) : null,
    source.sha256 ? el("details", { class: "hash" }, el("summary", {}, t("source.hash")), el("code", {}, data(source.sha256))) : null,
    reopen);
}

function routeCard(route, onChoose) {
  const facts = routeFacts(route);
  return el("section", { class: "card route" },
    el("h3", {}, data(route.title)),
    route.awaiting ? el("p", { class: "awaiting" }, t("review.awaiting")) : null,
    facts.length ? el("dl", { class: "facts" }, facts.map(([term, words]) => el("div", {}, el("dt", {}, term), el("dd", {}, words)))) : null,
    el("ol", { class: "stops" }, rowsOf(route, onChoose)),
    ruleNote(route));
}

function routeFacts(route) {
  const phase = STYLE.phases[route.phase];
  return [
    route.cargo && [t("route.cargo"), data(route.cargo)],
    route.mover && [t("route.mover"), data(route.mover)],
    route.frequency && [t("route.frequency"), data(route.frequency)],
    route.when && [t("route.when"), whenWords(route.when)],
    route.phase !== "active" && [t("route.phase"), `${capital(phase.word)}. ${phase.sentence}`],
  ].filter(Boolean);
}

/* Stops and legs in turn; legs that do not join are set apart, and other accounts of a leg
   stand beside it between the same stops. */
function rowsOf(route, onChoose) {
  const rows = [];
  const same = (one, other) => one && other && one.start === other.start && one.end === other.end && one.named.join() === other.named.join();
  route.items.forEach((item, n) => {
    const [before, after] = [route.items[n - 1], route.items[n + 1]];
    const joins = before && endOf(item, 0) !== null && item.start === before.end && item.named[0] === before.named[1];
    const isRival = item.rival.length > 0 && same(before, item);
    if (!joins && !isRival) rows.push(stopRow(item, 0, n > 0));
    rows.push(legRow(item, onChoose));
    if (!(after?.rival.length && same(item, after))) rows.push(stopRow(item, 1, false));
  });
  return rows;
}

function stopRow(item, side, apart) {
  const place = item.dossier.places[side ? item.end : item.start];
  const kind = place ? STYLE.drawn[place.precision] : "none";
  const name = endOf(item, side);
  const words = place && STYLE.precisions[place.precision].word;
  return el("li", { class: `stop ${kind} ${apart ? "apart" : ""}` },
    el("span", { class: "dot", "aria-hidden": "true" }),
    el("span", { class: "stop-name" }, name === null ? capital(t(side ? "leg.no_destination" : "leg.no_origin")) : data(name)),
    place && kind === "area" ? el("span", { class: "tag" }, t("place.within", { kind: words })) : null,
    place && kind === "none" ? el("span", { class: "tag" }, words) : null);
}

function legRow(item, onChoose) {
  const words = el("span", { class: "leg-words" }, el("span", { class: "phrase" }, capital(STYLE.modes[item.mode].phrase)),
    item.length_km !== null ? [t("list.comma"), el("span", { class: "length" }, distance(item))] : null,
    item.alternative ? [t("list.comma"), t("leg.alternative")] : null);
  const via = item.via.map((index) => item.dossier.places[index].name);
  const differs = item.rival.map((what) => t(`rival.${what}`));
  const facts = [differs.length ? t("rival.account", { what: listedWords(differs) }) : null, via.length ? parts("leg.via", { names: listed(via) }) : null, item.when ? whenWords(item.when) : null];
  return el("li", { class: `leg ${isBeyond(item) ? "beyond" : ""}`, id: `item-${item.number}`, "data-number": item.number }, track(item),
    el("div", { class: "leg-body" }, chooser(item, [badgeOfRow(item), symbol(item.mode), words], onChoose), under(item, facts), claimsRegion(item)));
}

function siteRow(item, onChoose) {
  const words = el("span", { class: "leg-words" }, el("span", { class: "phrase" }, data(capital(item.activity))), t("list.comma"), data(siteName(item)));
  const facts = [item.awaiting ? t("review.awaiting") : null, STYLE.phases[item.phase].sentence.replace(/[.。]$/, ""), item.when ? whenWords(item.when) : null];
  return el("li", { class: "site-row", id: `item-${item.number}`, "data-number": item.number },
    chooser(item, [badgeOfRow(item), words], onChoose), under(item, facts), claimsRegion(item));
}

function badgeOfRow(item) {
  return el("span", { class: `badge ${item.kind} ${item.mode ? `mode-${item.mode}` : ""}`, "aria-hidden": "true" }, el("span", { class: "number" }, number(item.number)));
}

/* Whether a leg stands in the list only because another of its route is sought. */
function isBeyond(item) {
  return shownNow !== null && !shownNow.has(item.number);
}

/* Listeners hear the number and one sentence; the parts that the eye reads say the same. */
function chooser(item, head, onChoose) {
  return button("choose", [
    el("span", { class: "unseen" }, `${number(item.number)}. ${spokenOf(item)}`),
    el("span", { class: "seen", "aria-hidden": "true" }, head,
      item.phase === "active" ? null : el("span", { class: "status" }, STYLE.phases[item.phase].word),
      el("span", { class: `status ${standing(item)}` }, STYLE.statuses[standing(item)].word),
      isBeyond(item) ? el("span", { class: "status" }, t("reason.beyond")) : null),
  ], () => onChoose(item.number), { id: `choose-${item.number}`, "data-number": item.number, "aria-expanded": "false", "aria-controls": `claims-${item.number}` });
}

/* What must be seen even while the quotations are folded: facts, basis, and who answers. */
function under(item, facts) {
  const given = facts.filter(Boolean);
  return el("div", { class: "under" },
    given.length ? el("p", { class: "facts-line" }, given.map((fact) => el("span", { class: "fact" }, fact))) : null,
    el("p", { class: "note" }, noteOf(item)),
    ["denies", "retracts", "corrects", "doubts"].map((stance) => [stance, speakers(item, stance)]).filter(([, names]) => names.length)
      .map(([stance, names]) => el("p", { class: "denied-line" }, capitalParts(parts(`answer.${stance}`, { names: listed(names) })))));
}

function noteOf(item) {
  if (item.undrawn) return t(`undrawn.${item.undrawn}`);
  if (!item.basis) return null;
  return item.note ? el("bdi", {}, visible(item.note)) : STYLE.bases[item.basis].sentence;
}

function capitalParts([first, ...rest]) {
  return [typeof first === "string" ? capital(first) : first, ...rest];
}

/* The leg's stroke in the card is the stroke on the map. */
function track(item) {
  const status = STYLE.statuses[standing(item)];
  const basis = STYLE.bases[item.basis] || { dashes_px: [] };
  const dotted = STYLE.phases[item.phase].dotted;
  const dash = dotted ? `0.1 ${status.width_px * 2.1}` : basis.dashes_px.join(" ");
  const shared = { x1: "50%", x2: "50%", y1: "0", y2: "100%", "stroke-dasharray": dash || "none", "stroke-linecap": dotted ? "round" : "butt" };
  const drawing = svg("svg", { class: "track", "aria-hidden": "true" }, svg("line", { ...shared, class: `stroke mode-${item.mode}`, "stroke-width": status.width_px }));
  if (STYLE.modes[item.mode].ticks) drawing.append(svg("line", { ...shared, class: `stroke mode-${item.mode}`, "stroke-width": status.width_px + 7, "stroke-dasharray": "1.6 12", "stroke-linecap": "butt" }));
  if (status.core_px) drawing.append(svg("line", { ...shared, class: "core", "stroke-width": status.core_px }));
  return drawing;
}

function ruleNote({ rule, score }) {
  if (!rule && score === null) return null;
  return el("p", { class: "aside" }, rule ? parts("machine.rule", { rule: data(rule) }) : t("machine.proposed"), score !== null ? [" ", scoreWords(score)] : null);
}

function scoreWords(score) {
  return t("machine.score", { score: number(score, { minimumFractionDigits: 2, maximumFractionDigits: 2 }) });
}

function placeRow(place, numbers, onChoose) {
  return el("li", {},
    el("div", { class: "place-head" }, el("span", { class: "place-name" }, data(place.name)),
      place.country ? el("span", { class: "tag" }, data(country(place.country))) : null,
      el("span", { class: "tag" }, STYLE.precisions[place.precision].word),
      numbers.length ? el("span", { class: "numbers" }, numbers.slice(0, 12).map((one) =>
        button("to-item", badgeOfRow(page.byNumber.get(one)), () => onChoose(one, true), { "aria-label": t("place.show", { n: number(one) }) }))) : null),
    el("details", {}, el("summary", {}, howResolved(place)), placeDetails(place)));
}

function howResolved(place) {
  const by = place.lon_deg === null ? t("place.unplaced") : place.resolved_by === null ? t("place.given")
    : place.resolved_by === "machine" ? t("place.machine") : parts("place.settled", { name: data(place.resolved_by) });
  const others = place.alternatives.length;
  return [by, place.score === null ? null : [" ", scoreWords(place.score)], others ? [" ", t("place.others", { n: number(others) })] : null];
}

function placeDetails(place) {
  return el("div", { class: "place-details" },
    el("p", {}, STYLE.precisions[place.precision].sentence, place.lon_deg === null ? null : [" ", el("span", { class: "position" }, position(place.lon_deg, place.lat_deg)), "."]),
    place.as_written.length ? el("p", {}, parts("place.written", { names: listed(place.as_written) })) : null,
    place.why.length ? el("ul", {}, place.why.map((reason) => el("li", {}, data(reason)))) : null,
    place.refs.length ? el("p", {}, parts("place.record", { names: listed(place.refs) })) : null,
    place.alternatives.length ? [el("p", {}, t("place.alternatives")), el("ul", {}, place.alternatives.map((other) =>
      el("li", {}, data(other.name), other.country ? [t("list.comma"), data(country(other.country))] : null, ` (${position(other.lon_deg, other.lat_deg)})`, other.score === null ? null : [". ", scoreWords(other.score)])))] : null);
}

/* Folded text stays findable with the browser's own search where it can be. */
function fold(number, folded) {
  if (!cardFor(number)) return;
  const region = SHEET.rows.get(number);
  if (!folded) fillClaims(number);
  if (folded) region.setAttribute("hidden", "until-found");
  else region.removeAttribute("hidden");
  document.getElementById(`choose-${number}`)?.setAttribute("aria-expanded", String(!folded));
  document.getElementById(`item-${number}`)?.classList.toggle("open", !folded);
}
