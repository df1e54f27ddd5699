/* Badges and names, placed greedily so that they do not cover each other: numbers first, then
   the names of stops and areas, then as many of the basemap's names as there is room for. */

const AROUND = [[1, 0], [-1, 0], [0.8, -1], [0.8, 1], [-0.8, -1], [-0.8, 1], [0, -1], [0, 1]];

class Labels {
  constructor(map, page) {
    this.map = map;
    this.page = page;
    this.badges = new Map();
    map.createPane("names").style.zIndex = 610;
    map.createPane("badges").style.zIndex = 650;
    this.stops = page.map.marks.map((mark) => ({ mark, ...this.name(mark.name, "name spot", mark) }));
    this.areas = page.map.areas.map((area) => ({ area, ...this.name(area.name, `name area ${area.precision}`, area) }));
    const shown = new Set([...page.map.marks, ...page.map.areas].map((place) => place.name.toLowerCase()));
    this.quiet = page.basemap.labels.filter((label) => !shown.has(label.name.toLowerCase()))
      .map((label) => ({ label, ...this.name(label.name, `name quiet ${label.kind}`, label) }));
  }

  name(text, className, { lon_deg: lon, lat_deg: lat }) {
    const element = el("span", { class: className, "aria-hidden": "true" }, data(text));
    const marker = this.marker(element, [lat, lon], "names", { interactive: false, keyboard: false });
    return { element, marker, at: L.latLng(lat, lon) };
  }

  marker(element, position, pane, options) {
    const icon = L.divIcon({ html: element, className: "anchor", iconSize: [0, 0] });
    return L.marker(position, { icon, pane, ...options }).addTo(this.map);
  }

  addBadge(item, onChoose) {
    const element = badge(item, "button");
    element.setAttribute("aria-label", `${number(item.number)}. ${spokenOf(item)}`);
    element.setAttribute("data-number", item.number);
    const marker = this.marker(element, [0, 0], "badges", { interactive: false, keyboard: false });
    L.DomEvent.disableClickPropagation(element);
    element.addEventListener("click", () => onChoose(item.number));
    this.badges.set(item.number, { element, marker });
  }

  lay(lines) {
    this.measure();
    this.taken = new Grid([...this.page.map.marks.map((mark) => this.around(mark, 7)), ...this.controls()]);
    this.points = new Density([...lines.values()].flatMap((line) => line.path.samples(9)));
    const byLength = [...lines.values()].sort((a, b) => a.path.length - b.path.length);
    byLength.forEach((line) => this.layLegBadge(line));
    byLength.forEach((line) => line.layArrows(this.taken));
    this.stops.forEach((stop) => this.layStop(stop));
    this.laySiteBadges();
    this.areas.forEach((area) => this.layArea(area));
    this.layQuiet();
  }

  /* Read all sizes at once: a browser lays the page out anew for each that follows a change. */
  measure() {
    if (this.sizes) return;
    const badges = [...this.badges.values()].map(({ element }) => element);
    const all = [...badges, ...[...this.stops, ...this.areas, ...this.quiet].map(({ element }) => element)];
    badges.forEach((element) => element.classList.remove("short"));
    this.sizes = new Map(all.map((element) => [element, sizeOf(element)]));
    badges.forEach((element) => element.classList.add("short"));
    this.shortSizes = new Map(badges.map((element) => [element, sizeOf(element)]));
  }

  around({ lon_deg: lon, lat_deg: lat }, reach) {
    const { x, y } = this.map.latLngToLayerPoint([lat, lon]);
    return { left: x - reach, right: x + reach, top: y - reach, bottom: y + reach };
  }

  /* Buttons and scale bar cover what lies under them when the map is first shown. */
  controls() {
    const frame = this.map.getContainer().getBoundingClientRect();
    const corner = this.map.containerPointToLayerPoint([0, 0]);
    return [...this.map.getContainer().querySelectorAll(".leaflet-control")].map((control) => {
      const { left, right, top, bottom } = control.getBoundingClientRect();
      const [x, y] = [corner.x - frame.left, corner.y - frame.top];
      return { left: left + x, right: right + x, top: top + y, bottom: bottom + y };
    });
  }

