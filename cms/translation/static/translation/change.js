// Tells what the chosen kind of change does, anew when another is chosen and after each save.
// Without this file all kinds are told, and the box to tick is always there.
(() => {
  "use strict";

  const part = (name) => document.querySelector(name);
  const SAFETY = "safety";

  function show() {
    const panel = part("[data-change]");
    const select = part("#id_change_kind");
    if (!panel || !select) return;
    for (const section of panel.querySelectorAll("[data-change-kind]")) {
      section.hidden = section.dataset.changeKind !== select.value;
    }
    panel.querySelector("[data-change-understood]").hidden = select.value !== SAFETY;
  }

  function signature() {
    return part(`[data-change-kind="${SAFETY}"]`)?.dataset.signature;
  }

  /** What was understood is not what happens now: the box has to be ticked again. */
  function ask(before) {
    const box = part("#id_change_understood");
    if (signature() === before || !box?.checked) return;
    box.checked = false;
    const status = part("[data-change-status]");
    status.textContent = status.dataset.changed;
  }

  async function refresh(pk) {
    const panel = part("[data-change]");
    if (!panel) return;
    if (pk) panel.dataset.url = panel.dataset.url.replace(/\/0\/$/, `/${pk}/`);
    if (panel.dataset.url.endsWith("/0/")) return;
    const answer = await fetch(panel.dataset.url, { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
    if (!answer?.ok || answer.redirected) return; // what is shown stays; publishing asks the server anyway
    const before = signature();
    part("[data-change-told]").innerHTML = await answer.text();
    show();
    ask(before);
  }

  document.addEventListener("change", (event) => {
    if (event.target.id !== "id_change_kind") return;
    show();
    refresh();
  });
  document.addEventListener("w-autosave:success", (event) => refresh(event.detail?.data?.pk));
  document.addEventListener("DOMContentLoaded", show);
  if (document.readyState !== "loading") show();
})();
