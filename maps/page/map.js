/* The map: what lies under the routes, the routes, their marks and badges, and what choosing does. */

class RouteMap {
  constructor(map, page, onChoose) {
    this.map = map;
    this.page = page;
    this.onChoose = onChoose;
    this.items = new Map(page.items.map((item) => [item.number, item]));
    const [west, south, east, north] = page.map.limits;
    this.home = L.latLngBounds([south, west], [north, east]);
    map.attributionControl?.remove();
    this.fit(this.home, false);
    map.firstZoom = map.getZoom();
    this.legs = new Legs(page);
    this.marks = page.map.marks.map((mark, n) => ({ ...mark, ...planePoint(mark), key: `mark-${n}`, town: mark.precision === "locality" }));
    this.areas = page.map.areas.map((area, n) => ({ ...area, ...planePoint(area), key: `area-${n}`, courses: area.rings.map((ring) => new Course(decoded(ring, page.map.units))) }));
    const tiles = page.tiles && new Tiles(page.tiles, () => this.repaintGround());
    this.ground = new Ground(page.basemap, this.areas, tiles);
    if (tiles) map.setMaxZoom(Math.min(page.tiles.most_zoom, 16));
    this.addCanvases();
    this.labels = new Labels(map, page, this, onChoose);
    this.addHomeButton();
    L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
    if (page.tiles) this.addNote(tilesNote(page.tiles));
    this.known = desk.known;
    this.listen();
    this.lay();
  }

  addCanvases() {
    this.colours = paperColours();
    const sheet = (name, zIndex, paint) => new MapCanvas(name, zIndex, paint).addTo(this.map);
    this.sheets = {
      ground: sheet("ground", 200, (...given) => this.ground.paint(...given, this.colours)),
      lines: sheet("lines", 400, (context, view, box) => this.paintLines(context, view, box)),
      chosen: sheet("chosen", 420, (context, view) => this.paintChosen(context, view)),
    };
  }

  paintLines(context, view, box) {
    this.legs.paint(context, view, box, this.layer, this.colours, this.crowded);
    paintMarks(context, this.shownMarks(), view, box, this.colours);
  }

  paintChosen(context, view) {
    const leg = this.legs.byNumber.get(this.chosen) || this.legs.byNumber.get(this.pointed);
    if (!leg) return;
    context.translate(this.layer.originX - view.originX, this.layer.originY - view.originY);
    new LegPainter(context, this.layer, this.colours).leg(leg, true);
  }

  shownMarks() {
    const { only } = this.legs;
    return only ? this.marks.filter((mark) => mark.numbers.some((number) => only.has(number))) : this.marks;
  }

  listen() {
    const { map } = this;
    map.on("moveend", () => this.lay());
    map.on("move", () => { if (!this.sheets.lines.covers()) this.draw(); });
    map.on("click", ({ layerPoint }) => this.choose(layerPoint));
    map.on("mousemove", ({ layerPoint }) => this.point(layerPoint));
    map.on("mouseout", () => this.point(null));
    for (const query of ["(prefers-color-scheme: dark)", "print"]) matchMedia(query).addEventListener("change", () => this.repaint());
    this.size = map.getSize();
    new ResizeObserver(() => this.resized()).observe(map.getContainer());
  }

  choose(point) {
    const number = this.under(point);
    if (number !== undefined) this.onChoose(number);
  }

  /* The number of the site or leg at a point of the layers. */
  under(point) {
    const site = this.shownMarks().find((mark) => mark.site && Math.hypot(mark.x * this.layer.scale - this.layer.originX - point.x, mark.y * this.layer.scale - this.layer.originY - point.y) < 9);
    const number = site?.numbers.find((one) => this.items.get(one).kind === "site");
    return number ?? this.legs.near(point, this.layer)?.number;
  }

