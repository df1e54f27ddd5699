/* Text into elements. Whatever comes from the dossier goes through `data`: as text nodes, apart
   from its neighbours' direction, with characters that would hide or turn text made visible. */

const HIDDEN =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/u;

function el(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

function svg(name, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes || {})) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

function visible(string) {
  const pieces = [];
  let plain = "";
  for (const character of String(string)) {
    if (!HIDDEN.test(character)) {
      plain += character;
      continue;
    }
    if (plain) pieces.push(plain);
    plain = "";
    pieces.push(el("span", { class: "hidden-character" }, codeOf(character)));
  }
  if (plain) pieces.push(plain);
  return pieces;
}

function codeOf(character) {
  return "U+" + character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
}

function spoken(string) {
  return Array.from(String(string), (c) => (HIDDEN.test(c) ? ` ${codeOf(c)} ` : c)).join("");
}

function data(string) {
  return el("bdi", {}, visible(string));
}

/* A sentence of [text, is data] runs. */
function sentence(words) {
  return words.map(([text, isData]) => (isData ? data(text) : text));
}

/* Only web addresses become links; anything else would be a way to run script. */
function link(url, ...children) {
  if (!/^https?:\/\//i.test(url || "")) return el("span", {}, children);
  return el("a", { href: url, target: "_blank", rel: "noopener noreferrer external" }, children);
}

function button(className, words, onClick, attributes = {}) {
  const made = el("button", { type: "button", class: className, ...attributes }, words);
  made.addEventListener("click", onClick);
  return made;
}

function symbol(mode) {
  return svg("svg", { class: `symbol mode-${mode}`, viewBox: "0 0 16 16", "aria-hidden": "true" },
    svg("path", { d: STYLE.modes[mode].symbol, "fill-rule": "evenodd" }));
}
