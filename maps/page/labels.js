/* Badges and names of what is in sight, placed greedily so that they do not cover each other:
   numbers first, then the names of stops and areas, then as many of the basemap's names as there
   is room for. Positions are pixels of Leaflet's layers, which stay through a pan. */

const AROUND = [[1, 0], [-1, 0], [0.8, -1], [0.8, 1], [-0.8, -1], [-0.8, 1], [0, -1], [0, 1]];
const FURTHER_PX = 14;
const MOST_BADGES = 120;
const MOST_NAMES = 120;

class Labels {
  constructor(map, page, { marks, areas }, onChoose) {
    this.map = map;
    this.onChoose = onChoose;
    this.holders = new Map();
    this.panes = { names: map.createPane("names"), badges: map.createPane("badges") };
    this.panes.names.style.zIndex = 610;
    this.panes.badges.style.zIndex = 650;
    this.marks = marks;
    this.areas = areas;
    this.sites = page.items.filter((item) => item.kind === "site");
    this.homes = new Map([...areas, ...marks].flatMap((place) => place.numbers.map((number) => [number, place])));
    const shown = new Set([...marks, ...areas].map((place) => place.name.toLowerCase()));
    this.quiet = (page.tiles ? [] : page.basemap.labels).filter((label) => !shown.has(label.name.toLowerCase())).map((label, n) => ({ ...label, key: `quiet-${n}`, ...planePoint(label) }));
    map.on("zoomanim", ({ center, zoom }) => this.follow((at) => map._latLngToNewLayerPoint(at, zoom, center)));
    map.on("zoom", () => this.follow((at) => map.latLngToLayerPoint(at)));
  }

  follow(pointOf) {
    for (const { holder, at } of this.holders.values()) if (at) L.DomUtil.setPosition(holder, pointOf(at));
  }

  lay(legs, layer, only) {
    this.layer = layer;
    this.view = this.window();
    const seen = (place) => inside(this.pixel(place), this.view, 40);
    const allowed = (place) => !only || place.numbers.some((number) => only.has(number));
    const marks = this.marks.filter((mark) => seen(mark) && allowed(mark));
    const numbered = legs.length > MOST_BADGES ? [] : legs;
    numbered.forEach((leg) => this.badge(leg.item));
    const sites = this.sites.filter((item) => this.homes.has(item.number) && seen(this.homes.get(item.number)) && (!only || only.has(item.number))).slice(0, MOST_BADGES);
    sites.forEach((item) => this.badge(item));
    const named = marks.length > MOST_IN_FULL ? [] : marks.slice(0, MOST_NAMES);
    named.forEach((mark) => this.name(mark, "name spot"));
    const areas = this.areas.filter(allowed);
    areas.forEach((area) => this.name(area, `name area ${area.precision}`));
    this.quiet.forEach((label) => this.name(label, `name quiet ${label.kind}`));
    this.measure();
    this.used = new Set();
    this.taken = new Grid([...(named.length ? marks : []).map((mark) => this.around(mark, 7)), ...this.controls()]);
    this.points = new Density(legs.flatMap((leg) => leg.path(layer).samples(9)));
    this.layLegs(numbered);
    named.forEach((mark) => this.layStop(mark));
    sites.forEach((item) => this.laySite(item));
    areas.forEach((area) => this.layArea(area));
    this.layQuiet();
    this.putAway();
  }

  pixel({ x, y }) {
    return { x: x * this.layer.scale - this.layer.originX, y: y * this.layer.scale - this.layer.originY };
  }

  window() {
    const corner = this.map.containerPointToLayerPoint([0, 0]);
    const size = this.map.getSize();
    return { left: corner.x + 6, top: corner.y + 6, right: corner.x + size.x - 6, bottom: corner.y + size.y - 6 };
  }

  badge(item) {
    const held = this.holders.get(item.number);
    if (held?.element.dataset.status === standing(item)) return held;
    held?.holder.remove();
    const element = mapBadge(item);
    L.DomEvent.disableClickPropagation(element);
    element.addEventListener("click", (event) => this.onChoose(Number(tapped(event, element).dataset.number)));
    const after = [...this.panes.badges.children].find((one) => Number(one.dataset.number) > item.number);
    return this.hold(item.number, element, "badges", after);
  }

  name(place, className) {
    return this.holders.get(place.key) || this.hold(place.key, el("span", { class: className, "aria-hidden": "true" }, data(place.name)), "names");
  }

  hold(key, element, pane, before = null) {
    const holder = el("div", { class: "anchor leaflet-zoom-animated", "data-number": pane === "badges" ? key : null }, element);
    this.panes[pane].insertBefore(holder, before);
    const held = { key, element, holder, fresh: true };
    this.holders.set(key, held);
    return held;
  }

  /* Read all sizes at once: a browser lays the page out anew for each that follows a change. */
  measure() {
    const fresh = [...this.holders.values()].filter((held) => held.fresh);
    fresh.forEach(({ element }) => element.classList.remove("short"));
    fresh.forEach((held) => { held.size = sizeOf(held.element); });
    const badges = fresh.filter(({ element }) => element.matches(".badge"));
    badges.forEach(({ element }) => element.classList.add("short"));
    badges.forEach((held) => { held.shortSize = sizeOf(held.element); });
    fresh.forEach((held) => { held.fresh = false; });
  }

