/* Long lists are built a handful of cards at a time, when a reader comes near or asks for one. */

const CARDS_A_HANDFUL = 20;
const ALL_AT_ONCE = 60;

class Cards {
  /* `build(n)` makes the nth of `count` cards; all are made at once where they are few. */
  constructor(parent, count, build) {
    this.build = build;
    this.count = count;
    this.handfuls = [];
    if (count <= ALL_AT_ONCE) {
      for (let n = 0; n < count; n += 1) parent.append(build(n));
      return;
    }
    const nearing = new IntersectionObserver((seen) => seen.forEach((one) => { if (one.isIntersecting) this.fill(one.target); }), { rootMargin: "1200px" });
    for (let first = 0; first < count; first += CARDS_A_HANDFUL) {
      const handful = el(parent.matches("ul, ol") ? "li" : "div", { class: "handful", "data-first": first });
      this.handfuls.push(handful);
      nearing.observe(handful);
    }
    this.nearing = nearing;
    parent.append(...this.handfuls);
  }

  fill(handful) {
    if (handful.childElementCount) return;
    this.nearing.unobserve(handful);
    const first = Number(handful.dataset.first);
    const cards = [];
    for (let n = first; n < Math.min(this.count, first + CARDS_A_HANDFUL); n += 1) cards.push(this.build(n));
    handful.append(...(handful.matches("li") ? [el("ul", {}, cards)] : cards));
    handful.classList.add("filled");
  }

  ensure(n) {
    if (this.handfuls.length) this.fill(this.handfuls[Math.floor(n / CARDS_A_HANDFUL)]);
  }

  ensureAll() {
    this.handfuls.forEach((handful) => this.fill(handful));
  }
}
