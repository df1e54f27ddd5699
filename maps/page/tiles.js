/* Pictures of an online basemap, painted over the embedded one as they arrive; only on pages that
   were asked to have one. */

const TILE_PX = 256;
const MOST_KEPT = 400;

class Tiles {
  constructor({ addresses, most_zoom: mostZoom }, onArrival) {
    Object.assign(this, { addresses, mostZoom, onArrival });
    this.kept = new Map();
  }

  paint(context, view, box) {
    const zoom = Math.max(0, Math.min(this.mostZoom, Math.round(view.zoom)));
    const side = TILE_PX * 2 ** (view.zoom - zoom);
    const count = 2 ** zoom;
    const first = (px, origin) => Math.floor((px + origin) / side);
    for (let x = first(box.left, view.originX); x <= first(box.right, view.originX); x += 1) {
      for (let y = Math.max(0, first(box.top, view.originY)); y <= Math.min(count - 1, first(box.bottom, view.originY)); y += 1) {
        const picture = this.picture(zoom, ((x % count) + count) % count, y);
        if (picture.complete && picture.naturalWidth) context.drawImage(picture, x * side - view.originX, y * side - view.originY, side + 0.5, side + 0.5);
      }
    }
  }

  picture(z, x, y) {
    const key = `${z}/${x}/${y}`;
    if (!this.kept.has(key)) {
      const picture = new Image();
      picture.referrerPolicy = "origin";
      picture.addEventListener("load", () => this.arrived());
      picture.src = this.addresses[(x + y) % this.addresses.length].replace("{z}", z).replace("{x}", x).replace("{y}", y);
      this.kept.set(key, picture);
      if (this.kept.size > MOST_KEPT) this.kept.delete(this.kept.keys().next().value);
    }
    return this.kept.get(key);
  }

  arrived() {
    this.waiting ??= requestAnimationFrame(() => {
      this.waiting = null;
      this.onArrival();
    });
  }
}

function tilesNote({ addresses, credit }) {
  const hosts = [...new Set(addresses.map((address) => new URL(address).host))];
  return t("map.tiles", { credit, hosts: hosts.join(", ") });
}
