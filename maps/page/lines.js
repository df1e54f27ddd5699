/* Legs as lines: casing by status, stroke by basis, arrows by direction, lanes side by side. Where
   very many are in sight each is a thin line in the colour of its mode; nearer, all is told. */

const LANE_PX = 7;
const ARROW_EVERY_PX = 170;
const STOP_PX = 8;
const TOUCH_PX = 12;
const MOST_IN_FULL = 400;

class Leg {
  constructor(drawing, item, units) {
    this.item = item;
    this.drawing = drawing;
    this.number = item.number;
    this.course = new Course(decoded(drawing.line, units));
    this.dotted = STYLE.phases[item.phase].dotted;
    this.clear = [];
  }

  /* As far as it was known by the day at which the page stands. */
  get status() {
    return STYLE.statuses[standing(this.item)];
  }

  get dashes() {
    return this.dotted ? [0.1, this.status.width_px * 2.1] : STYLE.bases[this.item.basis]?.dashes_px || [];
  }

  /* Pixels are those of Leaflet's layers, which stay through a pan: laid once for each zoom. */
  path(layer) {
    const key = `${layer.zoom} ${layer.originX} ${layer.originY}`;
    if (this.laid !== key) {
      const points = this.course.points(layer);
      this.px = new PixelPath(this.drawing.lane ? aside(points, this.drawing.lane * LANE_PX) : points);
      this.laid = key;
      this.spot = null;
    }
    return this.px;
  }

  /* How many pixels at its start and end are no way but a place's straight approach to it. */
  approaches(layer) {
    const { xs, ys } = this.course;
    const last = xs.length - 1;
    const long = (joined, from, to) => {
      const px = joined ? Math.hypot(xs[to] - xs[from], ys[to] - ys[from]) * layer.scale : 0;
      return px >= STYLE.approach.least_px ? px : 0;
    };
    return [long(this.drawing.joined_start, 0, 1), long(this.drawing.joined_end, last - 1, last)];
  }
}

class Legs {
  constructor(page) {
    const items = new Map(page.items.map((item) => [item.number, item]));
    this.all = page.map.drawings.map((drawing) => new Leg(drawing, items.get(drawing.number), page.map.units)).filter((leg) => leg.course.xs.length > 1);
    this.byNumber = new Map(this.all.map((leg) => [leg.number, leg]));
    this.index = new CourseIndex(this.all.map((leg) => leg.course));
    this.only = null;
  }

  within(box) {
    const found = [];
    for (const n of this.index.within(box)) {
      const leg = this.all[n];
      if (leg.course.meets(box) && (!this.only || this.only.has(leg.number))) found.push(leg);
    }
    return found;
  }

  /* The leg nearest to a point of the layers, if one is near enough to be meant. */
  near(point, layer) {
    const reach = TOUCH_PX + 3 * LANE_PX;
    const box = inPlane({ left: point.x, right: point.x, top: point.y, bottom: point.y }, layer, reach);
    let best = null;
    let least = TOUCH_PX ** 2;
    for (const leg of this.within(box)) {
      const off = leg.path(layer).off(point.x, point.y);
      if (off <= least) [best, least] = [leg, off];
    }
    return best;
  }

  /* Whether there are too many in a box to tell each in full. */
  crowd(box) {
    const some = this.index.within(box, MOST_IN_FULL + 1);
    return some.length > MOST_IN_FULL && (!this.only || this.within(box).length > MOST_IN_FULL);
  }

  paint(context, view, box, layer, colours, crowded) {
    const legs = this.within(inPlane(box, view, 16));
    context.lineJoin = "round";
    if (crowded) return paintCrowd(context, legs, view, colours);
    context.save();
    context.translate(layer.originX - view.originX, layer.originY - view.originY);
    const painter = new LegPainter(context, layer, colours);
    legs.forEach((leg) => painter.leg(leg));
    context.restore();
    return undefined;
  }
}

/* One stroke of many lines is slow where they cross; a few dozen at a time are quick. */
const LINES_A_STROKE = 40;

function paintCrowd(context, legs, view, colours) {
  context.lineWidth = 1;
  context.setLineDash([]);
  for (const mode of Object.keys(STYLE.modes)) {
    const members = legs.filter((leg) => leg.item.mode === mode);
    context.strokeStyle = modeColour(mode, colours);
    for (let n = 0; n < members.length; n += LINES_A_STROKE) {
      context.beginPath();
      for (let k = n; k < Math.min(members.length, n + LINES_A_STROKE); k += 1) members[k].course.trace(context, view, 1);
      context.stroke();
    }
  }
}

function modeColour(mode, colours) {
  return STYLE.modes[mode][colours.dark ? "colour_dark" : "colour"];
}

function drawn(path) {
  const line = new Path2D();
  path.trace(line);
  return line;
}

class LegPainter {
  constructor(context, layer, colours) {
    Object.assign(this, { context, layer, colours });
  }

