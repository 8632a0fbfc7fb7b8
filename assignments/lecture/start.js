// Put the living view where the page's still picture stands. Without script, the still picture stays.

import { DRAWN } from "./drawn.js";
import { NETWORK } from "./network.js";
import { VIEWS } from "./views.js";

for (const place of document.querySelectorAll("[data-view]")) {
  const shared = JSON.parse(document.getElementById("shared")?.textContent || "{}");
  const view = { ...VIEWS, ...DRAWN, ...NETWORK }[place.dataset.view];
  place.replaceChildren(view({ ...JSON.parse(place.dataset.settings), ...shared }));
}
