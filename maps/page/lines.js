/* Legs as lines: casing by status, stroke by basis, arrows by direction, lanes side by side.
   All that is measured in pixels is laid anew after each change of zoom. */

const LANE_PX = 7;
const ARROW_EVERY_PX = 170;
const STOP_PX = 8;

class LegLine {
  constructor(map, drawing, item, renderers, onChoose) {
    this.map = map;
    this.item = item;
    this.drawing = drawing;
    this.positions = unpacked(drawing.line, 10000);
    this.status = STYLE.statuses[item.status];
    const basis = STYLE.bases[item.basis] || { dashes_px: [] };
    const dotted = STYLE.phases[item.phase].dotted;
    const width = this.status.width_px;
    const dash = dotted ? `0.1 ${width * 2.1}` : basis.dashes_px.join(" ") || null;
    const lineCap = dotted ? "round" : "butt";
    const mode = `mode-${item.mode}`;
    const part = (className, options) =>
      L.polyline([], { renderer: renderers.lines, className, smoothFactor: 0, interactive: false, ...options });

    this.glow = part(`glow ${mode}`, { weight: width + 12 });
    this.parts = [this.glow, part("casing", { weight: width + 3.5 }), part(`stroke ${mode}`, { weight: width, dashArray: dash, lineCap })];
    if (STYLE.modes[item.mode].ticks) this.parts.push(part(`stroke ${mode}`, { weight: width + 7, dashArray: "1.6 12", lineCap: "butt" }));
    if (this.status.core_px) this.parts.push(part("core", { weight: this.status.core_px, dashArray: dash, lineCap }));
    this.touch = part("touch", { weight: 20, interactive: true, renderer: renderers.touch });
    this.touch.on("click", (event) => { L.DomEvent.stop(event); onChoose(item.number); });
    this.parts.push(this.touch);
    this.arrows = L.layerGroup();
    this.renderers = renderers;
    this.parts.forEach((one) => one.addTo(map));
    this.arrows.addTo(map);
  }

  lay() {
    const points = this.positions.map((position) => this.map.latLngToLayerPoint(position));
    this.path = new PixelPath(this.drawing.lane ? aside(points, this.drawing.lane * LANE_PX) : points);
    const positions = this.path.points.map((point) => this.map.layerPointToLatLng(point));
    this.parts.forEach((one) => one.setLatLngs(positions));
    this.arrows.clearLayers();
  }

  /* Arrows stand where no badge does; the last one at the stop, open where an area begins. */
  layArrows(taken) {
    const mode = `mode-${this.item.mode}`;
    const size = Math.min(4.5 + this.status.width_px, Math.max(5, this.path.length / 14));
    const length = this.path.length;
    const last = length - (this.drawing.open_end ? 0 : STOP_PX);
    this.head(last, size, this.drawing.open_end ? `arrow open ${mode}` : `arrow ${mode}`);
    const count = Math.floor((length - 60) / ARROW_EVERY_PX);
    for (let n = 1; n <= count; n += 1) {
      const at = (length * n) / (count + 1);
      const point = this.path.at(at).point;
      if (!taken.touching(centred(point, { x: 0, y: 0 }), size + 3).size) this.head(at + size / 2, size, `arrow ${mode}`);
    }
    if (this.status.crossed) this.layCrosses(mode);
  }

  head(at, size, className) {
    if (at <= 0) return;
    const tip = this.path.at(at).point;
    const back = this.path.at(Math.max(0, at - size * 1.7)).point;
    const away = tip.subtract(back);
    const length = Math.hypot(away.x, away.y) || 1;
    const along = away.divideBy(length).multiplyBy(size * 1.7);
    const across = L.point(-along.y, along.x).multiplyBy(0.52);
    const base = tip.subtract(along);
    const corners = [base.add(across), tip, base.subtract(across)].map((p) => this.map.layerPointToLatLng(p));
    const options = { renderer: this.renderers.lines, className, interactive: false, smoothFactor: 0 };
    this.arrows.addLayer(className.includes("open") ? L.polyline(corners, options) : L.polygon(corners, options));
  }

  layCrosses(mode) {
    const count = Math.max(1, Math.floor(this.path.length / 70));
    for (let n = 0; n < count; n += 1) {
      const { point } = this.path.at((this.path.length * (n + 0.5)) / count);
      const strokes = [[-5, -5, 5, 5], [-5, 5, 5, -5]].map(([ax, ay, bx, by]) =>
        [point.add([ax, ay]), point.add([bx, by])].map((p) => this.map.layerPointToLatLng(p)));
      this.arrows.addLayer(L.polyline(strokes, { renderer: this.renderers.lines, className: `cross ${mode}`, interactive: false }));
    }
  }

  show(chosen, anyChosen) {
    const elements = [...this.parts, ...this.arrows.getLayers()].map((part) => part.getElement()).filter(Boolean);
    elements.forEach((element) => element.classList.toggle("dim", anyChosen && !chosen));
    this.glow.getElement()?.classList.toggle("chosen", chosen);
    if (chosen) this.parts.forEach((part) => part.bringToFront());
    if (chosen) this.arrows.eachLayer((part) => part.bringToFront());
  }

  hide(gone) {
    [...this.parts, ...this.arrows.getLayers()].forEach((part) => part.getElement()?.classList.toggle("gone", gone));
  }

  bounds() {
    return L.latLngBounds(this.positions);
  }
}

class PixelPath {
  constructor(points) {
    this.points = points;
    this.reach = [0];
    for (let n = 1; n < points.length; n += 1) this.reach.push(this.reach[n - 1] + points[n].distanceTo(points[n - 1]));
    this.length = this.reach[this.reach.length - 1];
  }

  /* The point `along` pixels from the start, and the direction there. */
  at(along) {
    const wanted = Math.min(Math.max(along, 0), this.length);
    let n = 1;
    while (n < this.points.length - 1 && this.reach[n] < wanted) n += 1;
    const [from, to] = [this.points[n - 1], this.points[n]];
    const step = this.reach[n] - this.reach[n - 1] || 1;
    const share = (wanted - this.reach[n - 1]) / step;
    return { point: from.add(to.subtract(from).multiplyBy(share)), direction: to.subtract(from).divideBy(step) };
  }

  samples(everyPx) {
    const count = Math.max(1, Math.ceil(this.length / everyPx));
    return Array.from({ length: count + 1 }, (_, n) => this.at((this.length * n) / count).point);
  }
}

/* Move a line to the right by `offset` pixels, tapering to nothing at its ends. */
function aside(points, offset) {
  const path = new PixelPath(points);
  const taper = Math.min(48, path.length / 3);
  const stations = new Set(path.reach);
  for (let along = 0; along < path.length; along += 16) stations.add(along);
  return [...stations].sort((a, b) => a - b).map((along) => {
    const before = path.at(along - 6).point;
    const after = path.at(along + 6).point;
    const direction = after.subtract(before);
    const length = Math.hypot(direction.x, direction.y) || 1;
    const share = Math.min(1, along / taper, (path.length - along) / taper);
    const eased = share * share * (3 - 2 * share);
    return path.at(along).point.add(L.point(-direction.y, direction.x).multiplyBy((offset * eased) / length));
  });
}