  around(place, reach) {
    const { x, y } = this.pixel(place);
    return { left: x - reach, right: x + reach, top: y - reach, bottom: y + reach };
  }

  /* Buttons and scale bar cover what lies under them. */
  controls() {
    const frame = this.map.getContainer().getBoundingClientRect();
    const corner = this.map.containerPointToLayerPoint([0, 0]);
    return [...this.map.getContainer().querySelectorAll(".leaflet-control")].map((control) => {
      const { left, right, top, bottom } = control.getBoundingClientRect();
      const [x, y] = [corner.x - frame.left, corner.y - frame.top];
      return { left: left + x, right: right + x, top: top + y, bottom: bottom + y };
    });
  }

  /* A badge that is still in sight after a pan stays where it is. */
  layLegs(legs) {
    const byLength = [...legs].sort((a, b) => a.path(this.layer).length - b.path(this.layer).length);
    const stays = byLength.filter((leg) => leg.spot && within(leg.spot.box, this.view));
    const moves = byLength.filter((leg) => !stays.includes(leg));
    stays.forEach((leg) => this.settle(leg.number, leg.spot.point, [0, 0], leg.spot.box));
    moves.forEach((leg) => this.layLeg(leg));
    byLength.forEach((leg) => { leg.clear = [...this.taken.touching(boxOf(leg.path(this.layer).points), 0)]; });
  }

  /* A badge gives up its word where there is no room; the number leads to the word. */
  layLeg(leg) {
    const path = leg.path(this.layer);
    const stretch = path.within(this.view);
    if (!stretch) return;
    const held = this.holders.get(leg.number);
    let best = this.placeOnLine(path, stretch, held.size);
    const short = best.box.right - best.box.left > (stretch[1] - stretch[0]) * 0.7 || this.taken.overlap(best.box, 2) > 0;
    if (short) best = this.placeOnLine(path, stretch, held.shortSize);
    held.element.classList.toggle("short", short);
    leg.spot = this.hasRoom(best.box) ? best : null;
    if (leg.spot) this.settle(leg.number, best.point, [0, 0], best.box);
  }

