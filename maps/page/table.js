/* The same legs and sites as a table that sorts, and as files that leave the page. */

const ROWS_AT_ONCE = 100;
const COLUMNS = [
  ["number", (item) => item.number, (item) => number(item.number)],
  ["from", (item) => (item.kind === "leg" ? startName(item) : siteName(item))],
  ["to", (item) => (item.kind === "leg" ? endName(item) : "")],
  ["status", (item) => STYLE.statuses[standing(item)].word],
  ["what", (item) => (item.kind === "leg" ? item.route.cargo ?? "" : item.activity)],
  ["mode", (item) => (item.mode ? STYLE.modes[item.mode].word : t("spoken.kind_site"))],
  ["when", (item) => whenOf(item)?.[1] ?? whenOf(item)?.[2] ?? "", (item) => (whenOf(item) ? data(whenOf(item)[0]) : "")],
  ["speaker", (item) => speakers(item, "asserts").map(spoken).join("; ")],
  ["source", (item) => sourcesOf(item).map(outlet).join("; ")],
  ["length", (item) => item.length_km ?? -1, (item) => (item.length_km === null ? "" : kilometres(item.length_km))],
];

class Table {
  constructor(parent, onChoose) {
    this.onChoose = onChoose;
    this.heads = COLUMNS.map(([name]) => el("th", { scope: "col" }, button("sort", t(`table.${name}`), () => change({ sort: desk.sort === name ? `-${name}` : name }))));
    this.body = el("tbody");
    this.table = el("table", {}, el("caption", { class: "unseen" }, t("table.caption")), el("thead", {}, el("tr", {}, this.heads)), this.body);
    this.frame = el("div", { class: "table-frame", tabindex: "0", role: "region", "aria-label": t("table.caption") }, this.table);
    this.part = el("div", { class: "part table-part", hidden: true },
      el("p", { class: "acts" }, button("act", t("table.csv"), () => download("csv", "text/csv", csv(this.items))),
        button("act", t("table.geojson"), () => download("geojson", "application/geo+json", geojson(this.items)))), this.frame);
    parent.before(this.part);
    this.nearing = new IntersectionObserver((seen) => { if (seen.some((one) => one.isIntersecting)) this.more(); }, { rootMargin: "600px" });
  }

  show(shown) {
    this.part.hidden = desk.form !== "table";
    if (this.part.hidden) return;
    const name = desk.sort.replace("-", "");
    const at = Math.max(0, COLUMNS.findIndex(([one]) => one === name));
    const down = desk.sort.startsWith("-");
    const keys = new Map(page.items.map((item) => [item, COLUMNS[at][1](item)]));
    const order = new Intl.Collator(LANGUAGE, { numeric: true });
    const compare = (a, b) => (a === b ? 0 : typeof a === "number" ? a - b : order.compare(a, b));
    this.items = page.items.filter((item) => !shown || shown.has(item.number))
      .sort((a, b) => (down ? -1 : 1) * compare(keys.get(a), keys.get(b)) || a.number - b.number);
    this.heads.forEach((head, n) => (n === at ? head.setAttribute("aria-sort", down ? "descending" : "ascending") : head.removeAttribute("aria-sort")));
    this.body.replaceChildren();
    this.more();
  }

  more() {
    const first = this.body.childElementCount;
    this.body.append(...this.items.slice(first, first + ROWS_AT_ONCE).map((item) => this.row(item)));
    this.nearing.disconnect();
    if (this.body.childElementCount < this.items.length) this.nearing.observe(this.body.lastElementChild);
  }

  row(item) {
    const cells = COLUMNS.map(([name, plain, shownAs]) => {
      if (name === "number") return el("th", { scope: "row" }, button("to-item", badgeOfRow(item), () => this.onChoose(item.number), { "aria-label": `${number(item.number)}. ${spokenOf(item)}` }));
      const words = (shownAs ?? plain)(item);
      if (name === "status") return el("td", {}, el("span", { class: `status ${standing(item)}` }, words));
      return el("td", {}, typeof words === "string" ? data(words) : words);
    });
    return el("tr", {}, cells);
  }
}

