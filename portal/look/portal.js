// Adds comfort; every page works without it. Nothing is loaded from elsewhere, nothing runs inline.
"use strict";
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
document.querySelectorAll("input[data-zone]").forEach((field) => { field.value = zone; });

function showTimes(root) {
  root.querySelectorAll('time[data-chosen="no"]').forEach((one) => {
    const parts = { weekday: "short", day: "2-digit", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" };
    one.textContent = `${new Date(one.dateTime).toLocaleString(document.documentElement.lang, parts)} (${zone})`;
    one.dataset.chosen = "shown";
  });
}
showTimes(document);
document.addEventListener("htmx:afterSwap", (event) => showTimes(event.target.parentElement || document));

document.querySelectorAll("form[data-send]").forEach((form) => form.requestSubmit());
if (document.querySelector("[data-registered]")) {
  (window.opener || window.parent).postMessage({ subject: "org.imsglobal.lti.close" }, "*");
}

document.querySelectorAll(".drop").forEach((area) => {
  const field = area.querySelector('input[type="file"]');
  const over = (event) => { event.preventDefault(); area.classList.add("over"); };
  area.addEventListener("dragover", over);
  area.addEventListener("dragleave", () => area.classList.remove("over"));
  area.addEventListener("drop", (event) => {
    over(event);
    area.classList.remove("over");
    if (event.dataTransfer.files.length) {
      field.files = event.dataTransfer.files;
      area.closest("form").requestSubmit();
    }
  });
});
