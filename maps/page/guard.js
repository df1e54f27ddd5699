/* Runs first. Text never becomes markup on this page: the only strings that may are the few
   constants with which Leaflet builds its own controls. Browsers that know Trusted Types
   enforce it; see the content-security policy in the head. */
if (window.trustedTypes) {
  const ofLeaflet = new Set(["", "<svg/>", '<span aria-hidden="true">+</span>', '<span aria-hidden="true">&#x2212;</span>']);
  const scale = /^\d+ k?m$/;
  trustedTypes.createPolicy("default", {
    createHTML: (markup) => (ofLeaflet.has(markup) || scale.test(markup) ? markup : null),
  });
}
