/* The key under the map and its longer form beside it: only what occurs on this page. */

function keyEntries(page) {
  const legs = page.items.filter((item) => item.kind === "leg");
  const occurs = (list, key) => [...new Set(list.map((item) => item[key]))].filter((one) => one !== null);
  const inOrder = (table, found) => Object.keys(table).filter((key) => found.includes(key));
  const drawn = new Set([...page.map.marks, ...page.map.areas].map((place) => place.precision));
  return [
    ...inOrder(STYLE.modes, occurs(legs, "mode")).map((key) => ({ swatch: lineSwatch({ mode: key }), word: capital(STYLE.modes[key].word), sentence: t("key.mode") })),
    ...inOrder(STYLE.bases, occurs(legs, "basis")).map((key) => ({ swatch: lineSwatch({ dash: STYLE.bases[key].dashes_px }), word: capital(STYLE.bases[key].word), sentence: STYLE.bases[key].sentence })),
    ...(page.map.drawings.some((one) => one.joined_start || one.joined_end) ? [{ swatch: lineSwatch({ dash: STYLE.approach.dashes_px, width: STYLE.approach.width_px }), word: capital(STYLE.approach.word), sentence: STYLE.approach.sentence }] : []),
    ...inOrder(STYLE.statuses, occurs(page.items, "status")).map((key) => ({ swatch: lineSwatch({ status: key }), word: capital(STYLE.statuses[key].word), sentence: STYLE.statuses[key].sentence })),
    ...inOrder(STYLE.phases, occurs(page.items, "phase")).filter((key) => STYLE.phases[key].dotted).map((key) => ({ swatch: lineSwatch({ dotted: true }), word: capital(STYLE.phases[key].word), sentence: STYLE.phases[key].sentence })),
    ...(drawn.has("site") || drawn.has("exact") ? [{ swatch: markSwatch("known"), word: t("key.known"), sentence: STYLE.precisions.site.sentence }] : []),
    ...(drawn.has("locality") ? [{ swatch: markSwatch("town"), word: t("key.town"), sentence: STYLE.precisions.locality.sentence }] : []),
    ...(page.map.areas.length ? [{ swatch: areaSwatch(), word: t("key.area"), sentence: STYLE.precisions.region.sentence }] : []),
    ...(page.basemap.detail.disputed.length ? [{ swatch: borderSwatch(), word: t("key.border"), sentence: t("key.border_why") }] : []),
  ];
}

function writeKey(page) {
  const entries = keyEntries(page);
  const wide = matchMedia("(min-width: 900px)").matches;
  document.getElementById("key").append(el("details", { open: wide }, el("summary", {}, t("key.title")),
    el("ul", {}, entries.map(({ swatch, word }) => el("li", {}, swatch, el("span", {}, word))))));
}

function howToRead(page) {
  const entries = keyEntries(page);
  return part(t("key.reading"), "reading", el("dl", {}, entries.map(({ swatch, word, sentence: words }) =>
    el("div", {}, el("dt", {}, swatch, el("span", {}, word)), el("dd", {}, words)))),
    el("p", { class: "note" }, t("key.note")));
}

function swatch(...children) {
  return svg("svg", { class: "swatch", viewBox: "0 0 36 14", width: 36, height: 14, "aria-hidden": "true" }, ...children);
}

function lineSwatch({ mode, dash = [], width = 3.5, status, dotted }) {
  const style = status ? STYLE.statuses[status] : { width_px: width, core_px: 0 };
  const shared = { x1: mode ? 19 : 1, x2: 35, y1: 7, y2: 7 };
  const dashes = dotted ? "0.1 7" : dash.join(" ") || "none";
  const parts = [svg("line", { ...shared, class: `stroke ${mode ? `mode-${mode}` : "plain"}`, "stroke-width": style.width_px, "stroke-dasharray": dashes, "stroke-linecap": dotted ? "round" : "butt" })];
  if (mode && STYLE.modes[mode].ticks) parts.push(svg("line", { ...shared, class: `stroke mode-${mode}`, "stroke-width": 10, "stroke-dasharray": "1.6 7" }));
  if (style.core_px) parts.push(svg("line", { ...shared, class: "core", "stroke-width": style.core_px }));
  if (style.crossed) parts.push(svg("path", { d: "M14 3l8 8M14 11l8-8", class: "cross plain" }));
  if (!mode) return swatch(...parts);
  return swatch(...parts, svg("path", { d: STYLE.modes[mode].symbol, class: `sign mode-${mode}`, "fill-rule": "evenodd", transform: "translate(0 -1)" }));
}

function markSwatch(kind) {
  return swatch(svg("circle", { cx: 18, cy: 7, r: 4.5, class: `mark ${kind}` }));
}

function areaSwatch() {
  return swatch(...[0, 2, 4].map((inset) => svg("rect", { x: 4 + inset, y: inset / 2, width: 28 - 2 * inset, height: 14 - inset, rx: 6, class: "area inner" })));
}

function borderSwatch() {
  return swatch(svg("line", { x1: 1, x2: 35, y1: 7, y2: 7, class: "border disputed" }));
}