function download(ending, type, text) {
  const anchor = el("a", { download: `${(page.dossiers.length > 1 ? "map" : page.dossiers[0].key).replace(/[^\p{L}\p{N}._-]+/gu, "-").replace(/^[.-]+/, "").slice(0, 60) || "map"}.${ending}` });
  anchor.href = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 10000);
}

/* What files say of an item, in plain English names that programs keep. */
function recordOf(item) {
  const when = whenOf(item);
  const claims = claimsOn(item);
  const quoted = (claim) => claim.quote.map(([text]) => text).join("");
  return {
    number: item.number, id: keyOf(item), kind: item.kind, title: titleOf(item), route: item.route?.title ?? "", cargo: item.route?.cargo ?? "",
    from: item.kind === "leg" ? endOf(item, 0) ?? "" : siteName(item), to: item.kind === "leg" ? endOf(item, 1) ?? "" : "", mode: item.mode ?? "", path_basis: item.basis ?? "",
    phase: item.phase, status: item.status, when: when?.[0] ?? "", earliest: when?.[1] ?? "", latest: when?.[2] ?? "", length_km: item.length_km ?? "",
    asserted_by: speakers(item, "asserts").join("; "), denied_by: speakers(item, "denies").join("; "),
    sources: sourcesOf(item).map((source) => [source.publisher, source.title, source.published, source.url].filter(Boolean).join(", ")).join("; "),
    quotations: claims.map((claim) => `${claim.stance}: “${quoted(claim)}” (${speakerOf(claim, item.dossier)})`).join(" | "), link: addressOf(item),
  };
}

/* Spreadsheets run what begins like a formula; an apostrophe before it makes it text. */
function cell(value) {
  if (typeof value === "number") return String(value);
  const safe = /^[\s]*[=+\-@|%\t\r]/.test(value) ? `'${value}` : value;
  return /[",;\n\r']/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

function csv(items) {
  const records = items.map(recordOf);
  const names = Object.keys(records[0] ?? recordOf(page.items[0]));
  return `\ufeff${[names.join(","), ...records.map((record) => names.map((name) => cell(record[name])).join(","))].join("\r\n")}\r\n`;
}

function geojson(items) {
  const features = items.map((item) => ({ type: "Feature", id: keyOf(item), geometry: geometryOf(item), properties: recordOf(item) }));
  return JSON.stringify({ type: "FeatureCollection", title: page.title, features });
}

/* A place known as an area only has no point, and a leg without a line no geometry. */
function geometryOf(item) {
  if (item.kind === "site") {
    const place = item.dossier.places[item.place];
    const known = place && place.lon_deg !== null && ["known", "town"].includes(STYLE.drawn[place.precision]);
    return known ? { type: "Point", coordinates: [place.lon_deg, place.lat_deg] } : null;
  }
  const line = routeMap.positionsOf(item.number);
  if (!line) return null;
  const pieces = withinTurn(line);
  return pieces.length > 1 ? { type: "MultiLineString", coordinates: pieces } : { type: "LineString", coordinates: pieces[0] };
}

/* RFC 7946: longitudes within ±180, lines cut where they pass it. */
function withinTurn(positions) {
  const round = (value) => Math.round(value * 1e4) / 1e4;
  const turnOf = (lon) => Math.floor((lon + 180) / 360);
  const pieces = [[]];
  positions.forEach(([lat, lon], n) => {
    const before = positions[n - 1];
    if (before && turnOf(before[1]) !== turnOf(lon)) {
      const edge = 360 * Math.max(turnOf(before[1]), turnOf(lon)) - 180;
      const share = (edge - before[1]) / (lon - before[1]);
      const at = round(before[0] + share * (lat - before[0]));
      const side = lon > before[1] ? 180 : -180;
      pieces[pieces.length - 1].push([side, at]);
      pieces.push([[-side, at]]);
    }
    pieces[pieces.length - 1].push([round(lon - 360 * turnOf(lon)), round(lat)]);
  });
  return pieces.filter((piece) => piece.length > 1);
}
