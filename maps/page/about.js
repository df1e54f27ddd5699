/* What a reader who doubts the page must know: whose data, which version, which bytes. */

function aboutThisMap() {
  const { about } = page;
  const row = (term, ...words) => el("div", {}, el("dt", {}, term), el("dd", {}, words));
  return part(t("about.title"), "about",
    el("p", {}, page.tiles ? tilesNote(page.tiles) : t("about.offline")),
    ["basemap", "rivers", "places", "further"].map((name) => el("p", {}, t(`about.${name}`))),
    el("dl", { class: "prints" },
      about.sha256.map(({ title, sha256 }) => row([t("about.hash"), page.dossiers.length > 1 ? [" (", data(title), ")"] : null], el("code", {}, sha256))),
      about.lines.length ? row(t("about.lines"), listed(about.lines)) : null,
      row(t("about.made_with"), about.programs.map(([name, licence], n) => [n ? t("list.comma") : null, el("bdi", {}, `${name} (${licence})`)])),
      about.built ? row(t("about.built"), day(about.built)) : null));
}
