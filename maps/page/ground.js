/* What lies under the routes: the embedded basemap and the areas, painted by the page's own colours. */

const TURNS_PX = [-WORLD_PX, 0, WORLD_PX];

class Ground {
  constructor(basemap, areas, tiles) {
    this.tiles = tiles;
    const courses = (layer, units) => Object.fromEntries(Object.entries(layer).map(([name, lines]) => [name, lines.map((line) => new Course(decoded(line, units)))]));
    const rings = (lines) => lines.map((line) => decoded(line, basemap.detail_units));
    const coasts = (lines) => rings(lines).flatMap((ring) => withoutEdges(ring, basemap.box)).map((line) => new Course(line));
    this.world = courses(basemap.world, basemap.world_units);
    this.detail = courses(basemap.detail, basemap.detail_units);
    this.coasts = [...coasts(basemap.detail.land), ...coasts(basemap.detail.lakes)];
    const [west, south, east, north] = basemap.box;
    this.inset = new Course([west, south, west, north, east, north, east, south]);
    this.areas = areas;
  }

  paint(context, view, box, colours) {
    const seen = inPlane(box, view, 2);
    const painter = new GroundPainter(context, view, seen, colours);
    painter.sea(box);
    painter.fill(this.world.land, "land", TURNS_PX);
    painter.fill(this.world.lakes, "water", TURNS_PX);
    painter.stroke(this.world.borders, "border", TURNS_PX);
    painter.stroke(this.world.disputed, "border", TURNS_PX, [3, 3]);
    painter.fill([this.inset], "water");
    painter.fill(this.detail.land, "land");
    painter.fill(this.detail.lakes, "water");
    painter.stroke(this.detail.rivers, "river");
    painter.stroke(this.coasts, "coast");
    painter.stroke(this.detail.borders, "border");
    painter.stroke(this.detail.disputed, "disputed", [0], [4, 3]);
    this.tiles?.paint(context, view, box);
    this.areas.forEach((area) => painter.area(area));
  }
}

class GroundPainter {
  constructor(context, view, seen, colours) {
    Object.assign(this, { context, view, seen, colours });
    context.lineJoin = "round";
    context.lineCap = "butt";
  }

  sea({ left, top, right, bottom }) {
    this.context.fillStyle = this.colours.water;
    this.context.fillRect(left, top, right - left, bottom - top);
  }

  path(courses, turns = [0], tolerancePx = 0.4) {
    const path = new Path2D();
    for (const turn of turns) {
      for (const course of courses) if (course.meets(this.seen, turn)) course.trace(path, this.view, tolerancePx, turn);
    }
    return path;
  }

  fill(courses, colour, turns) {
    this.context.fillStyle = this.colours[colour];
    this.context.fill(this.path(courses, turns), "evenodd");
  }

  stroke(courses, colour, turns, dashes = []) {
    this.context.strokeStyle = this.colours[colour];
    this.context.lineWidth = { disputed: 1.3, river: 1.2 }[colour] ?? 0.9;
    this.context.setLineDash(dashes);
    this.context.stroke(this.path(courses, turns));
    this.context.setLineDash([]);
  }

  /* An area fades at its edge: what is known of it is not its outline. */
  area({ x, y, precision, courses }) {
    this.context.fillStyle = this.context.strokeStyle = this.colours[precision === "water" ? "area-water" : "area"];
    if (!courses.length) return this.disc(x, y);
    const path = this.path(courses, [0], 0.8);
    this.context.globalAlpha = 0.09;
    this.context.fill(path, "evenodd");
    this.context.globalAlpha = 0.04;
    for (const width of [22, 16, 11, 7]) {
      this.context.lineWidth = width;
      this.context.stroke(path);
    }
    this.context.globalAlpha = 1;
    return undefined;
  }

  disc(x, y) {
    this.context.globalAlpha = 0.07;
    for (const radius of [46, 40, 34, 28]) {
      this.context.beginPath();
      this.context.arc(x * this.view.scale - this.view.originX, y * this.view.scale - this.view.originY, radius, 0, 2 * Math.PI);
      this.context.fill();
    }
    this.context.globalAlpha = 1;
  }
}

/* A ring (lon, lat, lon, lat …) that was cut at the box has sides that are no coast. */
function withoutEdges(ring, [west, south, east, north]) {
  const on = (n) => [ring[n] <= west, ring[n + 1] <= south, ring[n] >= east, ring[n + 1] >= north];
  const alongEdge = (n) => on(n - 2).some((side, k) => side && on(n)[k]);
  const lines = [[ring[0], ring[1]]];
  for (let n = 2; n < ring.length; n += 2) {
    if (alongEdge(n)) lines.push([]);
    lines[lines.length - 1].push(ring[n], ring[n + 1]);
  }
  return lines.filter((line) => line.length > 2);
}

const INKS = ["water", "land", "coast", "river", "border", "disputed", "area", "area-water", "casing", "core", "mark", "ink", "paper"];

/* The colours of the style sheet, as they are now: light, dark or for paper. */
function paperColours() {
  const style = getComputedStyle(document.documentElement);
  const colours = Object.fromEntries(INKS.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
  colours.dark = style.getPropertyValue("--dark").trim() === "1";
  return colours;
}
