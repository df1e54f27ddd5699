/* Room on the map: what is taken already, and how many lines pass where. */

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

function centred({ x, y }, size) {
  return { left: x - size.x / 2, right: x + size.x / 2, top: y - size.y / 2, bottom: y + size.y / 2 };
}

function outside(box, view) {
  const beyond = [view.left - box.left, box.right - view.right, view.top - box.top, box.bottom - view.bottom];
  return beyond.reduce((sum, px) => sum + Math.max(0, px) * 4, 0);
}

function least(places) {
  return places.reduce((best, place) => (place.cost < best.cost ? place : best));
}