  /* A badge gives up its word where there is no room; the number leads to the word. */
  layLegBadge(line) {
    const { element, marker } = this.badges.get(line.item.number);
    let best = this.placeOnLine(line, this.sizes.get(element));
    const short = best.box.right - best.box.left > line.path.length * 0.7 || this.taken.overlap(best.box, 2) > 0;
    if (short) best = this.placeOnLine(line, this.shortSizes.get(element));
    element.classList.toggle("short", short);
    this.settle(marker, element, best.point, [0, 0], best.box);
  }

  placeOnLine({ path }, size) {
    const view = this.view();
    const places = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82].map((share) => path.at(path.length * share).point);
    const { point, direction } = path.at(path.length / 2);
    const beside = [18, -18, 30, -30].map((px) => point.add(L.point(-direction.y, direction.x).multiplyBy(px)));
    const inOrder = path.length < 70 ? [...beside, ...places] : [...places, ...beside];
    return least(inOrder.map((at, n) => {
      const box = centred(at, size);
      return { point: at, box, cost: n + 400 * this.taken.overlap(box, 2) + outside(box, view) };
    }));
  }

  laySiteBadges() {
    const at = new Map();
    for (const mark of this.page.map.marks) mark.numbers.forEach((number) => at.set(number, mark));
    for (const area of this.page.map.areas) area.numbers.forEach((number) => at.set(number, area));
    for (const item of this.page.items) {
      const place = item.kind === "site" ? at.get(item.number) : null;
      if (!place) continue;
      const { element, marker } = this.badges.get(item.number);
      const point = this.map.latLngToLayerPoint([place.lat_deg, place.lon_deg]);
      let best = this.placeAround(point, this.sizes.get(element));
      const short = this.taken.overlap(best.box, 2) > 0;
      if (short) best = this.placeAround(point, this.shortSizes.get(element));
      element.classList.toggle("short", short);
      this.settle(marker, element, point, best.offset, best.box);
    }
  }

  placeAround(point, size) {
    const view = this.view();
    return least(AROUND.map(([x, y], n) => {
      const offset = L.point(x * (size.x / 2 + 11), y * (size.y / 2 + 9));
      const box = centred(point.add(offset), size);
      return { offset, box, cost: n + 400 * this.taken.overlap(box, 2) + 6 * this.crossed(box) + outside(box, view) };
    }));
  }

  layStop({ element, marker, at }) {
    const size = this.sizes.get(element);
    const point = this.map.latLngToLayerPoint(at);
    const view = this.view();
    const best = least(AROUND.map(([x, y], n) => {
      const offset = L.point(x * (size.x / 2 + (y ? 2 : 11)), y * (size.y / 2 + 9));
      const box = centred(point.add(offset), size);
      return { offset, box, cost: n * 2 + 400 * this.taken.overlap(box, 1) + 9 * this.crossed(box) + outside(box, view) };
    }));
    this.settle(marker, element, point, best.offset, best.box);
  }

  /* A name may move within its area, hardly beyond: far from it, it would name something else. */
  layArea({ area, element, marker, at }) {
    const size = this.sizes.get(element);
    const point = this.map.latLngToLayerPoint(at);
    const view = this.view();
    const reach = Math.max(26, this.reachOf(area));
    const sideways = size.x / 2 + 12;
    const offsets = [0, 22, -22, 44, -44, 66, -66].flatMap((y) => [0, 40, -40, 80, -80, sideways, -sideways].map((x) => L.point(x, y)))
      .filter(({ x, y }) => Math.hypot(Math.max(0, Math.abs(x) - sideways), y) <= reach && (Math.abs(x) <= reach || Math.abs(x) === sideways));
    const best = least(offsets.map((offset) => {
      const box = centred(point.add(offset), size);
      const far = Math.hypot(offset.x, offset.y);
      return { offset, box, cost: far / 6 + 400 * this.taken.overlap(box, 12) + 9 * this.crossed(box) + outside(box, view) };
    }));
    const covered = this.taken.overlap(best.box, 0) > 0.1;
    element.classList.toggle("off", covered);
    if (!covered) this.settle(marker, element, point, best.offset, best.box);
  }

  reachOf(area) {
    if (!area.rings.length) return 0;
    const bounds = L.latLngBounds(area.rings.flatMap((ring) => unpacked(ring, 10000)));
    const [one, other] = [bounds.getSouthWest(), bounds.getNorthEast()].map((corner) => this.map.latLngToLayerPoint(corner));
    return Math.min(Math.abs(one.x - other.x), Math.abs(one.y - other.y)) / 3;
  }

  layQuiet() {
    const names = new Grid();
    const view = this.map.getBounds();
    const window = this.view();
    const room = 6 + Math.max(0, Math.round((this.map.getZoom() - this.map.firstZoom) * 8));
    const shown = { country: 0, sea: 0, town: 0 };
    for (const { label, element, marker, at } of this.quiet) {
      const point = this.map.latLngToLayerPoint(at);
      const size = this.sizes.get(element);
      const town = label.kind === "town";
      const offset = town ? L.point(size.x / 2 + 5, 0) : L.point(0, 0);
      const box = centred(point.add(offset), size);
      if (town) box.left -= 8;
      const fits = view.contains(at) && !outside(box, window) && shown[label.kind] < (town ? room : 40) &&
        !this.taken.overlap(box, town ? 10 : 6) && !names.overlap(box, town ? 10 : 6) && !this.crossed(box);
      element.classList.toggle("off", !fits);
      if (!fits) continue;
      shown[label.kind] += 1;
      names.add(box);
      this.move(marker, element, point, offset);
    }
  }

  view() {
    const corner = this.map.containerPointToLayerPoint([0, 0]);
    const size = this.map.getSize();
    return { left: corner.x + 6, top: corner.y + 6, right: corner.x + size.x - 6, bottom: corner.y + size.y - 6 };
  }

  crossed(box) {
    return this.points.within(box);
  }

  settle(marker, element, point, offset, box) {
    this.taken.add(box);
    this.move(marker, element, point, offset);
  }

  move(marker, element, point, offset) {
    marker.setLatLng(this.map.layerPointToLatLng(point));
    const { x, y } = L.point(offset);
    element.style.transform = `translate(-50%, -50%) translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
  }
}

function sizeOf(element) {
  return L.point(element.offsetWidth, element.offsetHeight);
}

function centred({ x, y }, size) {
  return { left: x - size.x / 2, right: x + size.x / 2, top: y - size.y / 2, bottom: y + size.y / 2 };
}

/* Boxes by the squares of a grid that they touch, so that only neighbours are compared. */
class Grid {
  constructor(boxes = []) {
    this.cells = new Map();
    boxes.forEach((box) => this.add(box));
  }

  add(box) {
    eachCell(box, 0, 48, (key) => {
      const held = this.cells.get(key);
      if (held) held.push(box);
      else this.cells.set(key, [box]);
    });
  }

  touching(box, margin) {
    const near = new Set();
    eachCell(box, margin, 48, (key) => {
      for (const other of this.cells.get(key) || []) {
        if (box.right + margin > other.left && box.left - margin < other.right &&
          box.bottom + margin > other.top && box.top - margin < other.bottom) near.add(other);
      }
    });
    return near;
  }

  /* The share of a box that others cover, each counted. */
  overlap(box, margin) {
    const area = Math.max(1, (box.right - box.left) * (box.bottom - box.top));
    let share = 0;
    for (const other of this.touching(box, margin)) {
      const width = Math.min(box.right, other.right + margin) - Math.max(box.left, other.left - margin);
      const height = Math.min(box.bottom, other.bottom + margin) - Math.max(box.top, other.top - margin);
      share += Math.max(0.02, (width * height) / area);
    }
    return share;
  }
}

/* How many points of lines lie in each small square. */
class Density {
  constructor(points) {
    this.cells = new Map();
    for (const { x, y } of points) {
      const key = cellKey(Math.floor(x / 6), Math.floor(y / 6));
      this.cells.set(key, (this.cells.get(key) || 0) + 1);
    }
  }

  within(box) {
    let count = 0;
    eachCell(box, 0, 6, (key) => { count += this.cells.get(key) || 0; });
    return count;
  }
}

function eachCell(box, margin, size, act) {
  const right = Math.floor((box.right + margin) / size);
  const bottom = Math.floor((box.bottom + margin) / size);
  for (let x = Math.floor((box.left - margin) / size); x <= right; x += 1) {
    for (let y = Math.floor((box.top - margin) / size); y <= bottom; y += 1) act(cellKey(x, y));
  }
}

function cellKey(x, y) {
  return x * 1000003 + y;
}

function outside(box, view) {
  const beyond = [view.left - box.left, box.right - view.right, view.top - box.top, box.bottom - view.bottom];
  return beyond.reduce((sum, px) => sum + Math.max(0, px) * 4, 0);
}

function least(places) {
  return places.reduce((best, place) => (place.cost < best.cost ? place : best));
}
