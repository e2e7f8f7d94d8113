/* Opens an edit form at the field or block that an address names, by its tab: `#:w:contentpath=sections_ar.<id>.blocks.<id>`. */
(() => {
    const PREFIX = "#:w:contentpath=";
    const PATIENCE_MS = 10000;

    /* `pk-4` is a row of inline rows: it has its primary key in a hidden input, and no mark of its own. */
    const rowOf = (scope, relation, key) => {
        const inputs = scope.querySelectorAll(`input[name^="${relation}-"][name$="-id"]`);
        const input = [...inputs].find((each) => each.value === key);
        return input?.closest("[data-inline-panel-child]") ?? null;
    };

    /* As far down the path as there are fields; a part of a block that is closed or missing is no reason to stay away. */
    const found = (steps) => {
        let place = document.querySelector("[data-edit-form]") ?? document;
        let last = null;
        for (let at = 0; at < steps.length; at += 1) {
            const key = /^pk-(\d+)$/.exec(steps[at + 1] ?? "")?.[1];
            const row = key ? rowOf(place, steps[at], key) : null;
            const next = row ?? place.querySelector(`[data-contentpath="${CSS.escape(steps[at])}"]`);
            if (!next) break;
            if (row) at += 1;
            place = next;
            last = next;
        }
        return last;
    };

    const open = (place) => {
        const tab = place.closest("[role=tabpanel]")?.getAttribute("aria-labelledby");
        if (tab) document.getElementById(tab)?.click();
        for (let panel = place.closest("[data-panel]"); panel; panel = panel.parentElement.closest("[data-panel]")) {
            const toggle = panel.querySelector(":scope > div > [data-panel-toggle], :scope > [data-panel-toggle]");
            if (toggle?.getAttribute("aria-expanded") === "false") toggle.click();
        }
    };

    const show = (place) => {
        open(place);
        place.classList.add("report-target");
        /* A tab is shown a moment after it was chosen. */
        window.setTimeout(() => {
            const visible = (kind) => [...place.querySelectorAll(kind)].find((each) => each.offsetParent !== null);
            const field = visible("input:not([type=hidden]):not([disabled]), textarea, select, [contenteditable=true]") ?? visible("button");
            place.scrollIntoView({ block: "center" });
            field?.focus({ preventScroll: true });
        }, 200);
    };

    const go = () => {
        if (!window.location.hash.startsWith(PREFIX)) return;
        const steps = decodeURIComponent(window.location.hash.slice(PREFIX.length)).split(".");
        const since = Date.now();
        const look = () => {
            const place = found(steps);
            const isWhole = place && place.dataset.contentpath === steps.at(-1);
            if (place && (isWhole || Date.now() - since > PATIENCE_MS / 5)) show(place);
            else if (Date.now() - since < PATIENCE_MS) window.setTimeout(look, 100);
        };
        look();
    };

    window.addEventListener("load", go);
    window.addEventListener("hashchange", go);
})();
