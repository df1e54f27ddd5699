/* The address names what is open and what is sought, so that a view can be cited and shared. */

const FRESH = { query: "", picked: [], from: "", to: "", day: "", known: "", form: "list", sort: "number", at: "" };
const NAMES = { query: "q", from: "from", to: "to", day: "day", known: "known", form: "view", sort: "sort", at: "at" };

function written() {
  const params = new URLSearchParams();
  if (desk.open !== null) params.set("r", keyOf(page.byNumber.get(desk.open)));
  Object.entries(NAMES).forEach(([own, name]) => { if (desk[own] !== FRESH[own]) params.set(name, desk[own]); });
  desk.picked.forEach(([facet, value]) => params.append("f", `${facet}:${value}`));
  return params.toString().replace(/%2F/g, "/").replace(/%3A/g, ":");
}

function readAddress() {
  const hash = location.hash.slice(1);
  const params = new URLSearchParams(hash);
  const asked = page.byKey.get(params.get("r")) ?? page.byNumber.get(Number(params.get("r") ?? hash));
  const view = { ...FRESH, open: asked?.number ?? null };
  Object.entries(NAMES).forEach(([own, name]) => { view[own] = params.get(name) ?? FRESH[own]; });
  view.picked = params.getAll("f").map((one) => [one.split(":")[0], one.slice(one.indexOf(":") + 1)]).filter(([facet]) => FACETS.includes(facet));
  if (!["list", "table"].includes(view.form)) view.form = "list";
  ["from", "to", "known"].forEach((name) => { if (!isDay(view[name])) view[name] = ""; });
  if (!/^\d{4}-\d\d-\d\d\/\d{4}-\d\d-\d\d$/.test(view.day)) view.day = "";
  return view;
}

/* A step of its own in the browser's history, or none while a slider moves or a word is typed;
   a framed page may not set its address. */
function remember(quietly) {
  const hash = written();
  if (hash === location.hash.slice(1)) return;
  try {
    const address = hash ? `#${hash}` : location.pathname + location.search;
    if (quietly) history.replaceState(null, "", address);
    else history.pushState(null, "", address);
  } catch {
    /* The page works the same without. */
  }
}
