/* A line in pixels, with how far along it each of its points lies. */

class PixelPath {
  constructor(points) {
    this.points = points;
    this.reach = [0];
    for (let n = 1; n < points.length; n += 1) this.reach.push(this.reach[n - 1] + Math.hypot(points[n].x - points[n - 1].x, points[n].y - points[n - 1].y));
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
    return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share, dx: (to.x - from.x) / step, dy: (to.y - from.y) / step };
  }

  samples(everyPx) {
    const count = Math.max(1, Math.ceil(this.length / everyPx));
    return Array.from({ length: count + 1 }, (_, n) => this.at((this.length * n) / count));
  }

  /* The longest stretch within a box: [from, to] in pixels along, or null. */
  within(box, everyPx = 16) {
    const count = Math.max(2, Math.ceil(this.length / everyPx));
    let best = null;
    let from = null;
    for (let n = 0; n <= count; n += 1) {
      const along = (this.length * n) / count;
      const { x, y } = this.at(along);
      const inside = x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
      if (inside && from === null) from = along;
      if (inside && (!best || along - from > best[1] - best[0])) best = [from, along];
      if (!inside) from = null;
    }
    return best;
  }

  /* The stretch between two pixels along. */
  part(from, to) {
    const inner = this.points.filter((_, n) => this.reach[n] > from && this.reach[n] < to);
    return new PixelPath([this.at(from), ...inner, this.at(to)]);
  }

  trace(path) {
    this.points.forEach(({ x, y }, n) => (n ? path.lineTo(x, y) : path.moveTo(x, y)));
  }

  /* The squared distance of a point from the line. */
  off(x, y) {
    let least = Infinity;
    for (let n = 1; n < this.points.length; n += 1) {
      const [a, b] = [this.points[n - 1], this.points[n]];
      least = Math.min(least, offSegment(x, y, a.x, a.y, b.x, b.y));
    }
    return least;
  }
}

/* Move a line to the right by `offset` pixels, tapering to nothing at its ends. */
function aside(points, offset) {
  const path = new PixelPath(points);
  const taper = Math.min(48, path.length / 3);
  const stations = new Set(path.reach);
  for (let along = 0; along < path.length; along += 16) stations.add(along);
  return [...stations].sort((a, b) => a - b).map((along) => {
    const [before, after, here] = [path.at(along - 6), path.at(along + 6), path.at(along)];
    const [dx, dy] = [after.x - before.x, after.y - before.y];
    const length = Math.hypot(dx, dy) || 1;
    const share = Math.min(1, along / taper, (path.length - along) / taper);
    const eased = share * share * (3 - 2 * share);
    return { x: here.x - (dy * offset * eased) / length, y: here.y + (dx * offset * eased) / length };
  });
}
