/* The interface's own words in the reader's language, and numbers and days as it writes them.
   WORDS is the table of one language; days keep the calendar in which the reports are dated. */

const LANGUAGE = document.documentElement.lang;
const LOCALE = `${LANGUAGE === "en" ? "en-GB" : LANGUAGE}-u-ca-gregory`;
const NARROW = matchMedia("(max-width: 899px)");
const STILL = matchMedia("(prefers-reduced-motion: reduce)");

/* Plain words: values take the place of {names}. */
function t(key, values = {}) {
  return (WORDS[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/* The same as parts for an element, where values may be elements. */
function parts(key, values) {
  return WORDS[key].split(/(\{\w+\})/).map((piece) => (/^\{\w+\}$/.test(piece) ? values[piece.slice(1, -1)] : piece));
}

const NUMBER_FORMS = new Map();

/* Forms are costly to make and are made once. */
function number(value, options) {
  const key = options ? Object.values(options).join() : "";
  if (!NUMBER_FORMS.has(key)) NUMBER_FORMS.set(key, new Intl.NumberFormat(LOCALE, options));
  return NUMBER_FORMS.get(key).format(value);
}

const DAY_FORMS = [{ year: "numeric" }, { year: "numeric", month: "long" }, { year: "numeric", month: "long", day: "numeric" }]
  .map((form) => new Intl.DateTimeFormat(LOCALE, { ...form, timeZone: "UTC" }));
const ISO_DAY = /^\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?$/;

/* A year, month or day in ISO form as the language writes it; anything else as it stands. */
function day(written) {
  const at = ISO_DAY.test(written || "") ? new Date(written) : null;
  if (!at || Number.isNaN(at.getTime())) return data(written);
  return withoutYearWord(DAY_FORMS[(written.length - 4) / 3].format(at));
}

function days(from, to) {
  return withoutYearWord(DAY_FORMS[2].formatRange(new Date(from), new Date(to)));
}

/* Russian and Ukrainian end a date with "year.", which sentences here do not need. */
function withoutYearWord(words) {
  return words.replace(/\s[гр]\.$/, "");
}

/* A time in the report's words, and the days between which it must lie. */
function whenWords([phrase, earliest, latest]) {
  const words = data(phrase);
  if (!earliest && !latest) return words;
  if (phrase === earliest && phrase === latest) return day(phrase);
  if (earliest && latest) return parts("time.within", { when: words, days: earliest === latest ? day(earliest) : days(earliest, latest) });
  return parts(earliest ? "time.from" : "time.until", { when: words, day: day(earliest || latest) });
}

function kilometres(length) {
  const rounded = length >= 100 ? Math.round(length / 10) * 10 : Math.round(length);
  if (!rounded) return t("length.under");
  return t("length.about", { length: number(rounded, { style: "unit", unit: "kilometer" }) });
}

/* A leg's length; over water in nautical miles, too. */
function distance(leg) {
  const length = kilometres(leg.length_km);
  const miles = leg.length_km / 1.852;
  if (miles < 1 || !["sea", "river"].includes(leg.mode)) return length;
  const rounded = miles >= 100 ? Math.round(miles / 10) * 10 : Math.round(miles);
  return t("length.at_sea", { length, miles: number(rounded) });
}

function position(lon, lat) {
  const degrees = (value, north, south) => t(value >= 0 ? north : south, { degrees: number(Math.abs(value), { minimumFractionDigits: 2, maximumFractionDigits: 2 }) });
  return `${degrees(lat, "position.north", "position.south")}, ${degrees(lon, "position.east", "position.west")}`;
}

const REGIONS = new Intl.DisplayNames(LANGUAGE, { type: "region" });

function country(code) {
  try {
    return REGIONS.of(code);
  } catch {
    return code;
  }
}

const LIST_FORM = new Intl.ListFormat(LANGUAGE);

/* Names as a sentence lists them, each kept apart from its neighbours' direction. */
function listed(names, write = data) {
  return LIST_FORM.formatToParts(names.map((_, n) => String(n)))
    .map(({ type, value }) => (type === "element" ? write(names[value]) : value));
}

function listedWords(names) {
  return LIST_FORM.format(names.map(spoken));
}

function capital(string) {
  return string.charAt(0).toLocaleUpperCase(LANGUAGE) + string.slice(1);
}
