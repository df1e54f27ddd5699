/* Citations of a leg or site, with a link to it: a footnote, BibTeX and CSL-JSON. */

/* Of a page that lies on a disk only its name is told, not the folders of whoever made it. */
function pageAddress() {
  if (page.about.address) return page.about.address.replace(/#.*/, "");
  if (location.protocol === "file:") return location.pathname.split("/").pop();
  return location.protocol.startsWith("http") ? location.href.replace(/#.*/, "") : "";
}

function addressOf(item) {
  return `${pageAddress()}#r=${encodeURIComponent(keyOf(item)).replace(/%2F/g, "/")}`;
}

function openCitation(item) {
  const forms = [
    [t("cite.footnote"), footnote(item)],
    ["BibTeX", bibtex(item)],
    ["CSL-JSON", JSON.stringify(cslOf(item), null, 1)],
  ];
  openSheet(t("cite.title", { n: number(item.number) }), forms.map(([name, text], n) => el("section", { class: "form" },
    el("h3", { id: `form-${n}` }, name),
    el("pre", { dir: "auto", tabindex: "0", role: "group", "aria-labelledby": `form-${n}` }, visible(text)),
    button("act", t("cite.copy"), (event) => copied(text, event.currentTarget), { "aria-label": `${t("cite.copy")}: ${name}` }))));
}

/* Frames may not use the clipboard of the page around them; the older way works there. */
async function copied(text, pressed) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const held = el("textarea", { class: "unseen", "aria-hidden": "true", tabindex: "-1" });
    held.value = text;
    pressed.after(held);
    held.select();
    document.execCommand("copy");
    held.remove();
    pressed.focus();
  }
  const words = pressed.textContent;
  if (words === t("cite.copied")) return;
  pressed.textContent = t("cite.copied");
  announce(t("cite.copied"));
  setTimeout(() => { pressed.textContent = words; }, 2000);
}

function footnote(item) {
  const cited = saidAlike(claimsOn(item)).map((claims) => {
    const [claim] = claims;
    const source = sourceOf(claim, item.dossier);
    const names = listedWords([...new Set(claims.map((one) => speakerOf(one, item.dossier)))]);
    const published = ISO_DAY.test(source.published || "") ? day(source.published) : source.published;
    const where = [source.authors.join(", "), source.publisher, `“${source.title}”`, published, source.url, source.archived_url].filter(Boolean).join(", ");
    return `${t(`stance.${claim.stance}`)} ${names}: “${claim.quote.map(([text]) => text).join("")}” (${where})`;
  });
  return `${cited.join("; ")}. ${t("cite.as_mapped", { title: page.title, n: item.number, link: addressOf(item) })}`;
}

function sourcesOf(item) {
  return [...new Set(claimsOn(item).map((claim) => sourceOf(claim, item.dossier)))].filter(Boolean);
}

function cslOf(item) {
  const dated = (written) => (ISO_DAY.test(written || "") ? { "date-parts": [written.split("-").map(Number)] } : written ? { literal: written } : undefined);
  const map = {
    id: `${item.dossier.key}-${item.key}`, type: "map", title: `${page.title}: ${titleOf(item)}`, URL: addressOf(item),
    issued: dated(page.about.built), note: `[${item.number}] ${spokenOf(item)}`,
  };
  return [...sourcesOf(item).map((source) => ({
    id: `${item.dossier.key}-${source.key}`, type: "article-newspaper", title: source.title, "container-title": source.publisher ?? undefined,
    author: source.authors.length ? source.authors.map((literal) => ({ literal })) : undefined, issued: dated(source.published),
    accessed: dated(source.accessed), URL: source.url ?? undefined, archive_location: source.archived_url ?? undefined, language: source.language,
  })), map];
}

function bibtex(item) {
  return cslOf(item).map((entry) => {
    const dated = entry.issued?.["date-parts"]?.[0].map((one) => String(one).padStart(2, "0")).join("-") ?? entry.issued?.literal;
    const note = entry.note ?? (entry.archive_location && `Archived: ${entry.archive_location}`);
    const fields = {
      title: tex(entry.title), author: entry.author?.map(({ literal }) => `{${tex(literal)}}`).join(" and "), journal: tex(entry["container-title"]),
      date: tex(dated), url: entry.URL?.replace(/[{}\\]/g, encodeURIComponent), note: tex(note), langid: tex(entry.language),
    };
    const lines = Object.entries(fields).filter(([, value]) => value).map(([name, value]) => `  ${name} = {${value}}`);
    return `@${entry.type === "map" ? "misc" : "article"}{${entry.id.replace(/[^\w:.-]/g, "_")},\n${lines.join(",\n")}\n}`;
  }).join("\n\n");
}

function tex(text) {
  const named = { "\\": "\\textbackslash{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}" };
  return text?.replace(/[\\~^{}%&#$_]/g, (one) => named[one] ?? `\\${one}`);
}
