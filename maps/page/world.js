/* The embedded basemap: rings and lines packed as whole units, the first position as it is and
   the others as steps from the one before. */

function unpacked(numbers, units, turnDeg = 0) {
  const positions = [];
  let lon = 0;
  let lat = 0;
  for (let n = 0; n < numbers.length; n += 2) {
    lon += numbers[n];
    lat += numbers[n + 1];
    positions.push([lat / units, lon / units + turnDeg]);
  }
  return positions;
}

function drawWorld(map, basemap) {
  const renderer = paneWithRenderer(map, "world", 200, 0.4);
  const turns = [-360, 0, 360];
  const far = (layer) => turns.flatMap((turn) => basemap.world[layer].map((one) => unpacked(one, basemap.world_units, turn)));
  const near = (layer) => basemap.detail[layer].map((one) => unpacked(one, basemap.detail_units));
  const fill = (className, rings) => L.polygon([rings], { renderer, className, interactive: false, smoothFactor: 0.5 }).addTo(map);
  const stroke = (className, lines) => L.polyline(lines, { renderer, className, interactive: false, smoothFactor: 0.7 }).addTo(map);
  const [west, south, east, north] = basemap.box;

  fill("land", far("land"));
  fill("water", far("lakes"));
  stroke("border", far("borders"));
  stroke("border disputed", far("disputed"));
  fill("water", [[[south, west], [north, west], [north, east], [south, east]]]);
  fill("land", near("land"));
  stroke("coast", near("land").flatMap((ring) => withoutEdges(ring, basemap.box)));
  fill("water", near("lakes"));
  stroke("coast", near("lakes").flatMap((ring) => withoutEdges(ring, basemap.box)));
  stroke("border", near("borders"));
  stroke("border disputed", near("disputed"));
}

/* A ring that was cut at the box has sides that are no coast. */
function withoutEdges(ring, [west, south, east, north]) {
  const on = ([lat, lon]) => [lon <= west, lat <= south, lon >= east, lat >= north];
  const alongEdge = (one, other) => on(one).some((side, n) => side && on(other)[n]);
  const lines = [[ring[0]]];
  for (let n = 1; n < ring.length; n += 1) {
    if (alongEdge(ring[n - 1], ring[n])) lines.push([ring[n]]);
    else lines[lines.length - 1].push(ring[n]);
  }
  return lines.filter((line) => line.length > 1);
}

function paneWithRenderer(map, name, zIndex, padding = 0.6) {
  map.createPane(name).style.zIndex = zIndex;
  return L.svg({ pane: name, padding });
}
