/* The page's data as it is sent, unpacked: records from columns, lines from short text. */

function records({ rows, columns }) {
  const made = Array.from({ length: rows }, () => ({}));
  for (const [name, column] of Object.entries(columns)) {
    const value = reader(column, rows);
    for (let n = 0; n < rows; n += 1) made[n][name] = value(n);
  }
  return made;
}

function reader(column, rows) {
  if ("all" in column) return () => column.all;
  if ("is" in column) return (n) => column.of[column.is[n]];
  if ("each" in column) return (n) => column.each[n];
  const length = reader(column.lengths, rows);
  const parts = records(column.of);
  let at = 0;
  return (n) => parts.slice(at, (at += length(n)));
}

/* Google's encoded polyline, longitude first: a flat list of lon, lat, lon, lat … in degrees. */
function decoded(text, units) {
  let count = 0;
  for (let n = 0; n < text.length; n += 1) if (text.charCodeAt(n) < 95) count += 1;
  const degrees = new Float64Array(count);
  const at = [0, 0];
  let letter;
  for (let n = 0, k = 0; k < count; k += 1) {
    let shift = 0;
    let value = 0;
    do {
      letter = text.charCodeAt(n) - 63;
      value |= (letter & 31) << shift;
      shift += 5;
      n += 1;
    } while (letter >= 32);
    at[k & 1] += (value >> 1) ^ -(value & 1);
    degrees[k] = at[k & 1] / units;
  }
  return degrees;
}

function unpackedPage(sent) {
  const tables = ["sources", "claims", "places", "routes", "items"];
  const dossiers = sent.dossiers.map((dossier) => ({ ...dossier, ...Object.fromEntries(tables.map((name) => [name, records(dossier[name])])) }));
  const map = { ...sent.map, drawings: records(sent.map.drawings), marks: records(sent.map.marks), areas: records(sent.map.areas) };
  return { ...sent, dossiers, map, items: dossiers.flatMap((dossier) => dossier.items) };
}
