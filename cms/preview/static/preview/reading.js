// Two switches of the reading view: the width of a phone, and dark or light. What was chosen is kept for the next page.
const root = document.documentElement;
const device = matchMedia("(prefers-color-scheme: dark)");
const store = { get: (key) => { try { return localStorage.getItem(key); } catch { return null; } },
                set: (key, value) => { try { localStorage.setItem(key, value); } catch { /* the browser keeps nothing */ } } };

const THEME = "preview-theme", WIDTH = "preview-width";
const theme = document.querySelector("[data-theme-switch]");
const width = document.querySelector("[data-width-switch]");

function isDark() {
  return root.dataset.theme ? root.dataset.theme === "dark" : device.matches;
}

function show() {
  theme?.setAttribute("aria-pressed", String(isDark()));
  width?.setAttribute("aria-pressed", String(root.dataset.width === "phone"));
}

if (["light", "dark"].includes(store.get(THEME))) root.dataset.theme = store.get(THEME);
if (store.get(WIDTH) === "phone") root.dataset.width = "phone";
document.querySelector(".switches")?.removeAttribute("hidden");
show();

theme?.addEventListener("click", () => {
  root.dataset.theme = isDark() ? "light" : "dark";
  store.set(THEME, root.dataset.theme);
  show();
});
width?.addEventListener("click", () => {
  root.dataset.width = root.dataset.width === "phone" ? "wide" : "phone";
  store.set(WIDTH, root.dataset.width);
  show();
});
device.addEventListener("change", show);
