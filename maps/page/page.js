/* Ties map, list, table and time together: what is chosen or sought in one shows in all. */

const desk = { ...FRESH, open: null };
let shownNow = null;

/* Change what is sought; `quietly` without a step in the browser's history. */
function change(to, quietly = false) {
  Object.assign(desk, to);
  apply();
  remember(quietly);
}

let appliedFor = "";

function apply() {
  const shown = found();
  const asked = JSON.stringify([shown && [...shown], desk.known]);
  shownNow = shown;
  if (asked !== appliedFor) narrow(shown);
  appliedFor = asked;
  document.getElementById("list").hidden = desk.form === "table";
  finder?.show(shown);
  table.show(shown);
  time.show(shown);
}

function narrow(shown) {
  if (desk.open !== null && shown && !shown.has(desk.open)) close();
  SHEET.lists.forEach((list) => list.show(shown));
  if (desk.open !== null) markOpen(desk.open, true);
  routeMap.filter(shown);
  if (shown) announce(countWords(shown));
}

function markOpen(number, open) {
  fold(number, !open);
  cardFor(number)?.classList.toggle("chosen", open);
}

/* `from` is where the reader chose: list, table, map, a place, an address, or the browser's search;
   what was chosen elsewhere than in the list is brought into view there. */
function choose(number, from, quietly = false) {
  const again = desk.open === number && (from === "list" || from === "map");
  close();
  if (!again) show(number, from);
  remember(quietly);
}

function show(chosen, from) {
  desk.open = chosen;
  desk.at = "";
  if (shownNow && !shownNow.has(chosen)) Object.assign(desk, { query: "", picked: [], from: "", to: "", day: "", known: "" });
  desk.form = "list";
  apply();
  routeMap.show(chosen);
  markOpen(chosen, true);
  if (from !== "map") routeMap.goTo(chosen);
  if (from !== "list") {
    document.getElementById(`choose-${chosen}`)?.focus({ preventScroll: true });
    reveal(document.getElementById(`item-${chosen}`));
  }
  announce(t("chosen", { n: number(chosen), what: spokenOf(page.byNumber.get(chosen)) }));
}

function close() {
  if (desk.open === null) return;
  const { open } = desk;
  desk.open = null;
  if (SHEET.rows.has(open)) markOpen(open, false);
  routeMap.show(undefined);
}

function reveal(element) {
  element?.scrollIntoView({ block: "start", behavior: STILL.matches ? "auto" : "smooth" });
}

function announce(words) {
  document.getElementById("spoken").textContent = words;
}

/* Show what the address names, when the page opens and when the reader goes back. */
function restore() {
  const view = readAddress();
  const { open } = view;
  close();
  Object.assign(desk, view, { open: null });
  apply();
  if (open !== null) show(open, "address");
  const [zoom, lat, lon] = view.at.split("/").map(Number);
  if (view.at && [zoom, lat, lon].every(Number.isFinite)) {
    desk.at = view.at;
    routeMap.map.setView([lat, lon], zoom, { animate: false });
  }
  return open;
}

/* Only where the reader moved the map does the address say how it stands. */
function followMap() {
  let byHand = false;
  const box = routeMap.map.getContainer();
  ["pointerdown", "wheel", "keydown"].forEach((name) => box.addEventListener(name, (event) => { byHand = !event.target.closest(".badge, .home"); }, { passive: true }));
  routeMap.map.on("moveend", () => {
    if (!byHand) return;
    const { lat, lng } = routeMap.map.getCenter();
    desk.at = `${Math.round(routeMap.map.getZoom() * 100) / 100}/${lat.toFixed(3)}/${lng.toFixed(3)}`;
    remember(true);
  });
}

document.title = spoken(page.title) || document.title;
writeEvidence((number, fromPlace) => choose(number, fromPlace ? "place" : "list"));
writeKey(page);
const finder = page.items.length > 1 ? new Finder(document.getElementById("tools")) : null;
const table = new Table(document.getElementById("list"), (number) => choose(number, "table"));
const time = new Time(document.getElementById("key"));
const routeMap = new RouteMap(map_page, page, (number) => choose(number, "map"));
map_page.routeMap = routeMap;

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || desk.open === null || document.querySelector("dialog[open]")) return;
  const number = desk.open;
  const inMap = document.querySelector(".map").contains(document.activeElement);
  close();
  remember(false);
  (inMap ? routeMap.badgeOf(number) : document.getElementById(`choose-${number}`))?.focus({ preventScroll: true });
});
document.addEventListener("beforematch", (event) => {
  const region = event.target.closest(".claims");
  if (region) choose(Number(region.id.replace("claims-", "")), "search");
});
addEventListener("popstate", restore);

if (restore() === null && page.items.length) fold(page.items[0].number, false);
followMap();

const PAPER_SHARPNESS = 3;

function layOutForPaper(printing) {
  document.documentElement.classList.toggle("printing", printing);
  routeMap.refit();
  routeMap.repaint(printing ? PAPER_SHARPNESS : undefined);
}

addEventListener("beforeprint", () => {
  everyCard();
  SHEET.rows.forEach((_, number) => fillClaims(number));
  document.querySelectorAll("details").forEach((one) => { one.open = true; });
  layOutForPaper(true);
});
addEventListener("afterprint", () => layOutForPaper(false));
document.documentElement.classList.add("ready");
