/* Long lists are built a sheet of cards at a time, when a reader comes near or asks for one. */

const CARDS_A_SHEET = 20;
const ALL_AT_ONCE = 60;

class Cards {
  /* `build(n)` makes the nth of `count` cards; all are made at once where they are few. */
  constructor(parent, count, build) {
    this.build = build;
    this.count = count;
    this.sheets = [];
    if (count <= ALL_AT_ONCE) {
      for (let n = 0; n < count; n += 1) parent.append(build(n));
      return;
    }
    const nearing = new IntersectionObserver((seen) => seen.forEach((one) => { if (one.isIntersecting) this.fill(one.target); }), { rootMargin: "1200px" });
    for (let first = 0; first < count; first += CARDS_A_SHEET) {
      const sheet = el(parent.matches("ul, ol") ? "li" : "div", { class: "sheet", "data-first": first });
      this.sheets.push(sheet);
      nearing.observe(sheet);
    }
    this.nearing = nearing;
    parent.append(...this.sheets);
  }

  fill(sheet) {
    if (sheet.childElementCount) return;
    this.nearing.unobserve(sheet);
    const first = Number(sheet.dataset.first);
    const cards = [];
    for (let n = first; n < Math.min(this.count, first + CARDS_A_SHEET); n += 1) cards.push(this.build(n));
    sheet.append(...(sheet.matches("li") ? [el("ul", {}, cards)] : cards));
    sheet.classList.add("filled");
  }

  ensure(n) {
    if (this.sheets.length) this.fill(this.sheets[Math.floor(n / CARDS_A_SHEET)]);
  }

  ensureAll() {
    this.sheets.forEach((sheet) => this.fill(sheet));
  }
}