  leg(leg, chosen = false) {
    const { status, dashes } = leg;
    const path = leg.path(this.layer);
    const [first, last] = leg.approaches(this.layer);
    const line = drawn(first || last ? path.part(first, path.length - last) : path);
    const colour = modeColour(leg.item.mode, this.colours);
    if (chosen) this.stroke(line, colour, status.width_px + 12, [], 0.28);
    this.stroke(line, this.colours.casing, status.width_px + 3.5, [], 0.85);
    this.stroke(line, colour, status.width_px, dashes, 1, leg.dotted);
    if (STYLE.modes[leg.item.mode].ticks) this.stroke(line, colour, status.width_px + 7, [1.6, 12]);
    if (status.core_px) this.stroke(line, this.colours.core, status.core_px, dashes, 1, leg.dotted);
    if (first) this.approach(path.part(0, first), colour);
    if (last) this.approach(path.part(path.length - last, path.length), colour);
    this.arrows(leg, path, colour);
    if (status.crossed) this.crosses(path, colour);
  }

  approach(path, colour) {
    const line = drawn(path);
    const style = STYLE.approach;
    this.stroke(line, this.colours.casing, style.casing_px, [], 0.85);
    this.stroke(line, colour, style.width_px, style.dashes_px);
  }

  stroke(line, colour, width, dashes = [], alpha = 1, round = false) {
    const { context } = this;
    context.globalAlpha = alpha;
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.lineCap = round ? "round" : "butt";
    context.setLineDash(dashes);
    context.stroke(line);
    context.setLineDash([]);
    context.globalAlpha = 1;
  }

  /* Arrows stand where no badge does; the last one at the stop, open where an area begins. */
  arrows(leg, path, colour) {
    const size = Math.min(4.5 + leg.status.width_px, Math.max(5, path.length / 14));
    const open = leg.drawing.open_end;
    this.head(path, path.length - (open ? 0 : STOP_PX), size, colour, open);
    const count = Math.floor((path.length - 60) / ARROW_EVERY_PX);
    for (let n = 1; n <= count; n += 1) {
      const along = (path.length * n) / (count + 1);
      const { x, y } = path.at(along);
      const covered = leg.clear.some((box) => x > box.left - size && x < box.right + size && y > box.top - size && y < box.bottom + size);
      if (!covered) this.head(path, along + size / 2, size, colour, false);
    }
  }

  head(path, along, size, colour, open) {
    if (along <= 0) return;
    const tip = path.at(along);
    const back = path.at(Math.max(0, along - size * 1.7));
    const length = Math.hypot(tip.x - back.x, tip.y - back.y) || 1;
    const [ux, uy] = [((tip.x - back.x) / length) * size * 1.7, ((tip.y - back.y) / length) * size * 1.7];
    const { context } = this;
    context.beginPath();
    context.moveTo(tip.x - ux - uy * 0.52, tip.y - uy + ux * 0.52);
    context.lineTo(tip.x, tip.y);
    context.lineTo(tip.x - ux + uy * 0.52, tip.y - uy - ux * 0.52);
    context.lineCap = "round";
    if (open) {
      context.strokeStyle = colour;
      context.lineWidth = 2.6;
    } else {
      context.closePath();
      context.fillStyle = colour;
      context.fill();
      context.strokeStyle = this.colours.casing;
      context.lineWidth = 1;
    }
    context.stroke();
  }

  crosses(path, colour) {
    const { context } = this;
    const count = Math.max(1, Math.floor(path.length / 70));
    context.strokeStyle = colour;
    context.lineWidth = 2.2;
    context.lineCap = "butt";
    context.beginPath();
    for (let n = 0; n < count; n += 1) {
      const { x, y } = path.at((path.length * (n + 0.5)) / count);
      context.moveTo(x - 5, y - 5);
      context.lineTo(x + 5, y + 5);
      context.moveTo(x - 5, y + 5);
      context.lineTo(x + 5, y - 5);
    }
    context.stroke();
  }
}

/* Marks: a full dot for what is known, a ring for a town; smaller where they crowd. */
function paintMarks(context, marks, view, box, colours) {
  const seen = marks.filter((mark) => {
    const x = mark.x * view.scale - view.originX;
    const y = mark.y * view.scale - view.originY;
    return x > box.left - 9 && x < box.right + 9 && y > box.top - 9 && y < box.bottom + 9;
  });
  const crowded = seen.length > MOST_IN_FULL;
  for (const mark of seen) {
    const [x, y] = [mark.x * view.scale - view.originX, mark.y * view.scale - view.originY];
    context.fillStyle = mark.town ? colours.casing : colours.mark;
    if (crowded) {
      context.fillStyle = colours.mark;
      context.fillRect(x - 1, y - 1, 2, 2);
      continue;
    }
    context.strokeStyle = mark.town ? colours.mark : colours.casing;
    context.lineWidth = mark.town ? 2.6 : 2;
    context.beginPath();
    context.arc(x, y, 5, 0, 2 * Math.PI);
    context.fill();
    context.stroke();
  }
}
