/* Lines in the plane in which the map is drawn (Web Mercator, in pixels of zoom 0), each position
   with how far the line would be off without it, and a grid that tells which lines pass where. */

const WORLD_PX = 256;
const FURTHEST_LAT_DEG = 85.0511;

class Course {
  constructor(degrees) {
    const count = degrees.length / 2;
    this.xs = new Float64Array(count);
    this.ys = new Float64Array(count);
    this.left = this.top = Infinity;
    this.right = this.bottom = -Infinity;
    for (let n = 0; n < count; n += 1) {
      const x = (degrees[2 * n] / 360 + 0.5) * WORLD_PX;
      const lat = Math.max(-FURTHEST_LAT_DEG, Math.min(FURTHEST_LAT_DEG, degrees[2 * n + 1])) * (Math.PI / 180);
      const y = (0.5 - Math.log(Math.tan(Math.PI / 4 + lat / 2)) / (2 * Math.PI)) * WORLD_PX;
      this.xs[n] = x;
      this.ys[n] = y;
      if (x < this.left) this.left = x;
      if (x > this.right) this.right = x;
      if (y < this.top) this.top = y;
      if (y > this.bottom) this.bottom = y;
    }
    this.weights = weightsOf(this.xs, this.ys);
  }

  meets({ left, right, top, bottom }, shift = 0) {
    return this.right + shift >= left && this.left + shift <= right && this.bottom >= top && this.top <= bottom;
  }

  /* The positions that matter at a scale, as pixels of the view: { x, y }. */
  points(view, tolerancePx = 0.5) {
    const least = (tolerancePx / view.scale) ** 2;
    const found = [];
    for (let n = 0; n < this.xs.length; n += 1) {
      if (this.weights[n] >= least) found.push({ x: this.xs[n] * view.scale - view.originX, y: this.ys[n] * view.scale - view.originY });
    }
    return found;
  }

  trace(path, view, tolerancePx = 0.5, shift = 0) {
    const least = (tolerancePx / view.scale) ** 2;
    let begun = false;
    for (let n = 0; n < this.xs.length; n += 1) {
      if (this.weights[n] < least) continue;
      const x = (this.xs[n] + shift) * view.scale - view.originX;
      const y = this.ys[n] * view.scale - view.originY;
      if (begun) path.lineTo(x, y);
      else path.moveTo(x, y);
      begun = true;
    }
  }
}

const STRETCHES = [];

/* Douglas and Peucker's squared distances (1973) for all tolerances at once; the ends always stay. */
function weightsOf(xs, ys) {
  const last = xs.length - 1;
  const weights = new Float32Array(xs.length);
  if (last < 0) return weights;
  weights[0] = weights[last] = Infinity;
  STRETCHES.push(0, last);
  while (STRETCHES.length) {
    const to = STRETCHES.pop();
    const from = STRETCHES.pop();
    let most = 0;
    let at = -1;
    for (let n = from + 1; n < to; n += 1) {
      const off = offSegment(xs[n], ys[n], xs[from], ys[from], xs[to], ys[to]);
      if (off > most) {
        most = off;
        at = n;
      }
    }
    if (at < 0) continue;
    weights[at] = Math.min(most, weights[from], weights[to]);
    STRETCHES.push(from, at, at, to);
  }
  return weights;
}

/* The squared distance of a point from a segment. */
function offSegment(x, y, ax, ay, bx, by) {
  const dx = bx - ax;
  const dy = by - ay;
  const length = dx * dx + dy * dy;
  const share = length ? Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length)) : 0;
  return (x - ax - share * dx) ** 2 + (y - ay - share * dy) ** 2;
}

const SQUARES_ACROSS = 96;

/* Which courses pass a square of a grid, so that drawing and pointing touch only those. */
class CourseIndex {
  constructor(courses) {
    this.left = extreme(courses, "left", Math.min);
    this.top = extreme(courses, "top", Math.min);
    const width = Math.max(0, extreme(courses, "right", Math.max) - this.left);
    const height = Math.max(0, extreme(courses, "bottom", Math.max) - this.top);
    this.square = Math.max(width, height, 1e-6) / SQUARES_ACROSS;
    this.across = Math.floor(width / this.square) + 1;
    this.down = Math.floor(height / this.square) + 1;
    this.stamps = new Uint32Array(courses.length);
    this.stamp = 0;
    this.fill(courses);
  }

  fill(courses) {
    const keys = [];
    const holders = [];
    courses.forEach((course, n) => this.pass(course, (key) => {
      keys.push(key);
      holders.push(n);
    }));
    this.starts = new Uint32Array(this.across * this.down + 1);
    for (const key of keys) this.starts[key + 1] += 1;
    for (let key = 1; key < this.starts.length; key += 1) this.starts[key] += this.starts[key - 1];
    const next = this.starts.slice();
    this.members = new Uint32Array(keys.length);
    for (let n = 0; n < keys.length; n += 1) this.members[next[keys[n]]++] = holders[n];
  }

  /* Tell each square that a course passes, sampled twice in each; a course may come back to one. */
  pass({ xs, ys }, tell) {
    let told = -1;
    for (let n = 0; n < xs.length; n += 1) {
      const before = Math.max(0, n - 1);
      const dx = xs[n] - xs[before];
      const dy = ys[n] - ys[before];
      const steps = Math.max(1, Math.ceil((2 * Math.max(Math.abs(dx), Math.abs(dy))) / this.square));
      for (let step = 1; step <= steps; step += 1) {
        const column = Math.floor((xs[before] + (dx * step) / steps - this.left) / this.square);
        const key = Math.floor((ys[before] + (dy * step) / steps - this.top) / this.square) * this.across + column;
        if (key !== told) tell(key);
        told = key;
      }
    }
  }

  /* The courses near a box of the plane, in ascending order; `most` stops the search early. */
  within(box, most = Infinity) {
    const column = (x) => Math.floor((x - this.left) / this.square);
    const row = (y) => Math.floor((y - this.top) / this.square);
    const west = Math.max(0, column(box.left) - 1);
    const east = Math.min(this.across - 1, column(box.right) + 1);
    const north = Math.max(0, row(box.top) - 1);
    const south = Math.min(this.down - 1, row(box.bottom) + 1);
    this.stamp += 1;
    const found = [];
    for (let line = north; line <= south && west <= east; line += 1) {
      const end = this.starts[line * this.across + east + 1];
      for (let k = this.starts[line * this.across + west]; k < end && found.length < most; k += 1) {
        const n = this.members[k];
        if (this.stamps[n] === this.stamp) continue;
        this.stamps[n] = this.stamp;
        found.push(n);
      }
    }
    return Uint32Array.from(found).sort();
  }
}

function extreme(courses, side, better) {
  return courses.reduce((found, course) => better(found, course[side]), better === Math.min ? Infinity : -Infinity);
}
