/* Ties map and list together: choosing a number in one shows it in the other. */

const page = unpackedPage(JSON.parse(document.getElementById("data").textContent));

const desk = { open: null };

function choose(number, from) {
  const again = desk.open === number && from === "list";
  close();
  if (again) return;
  desk.open = number;
  routeMap.show(number);
  fold(number, false);
  cardFor(number).classList.add("chosen");
  const button = document.getElementById(`choose-${number}`);
  if (from === "list") {
    routeMap.goTo(number);
  } else {
    button.focus({ preventScroll: true });
    reveal(document.getElementById(`item-${number}`));
  }
  if (from === "place") routeMap.goTo(number);
  say(routeMap.items.get(number));
  remember(`#${number}`);
}

function close() {
  if (desk.open === null) return;
  fold(desk.open, true);
  document.getElementById(`item-${desk.open}`).classList.remove("chosen");
  desk.open = null;
  routeMap.show(undefined);
  remember(" ");
}

function reveal(element) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  element.scrollIntoView({ block: "start", behavior: still ? "auto" : "smooth" });
}

function say(item) {
  document.getElementById("spoken").textContent = `${item.number} chosen. ${spoken(item.spoken)}`;
}

/* The address names what is open, so that a leg can be cited; a framed page may not set it. */
function remember(hash) {
  try {
    history.replaceState(null, "", hash === " " ? location.pathname + location.search : hash);
  } catch {
    /* The page works the same without. */
  }
}

document.title = spoken(page.title) || document.title;
writeEvidence(page, (number, fromPlace) => choose(number, fromPlace ? "place" : "list"));
writeKey(page);
const routeMap = new RouteMap(map_page, page, (number) => choose(number, "map"));
map_page.routeMap = routeMap;

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || desk.open === null) return;
  const number = desk.open;
  const inMap = document.querySelector(".map").contains(document.activeElement);
  close();
  (inMap ? routeMap.badgeOf(number) : document.getElementById(`choose-${number}`))?.focus({ preventScroll: true });
});
document.addEventListener("beforematch", (event) => {
  const region = event.target.closest(".claims");
  if (region) choose(Number(region.id.replace("claims-", "")), "search");
});

const named = Number(location.hash.slice(1));
const first = page.items[0]?.number;
if (routeMap.items.has(named)) choose(named, "place");
else if (first !== undefined) fold(first, false);

const PAPER_SHARPNESS = 3;

function layOutForPaper(printing) {
  document.documentElement.classList.toggle("printing", printing);
  routeMap.refit();
  routeMap.repaint(printing ? PAPER_SHARPNESS : undefined);
}


addEventListener("beforeprint", () => {
  everyCard();
  document.querySelectorAll("details").forEach((one) => { one.open = true; });
  layOutForPaper(true);
});
addEventListener("afterprint", () => layOutForPaper(false));
document.documentElement.classList.add("ready");