  point(at) {
    this.pointedAt = at;
    if (this.pointing) return;
    this.pointing = requestAnimationFrame(() => {
      this.pointing = null;
      const number = this.pointedAt ? this.under(this.pointedAt) : undefined;
      if (number === this.pointed) return;
      this.pointed = number;
      this.map.getContainer().classList.toggle("pointed", number !== undefined);
      if (this.chosen === undefined) this.drawChosen();
    });
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

  addNote(words) {
    const control = L.control({ position: "bottomright" });
    control.onAdd = () => el("p", { class: "map-note" }, words);
    control.addTo(this.map);
  }

  /* Names and numbers find their places first, for arrows keep clear of them. */
  lay() {
    const { map } = this;
    const [zoom, origin] = [map.getZoom(), map.getPixelOrigin()];
    this.layer = { zoom, scale: map.getZoomScale(zoom, 0), originX: origin.x, originY: origin.y };
    const corner = map.containerPointToLayerPoint([0, 0]);
    const size = map.getSize();
    const seen = inPlane({ left: corner.x, top: corner.y, right: corner.x + size.x, bottom: corner.y + size.y }, this.layer, 8);
    const crowded = this.legs.crowd(inPlane({ left: corner.x, top: corner.y, right: corner.x + size.x, bottom: corner.y + size.y }, this.layer, BEYOND_PX));
    this.wasCrowded = this.crowded;
    this.crowded = crowded;
    this.labels.lay(crowded ? [] : this.legs.within(seen), this.layer, this.legs.only);
    this.draw();
    this.labels.show(this.chosen);
  }

  draw(sharpness) {
    this.sheets.ground.redraw({ keep: true, sharpness });
    this.sheets.lines.redraw({ keep: this.crowded && this.wasCrowded, sharpness });
    this.drawChosen(sharpness);
  }

  drawChosen(sharpness) {
    const { canvas } = this.sheets.chosen;
    canvas.hidden = this.chosen === undefined && this.pointed === undefined;
    if (!canvas.hidden) this.sheets.chosen.redraw({ sharpness });
  }

  /* Everything anew: other colours, other routes, or paper. */
  repaint(sharpness) {
    this.colours = paperColours();
    Object.values(this.sheets).forEach((sheet) => { sheet.view = null; });
    this.wasCrowded = false;
    this.draw(sharpness);
  }

  repaintGround() {
    this.sheets.ground.view = null;
    this.sheets.ground.redraw();
  }

  /* Show only some numbers, or all again, as they stand on the day of the page. */
  filter(numbers) {
    const asBefore = !numbers && !this.legs.only && this.known === desk.known;
    this.known = desk.known;
    if (asBefore) return;
    this.legs.only = numbers ? new Set(numbers) : null;
    Object.values(this.sheets).forEach((sheet) => { sheet.view = null; });
    this.lay();
  }

  /* The drawn line of a leg, [lat, lon] each, going on past ±180; null where there is none. */
  positionsOf(number) {
    const drawing = this.legs.byNumber.get(number)?.drawing;
    if (!drawing) return null;
    const degrees = decoded(drawing.line, this.page.map.units);
    return Array.from({ length: degrees.length / 2 }, (_, n) => [degrees[2 * n + 1], degrees[2 * n]]);
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
    this.map.firstZoom = this.map.getZoom();
    this.lay();
  }

  fit(bounds, animate) {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const pad = Math.min(56, this.map.getSize().x / 12);
    this.map.fitBounds(bounds, { maxZoom: 8, padding: [pad, pad], animate: animate && !still });
  }

  show(number) {
    this.chosen = number;
    this.sheets.lines.canvas.classList.toggle("dim", number !== undefined);
    this.drawChosen();
    this.labels.show(number);
  }

  goTo(number) {
    const bounds = this.boundsOf(this.items.get(number));
    if (bounds) this.fit(bounds.pad(0.15), true);
  }

  boundsOf(item) {
    if (item.kind === "leg") {
      const leg = this.legs.byNumber.get(item.number);
      return leg && this.boundsOn([leg.course]);
    }
    const place = [...this.areas, ...this.marks].find((one) => one.numbers.includes(item.number));
    if (!place) return undefined;
    return place.courses?.length ? this.boundsOn(place.courses) : L.latLng(place.lat_deg, place.lon_deg).toBounds(200000);
  }

  boundsOn(courses) {
    const [left, top] = ["left", "top"].map((side) => extreme(courses, side, Math.min));
    const [right, bottom] = ["right", "bottom"].map((side) => extreme(courses, side, Math.max));
    return L.latLngBounds(this.map.unproject([left, top], 0), this.map.unproject([right, bottom], 0));
  }

  badgeOf(number) {
    return this.labels.holders.get(number)?.element;
  }
}
