/* The page's data with its parts joined: items know their route, places, claims and standing. */

const page = unpackedPage(JSON.parse(document.getElementById("data").textContent));

function joined() {
  page.dossiers.forEach((dossier) => {
    dossier.claims.forEach((claim, index) => { claim.index = index; });
    dossier.items.forEach((item) => { item.dossier = dossier; });
    dossier.routes.forEach((route) => {
      route.items = dossier.items.slice(route.first, route.first + route.legs);
      route.items.forEach((item) => { item.route = route; });
      route.dossier = dossier;
    });
  });
  page.byNumber = new Map(page.items.map((item) => [item.number, item]));
  page.byKey = new Map();
  page.items.forEach((item) => page.byKey.set(keyOf(item), item));
  page.dossiers.forEach((dossier) => dossier.routes.forEach((route) => {
    if (route.items.length) page.byKey.set(keyIn(dossier, route.key), route.items[0]);
  }));
}

/* What an address calls an item; where there are several dossiers their ids come first. */
function keyOf(item) {
  return keyIn(item.dossier, item.key);
}

function keyIn(dossier, key) {
  return page.dossiers.length > 1 ? `${dossier.key}/${key}` : key;
}

function endOf(item, side) {
  const place = item.dossier.places[side ? item.end : item.start];
  return place?.name ?? item.named[side] ?? null;
}

function startName(item) {
  return endOf(item, 0) ?? t("leg.no_origin");
}

function endName(item) {
  return endOf(item, 1) ?? t("leg.no_destination");
}

function siteName(item) {
  return item.dossier.places[item.place]?.name ?? item.named[0] ?? "";
}

function titleOf(item) {
  return item.kind === "leg" ? `${startName(item)} ${document.dir === "rtl" ? "←" : "→"} ${endName(item)}` : `${item.activity}, ${siteName(item)}`;
}

function claimsOn(item) {
  const indices = new Set(item.exchanges.flatMap(({ said, answers }) => [...said, ...answers]));
  return [...indices].map((index) => item.dossier.claims[index]);
}

function sourceOf(claim, dossier) {
  return dossier.sources[claim.source];
}

function outlet(source) {
  return source.publisher || source.title;
}

function speakerOf(claim, dossier) {
  const source = sourceOf(claim, dossier);
  return claim.speaker || (source ? outlet(source) : "");
}

/* Who takes a stance, as far as it was known by the day at which the page stands. */
function speakers(item, stance) {
  return [...new Set(knownClaims(item, desk.known).filter((claim) => claim.stance === stance).map((claim) => speakerOf(claim, item.dossier)))];
}

/* The last day of a year or month that is written alone: by then it was known. */
function publishedBy(source) {
  const written = source?.published || "";
  if (!ISO_DAY.test(written)) return "";
  return written.length === 10 ? written : written.length === 7 ? `${written}-31` : `${written}-12-31`;
}

function knownClaims(item, on) {
  const claims = claimsOn(item);
  return on ? claims.filter((claim) => publishedBy(sourceOf(claim, item.dossier)) <= on) : claims;
}

/* What the claims that were published by a day add up to, as routes.evidence.status_of has it. */
function statusOn(item, on) {
  if (!on) return item.status;
  const claims = knownClaims(item, on);
  if (!claims.length) return null;
  const stands = stillAsserted(claims);
  const denied = claims.some(({ stance }) => stance === "denies");
  if (!stands.length) return claims.some(({ stance }) => stance === "retracts") ? "retracted" : denied ? "denied" : "unsupported";
  if (denied) return "disputed";
  return rootsOf(stands, item.dossier).length > 1 ? "corroborated" : "single-source";
}

/* The status by the day at which the page stands. */
function standing(item) {
  if (item.stoodOn !== desk.known) Object.assign(item, { stoodOn: desk.known, stood: statusOn(item, desk.known) ?? "unsupported" });
  return item.stood;
}

function stillAsserted(claims) {
  const withdrawn = claims.filter(({ stance }) => stance === "retracts");
  return claims.filter((claim) => ["asserts", "corrects"].includes(claim.stance) && !withdrawn.some((one) => withdraws(one, claim)));
}

function withdraws(retraction, claim) {
  return retraction.answers.length ? retraction.answers.includes(claim.index) : retraction.source === claim.source;
}

/* The sources on which claims rest in the end; a circle counts as one, named by its first id. */
function rootsOf(claims, dossier) {
  const roots = new Set();
  claims.forEach((claim) => {
    const before = ancestors(claim.source, dossier);
    const ends = [...before].filter((one) => !dossier.sources[one]?.based_on.length);
    const circle = () => [...before].filter((one) => ancestors(one, dossier, false).has(one)).sort((a, b) => (dossier.sources[a].key < dossier.sources[b].key ? -1 : 1)).slice(0, 1);
    (ends.length ? ends : circle()).forEach((one) => roots.add(one));
  });
  return [...roots];
}

function ancestors(source, dossier, itself = true) {
  const seen = new Set();
  const queue = itself ? [source] : [...(dossier.sources[source]?.based_on ?? [])];
  while (queue.length) {
    const one = queue.pop();
    if (!seen.has(one)) queue.push(...(dossier.sources[one]?.based_on ?? []));
    seen.add(one);
  }
  return seen;
}

/* A leg or site in one sentence, for those who listen. */
function spokenOf(item) {
  const names = { from: spoken(startName(item)), to: spoken(endName(item)), what: spoken(item.activity), place: spoken(siteName(item)) };
  const words = [item.kind === "site" ? t("spoken.site", names)
    : item.mode === "unspecified" ? t("spoken.leg_unstated", names)
      : t("spoken.leg", { ...names, mode: STYLE.modes[item.mode].word })];
  if (item.phase !== "active") words.push(STYLE.phases[item.phase].word);
  words.push(STYLE.statuses[standing(item)].word);
  const denied = speakers(item, "denies");
  if (denied.length) words.push(t("answer.denies", { names: listedWords(denied) }));
  return words.join(t("list.comma"));
}

joined();
