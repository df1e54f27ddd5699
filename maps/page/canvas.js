/* A canvas of our own over the whole window of the map and a little beyond. It follows Leaflet's
   panning and zooming by a transform and is painted anew when they end. After a pan only what
   came into sight is painted where the painter says that the rest cannot have changed. */

const BEYOND_PX = 120;

const MapCanvas = L.Layer.extend({
  initialize(pane, zIndex, paint) {
    L.setOptions(this, { pane });
    this.zIndex = zIndex;
    this.paint = paint;
  },

  onAdd(map) {
    map.createPane(this.options.pane).style.zIndex = this.zIndex;
    this.canvas = el("canvas", { class: "leaflet-zoom-animated sheet", "aria-hidden": "true" });
    this.getPane().append(this.canvas);
  },

  getEvents() {
    return { zoomanim: this.follow, zoom: () => this.follow({ center: this._map.getCenter(), zoom: this._map.getZoom() }) };
  },

  follow({ center, zoom }) {
    if (!this.view || zoom === this.view.zoom) return;
    const corner = this._map._latLngToNewLayerPoint(this.corner, zoom, center);
    L.DomUtil.setTransform(this.canvas, corner, this._map.getZoomScale(zoom, this.view.zoom));
  },

  /* True while the canvas still covers the window. */
  covers() {
    if (!this.view || this.view.zoom !== this._map.getZoom()) return true;
    const { x, y } = this._map.containerPointToLayerPoint([0, 0]).subtract(this.at);
    return Math.abs(x - BEYOND_PX) <= BEYOND_PX && Math.abs(y - BEYOND_PX) <= BEYOND_PX;
  },

  redraw({ keep = false, sharpness = devicePixelRatio || 1 } = {}) {
    const before = this.view;
    const at = this._map.containerPointToLayerPoint([-BEYOND_PX, -BEYOND_PX]).round();
    const view = viewOf(this._map, at, sharpness);
    const moved = keep && before && sameSheet(before, view) ? { x: view.originX - before.originX, y: view.originY - before.originY } : null;
    this.at = at;
    this.view = view;
    this.corner = this._map.layerPointToLatLng(at);
    const context = this.canvas.getContext("2d");
    if (moved && wholePixels(moved, sharpness)) this.shift(context, moved);
    else this.paintAll(context);
    L.DomUtil.setPosition(this.canvas, at);
  },

  paintAll(context) {
    const { width, height, sharpness } = this.view;
    this.canvas.width = Math.round(width * sharpness);
    this.canvas.height = Math.round(height * sharpness);
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
    context.setTransform(sharpness, 0, 0, sharpness, 0, 0);
    this.paint(context, this.view, { left: 0, top: 0, right: width, bottom: height });
  },

  shift(context, moved) {
    const { width, height, sharpness } = this.view;
    if (!moved.x && !moved.y) return;
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.globalCompositeOperation = "copy";
    context.drawImage(this.canvas, Math.round(-moved.x * sharpness), Math.round(-moved.y * sharpness));
    context.restore();
    const fresh = [];
    if (moved.x) fresh.push(moved.x > 0 ? { left: width - moved.x, top: 0, right: width, bottom: height } : { left: 0, top: 0, right: -moved.x, bottom: height });
    if (moved.y) fresh.push(moved.y > 0 ? { left: 0, top: height - moved.y, right: width, bottom: height } : { left: 0, top: 0, right: width, bottom: -moved.y });
    fresh.forEach((box) => this.paintPart(context, box));
  },

  paintPart(context, box) {
    context.save();
    context.beginPath();
    context.rect(box.left, box.top, box.right - box.left, box.bottom - box.top);
    context.clip();
    context.clearRect(box.left, box.top, box.right - box.left, box.bottom - box.top);
    this.paint(context, this.view, box);
    context.restore();
  },
});

/* How the plane lies on a canvas whose corner is at a layer point: pixel = position × scale − origin. */
function viewOf(map, at, sharpness) {
  const size = map.getSize();
  const origin = map.getPixelOrigin().add(at);
  const zoom = map.getZoom();
  return {
    zoom, sharpness, scale: map.getZoomScale(zoom, 0), originX: origin.x, originY: origin.y,
    width: size.x + 2 * BEYOND_PX, height: size.y + 2 * BEYOND_PX,
  };
}

function sameSheet(one, other) {
  return ["zoom", "sharpness", "width", "height"].every((key) => one[key] === other[key]);
}

function wholePixels({ x, y }, sharpness) {
  return [x, y].every((px) => Math.abs(px * sharpness - Math.round(px * sharpness)) < 1e-6);
}

/* A box of the canvas as a box of the plane, widened by pixels. */
function inPlane({ left, top, right, bottom }, view, wider = 0) {
  return {
    left: (left - wider + view.originX) / view.scale, right: (right + wider + view.originX) / view.scale,
    top: (top - wider + view.originY) / view.scale, bottom: (bottom + wider + view.originY) / view.scale,
  };
}
