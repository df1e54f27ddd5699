/* Badges and names, placed greedily so that they do not cover each other: numbers first, then
   the names of stops and areas, then as many of the basemap's names as there is room for. */

const AROUND = [[1, 0], [-1, 0], [0.8, -1], [0.8, 1], [-0.8, -1], [-0.8, 1], [0, -1], [0, 1]];

class Labels {
  constructor(map, page) {
    this.map = map;
    this.page = page;
    this.taken = [];
    this.points = [];
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
    element.setAttribute("aria-label", `${item.number}. ${spoken(item.spoken)}`);
    element.setAttribute("data-number", item.number);
    const marker = this.marker(element, [0, 0], "badges", { interactive: false, keyboard: false });
    L.DomEvent.disableClickPropagation(element);
    element.addEventListener("click", () => onChoose(item.number));
    this.badges.set(item.number, { element, marker });
  }

  lay(lines) {
    this.taken = [...this.page.map.marks.map((mark) => this.around(mark, 7)), ...this.controls()];
    this.points = [...lines.values()].flatMap((line) => line.path.samples(9));
    const byLength = [...lines.values()].sort((a, b) => a.path.length - b.path.length);
    byLength.forEach((line) => this.layLegBadge(line));
    byLength.forEach((line) => line.layArrows(this.taken));
    this.stops.forEach((stop) => this.layStop(stop));
    this.laySiteBadges();
    this.areas.forEach((area) => this.layArea(area));
    this.settled = this.taken.length;
    this.layQuiet();
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

  layLegBadge(line) {
    const { element, marker } = this.badges.get(line.item.number);
    const size = sizeOf(element);
    const view = this.view();
    const places = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82].map((share) => line.path.at(line.path.length * share));
    const beside = [18, -18, 30, -30].map((px) => {
      const { point, direction } = line.path.at(line.path.length / 2);
      return { point: point.add(L.point(-direction.y, direction.x).multiplyBy(px)) };
    });
    const others = line.path.length < 70 ? [...beside, ...places] : [...places, ...beside];
    const best = least(others.map(({ point }, n) => ({ point, box: centred(point, size) }))
      .map((place, n) => ({ ...place, cost: n + 400 * overlap(place.box, this.taken, 2) + outside(place.box, view) })));
    this.settle(marker, element, best.point, [0, 0], best.box);
  }

  laySiteBadges() {
    const at = new Map();
    for (const mark of this.page.map.marks) mark.numbers.forEach((number) => at.set(number, mark));
    for (const area of this.page.map.areas) area.numbers.forEach((number) => at.set(number, area));
    for (const item of this.page.items) {
      const place = item.kind === "site" ? at.get(item.number) : null;
      if (!place) continue;
      const { element, marker } = this.badges.get(item.number);
      const size = sizeOf(element);
      const point = this.map.latLngToLayerPoint([place.lat_deg, place.lon_deg]);
      const offsets = AROUND.map(([x, y]) => L.point(x * (size.x / 2 + 11), y * (size.y / 2 + 9)));
      const best = least(offsets.map((offset, n) => {
        const box = centred(point.add(offset), size);
        return { offset, box, cost: n + 400 * overlap(box, this.taken, 2) + 6 * this.crossed(box) + outside(box, this.view()) };
      }));
      this.settle(marker, element, point, best.offset, best.box);
    }
  }

  layStop({ element, marker, at }) {
    const size = sizeOf(element);
    const point = this.map.latLngToLayerPoint(at);
    const view = this.view();
    const best = least(AROUND.map(([x, y], n) => {
      const offset = L.point(x * (size.x / 2 + (y ? 2 : 11)), y * (size.y / 2 + 9));
      const box = centred(point.add(offset), size);
      return { offset, box, cost: n * 2 + 400 * overlap(box, this.taken, 1) + 9 * this.crossed(box) + outside(box, view) };
    }));
    this.settle(marker, element, point, best.offset, best.box);
  }

  layArea({ element, marker, at }) {
    const size = sizeOf(element);
    const point = this.map.latLngToLayerPoint(at);
    const view = this.view();
    const offsets = [0, 22, -22, 44, -44, 66, -66].flatMap((y) => [0, 40, -40, 80, -80].map((x) => L.point(x, y)));
    const best = least(offsets.map((offset) => {
      const box = centred(point.add(offset), size);
      const far = Math.hypot(offset.x, offset.y);
      return { offset, box, cost: far / 6 + 400 * overlap(box, this.taken, 2) + 9 * this.crossed(box) + outside(box, view) };
    }));
    this.settle(marker, element, point, best.offset, best.box);
  }

  layQuiet() {
    this.taken.length = this.settled;
    const view = this.map.getBounds();
    const window = this.view();
    const room = 6 + Math.max(0, Math.round((this.map.getZoom() - this.map.firstZoom) * 8));
    const shown = { country: 0, sea: 0, town: 0 };
    for (const { label, element, marker, at } of this.quiet) {
      const point = this.map.latLngToLayerPoint(at);
      const size = sizeOf(element);
      const town = label.kind === "town";
      const offset = town ? L.point(size.x / 2 + 5, 0) : L.point(0, 0);
      const box = centred(point.add(offset), size);
      if (town) box.left -= 8;
      const fits = view.contains(at) && !outside(box, window) && shown[label.kind] < (town ? room : 40) &&
        !overlap(box, this.taken, town ? 10 : 6) && !this.crossed(box);
      element.classList.toggle("off", !fits);
      if (!fits) continue;
      shown[label.kind] += 1;
      this.settle(marker, element, point, offset, box);
    }
  }

  view() {
    const corner = this.map.containerPointToLayerPoint([0, 0]);
    const size = this.map.getSize();
    return { left: corner.x + 6, top: corner.y + 6, right: corner.x + size.x - 6, bottom: corner.y + size.y - 6 };
  }

  crossed(box) {
    return this.points.filter((point) => boxHolds(box, point, 2)).length;
  }

  settle(marker, element, point, offset, box) {
    marker.setLatLng(this.map.layerPointToLatLng(point));
    const { x, y } = L.point(offset);
    element.style.transform = `translate(-50%, -50%) translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
    this.taken.push(box);
  }
}

function sizeOf(element) {
  return L.point(element.offsetWidth, element.offsetHeight);
}

function centred({ x, y }, size) {
  return { left: x - size.x / 2, right: x + size.x / 2, top: y - size.y / 2, bottom: y + size.y / 2 };
}

/* The share of a box that others cover, each counted. */
function overlap(box, others, margin) {
  const area = Math.max(1, (box.right - box.left) * (box.bottom - box.top));
  return others.reduce((sum, other) => {
    const width = Math.min(box.right, other.right + margin) - Math.max(box.left, other.left - margin);
    const height = Math.min(box.bottom, other.bottom + margin) - Math.max(box.top, other.top - margin);
    return width > 0 && height > 0 ? sum + Math.max(0.02, (width * height) / area) : sum;
  }, 0);
}

function outside(box, view) {
  const beyond = [view.left - box.left, box.right - view.right, view.top - box.top, box.bottom - view.bottom];
  return beyond.reduce((sum, px) => sum + Math.max(0, px) * 4, 0);
}

function least(places) {
  return places.reduce((best, place) => (place.cost < best.cost ? place : best));
}
