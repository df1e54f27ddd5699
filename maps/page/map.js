/* The map: basemap, areas, lines, marks and badges, and what choosing one does to them. */

class RouteMap {
  constructor(map, page, onChoose) {
    this.map = map;
    this.page = page;
    this.items = new Map(page.items.map((item) => [item.number, item]));
    const [west, south, east, north] = page.map.limits;
    this.home = L.latLngBounds([south, west], [north, east]);
    map.attributionControl?.remove();
    this.fit(this.home, false);
    map.firstZoom = map.getZoom();
    drawWorld(map, page.basemap);
    this.drawAreas(onChoose);
    const renderers = { lines: paneWithRenderer(map, "lines", 400), touch: paneWithRenderer(map, "touch", 420) };
    this.lines = new Map(page.map.drawings.map((drawing) =>
      [drawing.number, new LegLine(map, drawing, this.items.get(drawing.number), renderers, onChoose)]));
    this.drawMarks();
    this.labels = new Labels(map, page);
    this.addBadges(onChoose);
    this.addHomeButton();
    L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
    this.lay();
    map.on("zoomend", () => this.lay());
    map.on("moveend", () => this.labels.layQuiet());
    this.size = map.getSize();
    new ResizeObserver(() => this.resized()).observe(map.getContainer());
  }

  drawAreas(onChoose) {
    const renderer = paneWithRenderer(this.map, "areas", 300);
    this.areas = this.page.map.areas.map((area) => {
      const rings = area.rings.map((ring) => unpacked(ring, 10000));
      const className = `area ${area.precision}`;
      const layers = rings.length ? softArea(rings, className, renderer) : softDisc(area, className, renderer);
      layers.forEach((layer) => layer.addTo(this.map));
      return { area, layers, rings };
    });
  }

  drawMarks() {
    const renderer = paneWithRenderer(this.map, "marks", 450);
    for (const mark of this.page.map.marks) {
      const known = mark.precision === "locality" ? "town" : "known";
      const className = `mark ${known} ${mark.site ? "site" : ""}`;
      L.circleMarker([mark.lat_deg, mark.lon_deg], { renderer, className, radius: 5, interactive: false }).addTo(this.map);
    }
  }

  addBadges(onChoose) {
    const placed = new Set([...this.page.map.marks, ...this.page.map.areas].flatMap((place) => place.numbers));
    for (const item of this.page.items) {
      const drawn = item.kind === "leg" ? this.lines.has(item.number) : placed.has(item.number);
      if (drawn) this.labels.addBadge(item, onChoose);
    }
  }

  addHomeButton() {
    const control = L.control({ position: "topleft" });
    control.onAdd = () => {
      const button = el("button", { type: "button", class: "home", title: t("map.home") },
        svg("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" },
          svg("path", { d: "M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4", fill: "none", stroke: "currentColor", "stroke-width": "1.8" })),
        el("span", { class: "unseen" }, t("map.home")));
      L.DomEvent.disableClickPropagation(button);
      button.addEventListener("click", () => this.fit(this.home, true));
      return el("div", { class: "leaflet-bar" }, button);
    };
    control.addTo(this.map);
  }

  lay() {
    this.lines.forEach((line) => line.lay());
    this.labels.lay(this.lines);
    this.show(this.chosen);
    this.limit(this.shown ?? null);
  }

  resized() {
    const size = this.map.invalidateSize({ pan: false }).getSize();
    if (size.equals(this.size)) return;
    this.size = size;
    if (this.chosen === undefined) this.refit();
  }

  refit() {
    this.map.invalidateSize({ pan: false });
    this.fit(this.home, false);
    this.lay();
  }

  fit(bounds, animate) {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const pad = Math.min(56, this.map.getSize().x / 12);
    this.map.fitBounds(bounds, { maxZoom: 8, padding: [pad, pad], animate: animate && !still });
  }

  show(number) {
    this.chosen = number;
    this.lines.forEach((line, own) => line.show(own === number, number !== undefined));
    this.labels.badges.forEach(({ element }, own) => {
      element.classList.toggle("chosen", own === number);
      element.classList.toggle("dim", number !== undefined && own !== number);
      element.setAttribute("aria-pressed", own === number);
    });
  }

  /* Only these numbers are drawn; null draws all. */
  limit(shown) {
    this.shown = shown;
    const gone = (number) => shown !== null && !shown.has(number);
    this.lines.forEach((line, number) => line.hide(gone(number)));
    this.labels.badges.forEach(({ element }, number) => element.classList.toggle("gone", gone(number)));
  }

  /* The drawn line of a leg, [lat, lon] each, going on past ±180; null where there is none. */
  positionsOf(number) {
    return this.lines.get(number)?.positions ?? null;
  }

  goTo(number) {
    const bounds = this.boundsOf(this.items.get(number));
    if (bounds) this.fit(bounds.pad(0.15), true);
  }

  boundsOf(item) {
    if (item.kind === "leg") return this.lines.get(item.number)?.bounds();
    const place = [...this.page.map.marks, ...this.page.map.areas].find((one) => one.numbers.includes(item.number));
    return place && this.boundsAt(place);
  }

  boundsAt(place) {
    const area = this.areas.find((one) => one.area === place && one.rings.length);
    if (area) return L.latLngBounds(area.rings.flat());
    return L.latLng(place.lat_deg, place.lon_deg).toBounds(200000);
  }

  badgeOf(number) {
    return this.labels.badges.get(number)?.element;
  }
}

/* An area fades at its edge: what is known of it is not its outline. */
function softArea(rings, className, renderer) {
  const shared = { renderer, interactive: false, smoothFactor: 0.8 };
  const edges = [22, 16, 11, 7].map((weight) => L.polygon([rings], { ...shared, className: `${className} edge`, weight, fill: false }));
  return [L.polygon([rings], { ...shared, className: `${className} inner`, stroke: false }), ...edges];
}

function softDisc(area, className, renderer) {
  return [46, 40, 34, 28].map((radius) => L.circleMarker([area.lat_deg, area.lon_deg],
    { renderer, interactive: false, className: `${className} disc`, radius, stroke: false }));
}