  placeOnLine(path, [from, to], size) {
    const length = to - from;
    const places = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82].map((share) => path.at(from + length * share));
    const middle = path.at(from + length / 2);
    const beside = [18, -18, 30, -30, 46, -46].map((px) => ({ x: middle.x - middle.dy * px, y: middle.y + middle.dx * px }));
    const inOrder = length < 70 ? [...beside, ...places] : [...places, ...beside];
    return least(inOrder.map((point, n) => {
      const box = centred(point, size);
      return { point, box, cost: n + 400 * this.taken.overlap(box, 2) + outside(box, this.view) };
    }));
  }

  laySite(item) {
    const held = this.holders.get(item.number);
    const point = this.pixel(this.homes.get(item.number));
    let best = this.placeAround(point, held.size, 11, 6);
    const short = this.taken.overlap(best.box, 2) > 0;
    if (short) best = this.placeAround(point, held.shortSize, 11, 6);
    held.element.classList.toggle("short", short);
    if (this.hasRoom(best.box)) this.settle(item.number, point, best.offset, best.box);
  }

  /* When first shown the map has every number; further out only those that have room. */
  hasRoom(box) {
    return this.layer.zoom >= this.map.firstZoom || this.taken.overlap(box, 0) < 0.02;
  }

  placeAround(point, size, beside, crossing) {
    const further = (beside < 11 ? [0] : [0, FURTHER_PX]).flatMap((px) => AROUND.map(([x, y]) => [x, y, px]));
    return least(further.map(([x, y, px], n) => {
      const offset = { x: x * (size.x / 2 + px + (y && beside < 11 ? 2 : 11)), y: y * (size.y / 2 + px + 9) };
      const box = centred({ x: point.x + offset.x, y: point.y + offset.y }, size);
      return { offset, box, cost: n * 2 + 400 * this.taken.overlap(box, 1) + crossing * this.points.within(box) + outside(box, this.view) };
    }));
  }

  layStop(mark) {
    const { size } = this.holders.get(mark.key);
    const point = this.pixel(mark);
    const best = this.placeAround(point, size, 2, 9);
    if (this.taken.overlap(best.box, 0) > 0.02) return;
    this.settle(mark.key, point, best.offset, best.box);
  }

  /* A name may move within its area, hardly beyond: far from it, it would name something else. */
  layArea(area) {
    const { size } = this.holders.get(area.key);
    const point = this.pixel(area);
    const reach = Math.max(26, this.reachOf(area));
    const sideways = size.x / 2 + 12;
    const offsets = [0, 22, -22, 44, -44, 66, -66].flatMap((y) => [0, 40, -40, 80, -80, sideways, -sideways].map((x) => ({ x, y })))
      .filter(({ x, y }) => Math.hypot(Math.max(0, Math.abs(x) - sideways), y) <= reach && (Math.abs(x) <= reach || Math.abs(x) === sideways));
    const best = least(offsets.map((offset) => {
      const box = centred({ x: point.x + offset.x, y: point.y + offset.y }, size);
      const far = Math.hypot(offset.x, offset.y);
      return { offset, box, cost: far / 6 + 400 * this.taken.overlap(box, 12) + 9 * this.points.within(box) + outside(box, this.view) };
    }));
    if (this.taken.overlap(best.box, 0) <= 0.02) this.settle(area.key, point, best.offset, best.box);
  }

  reachOf({ courses }) {
    if (!courses.length) return 0;
    const [width, height] = [extreme(courses, "right", Math.max) - extreme(courses, "left", Math.min), extreme(courses, "bottom", Math.max) - extreme(courses, "top", Math.min)];
    return (Math.min(width, height) * this.layer.scale) / 3;
  }

  layQuiet() {
    const names = new Grid();
    const room = 6 + Math.max(0, Math.round((this.layer.zoom - this.map.firstZoom) * 8));
    const shown = { country: 0, sea: 0, river: 0, town: 0 };
    for (const label of this.quiet) {
      const { size } = this.holders.get(label.key);
      const point = this.pixel(label);
      const town = label.kind === "town";
      const offset = { x: town ? size.x / 2 + 5 : 0, y: 0 };
      const box = centred({ x: point.x + offset.x, y: point.y }, size);
      if (town) box.left -= 8;
      const fits = !outside(box, this.view) && shown[label.kind] < (town ? room : 40) &&
        !this.taken.overlap(box, town ? 10 : 6) && !names.overlap(box, town ? 10 : 6) && !this.points.within(box);
      if (!fits) continue;
      shown[label.kind] += 1;
      names.add(box);
      this.move(label.key, point, offset);
    }
  }

  settle(key, point, offset, box) {
    this.taken.add(box);
    this.move(key, point, offset);
  }

  move(key, point, offset) {
    const held = this.holders.get(key);
    const { x, y } = L.point(offset);
    held.at = this.map.layerPointToLatLng(L.point(point.x, point.y));
    L.DomUtil.setPosition(held.holder, L.point(point.x, point.y));
    held.element.style.transform = `translate(-50%, -50%) translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
    this.used.add(key);
  }

  /* What found no place is hidden; badges of lines out of sight go, unless they hold the focus. */
  putAway() {
    for (const [key, { element, holder }] of this.holders) {
      const used = this.used.has(key);
      element.classList.toggle("off", !used);
      if (used || !element.matches(".badge") || element === document.activeElement) continue;
      holder.remove();
      this.holders.delete(key);
    }
  }

  show(chosen) {
    for (const [key, { element }] of this.holders) {
      if (!element.matches(".badge")) continue;
      element.classList.toggle("chosen", key === chosen);
      element.classList.toggle("dim", chosen !== undefined && key !== chosen);
      element.setAttribute("aria-pressed", key === chosen);
    }
  }
}

/* Under a finger the hit areas of badges overlap where these stand close: the nearest is meant. */
function tapped({ detail, clientX: x, clientY: y }, badge) {
  if (!detail) return badge;
  const away = (one) => {
    const { left, right, top, bottom } = one.getBoundingClientRect();
    return Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));
  };
  const under = document.elementsFromPoint(x, y).filter((one) => one.matches(".map .badge"));
  return under.reduce((nearest, one) => (away(one) < away(nearest) ? one : nearest), badge);
}

function mapBadge(item) {
  const status = STYLE.statuses[standing(item)];
  const words = [status.shown ? status.word : "", STYLE.phases[item.phase].dotted ? STYLE.phases[item.phase].word : ""].filter(Boolean);
  return el("button", { type: "button", class: `badge ${item.kind} ${item.mode ? `mode-${item.mode}` : ""}`, "aria-label": `${number(item.number)}. ${spokenOf(item)}`, "data-number": item.number, "data-status": standing(item) },
    item.mode && item.mode !== "unspecified" ? symbol(item.mode) : null,
    el("span", { class: "number" }, number(item.number)),
    words.length ? el("span", { class: "word" }, words.join(", ")) : null);
}

function planePoint({ lon_deg: lon, lat_deg: lat }) {
  const { left: x, top: y } = new Course([lon, lat]);
  return { x, y };
}

function sizeOf(element) {
  return L.point(element.offsetWidth, element.offsetHeight);
}

function inside({ x, y }, box, wider) {
  return x >= box.left - wider && x <= box.right + wider && y >= box.top - wider && y <= box.bottom + wider;
}

function within(one, other) {
  return one.left >= other.left && one.right <= other.right && one.top >= other.top && one.bottom <= other.bottom;
}

function boxOf(points) {
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const { x, y } of points) {
    box.left = Math.min(box.left, x);
    box.right = Math.max(box.right, x);
    box.top = Math.min(box.top, y);
    box.bottom = Math.max(box.bottom, y);
  }
  return box;
}
