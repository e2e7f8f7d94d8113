/* Leads from what is missing to its field, says it beside the field too, and keeps the panel up to date. */
(function () {
    'use strict';

    const PLACE = ':w:contentpath=';
    const SOON_MS = 300;
    const FOCUSABLE = 'input:not([type=hidden]), textarea, select, button, [contenteditable=true]';

    /** The element of a place in the form; of one that is not there (a cell of a table), the nearest around it. */
    function elementAt(place) {
        const steps = place.split('.');
        let found = null;
        if (/^\d+$/.test(steps[1] || '')) {
            found = document.getElementById(`inline_child_${steps[0]}-${steps[1]}`);
            steps.splice(0, 2);
        }
        for (const step of steps) {
            const next = (found || document).querySelector(`[data-contentpath="${CSS.escape(step)}"]`);
            if (!next) break;
            found = next;
        }
        return found;
    }

    function open(element) {
        const tab = element.closest('[role=tabpanel]');
        if (tab && tab.hidden) document.getElementById(tab.getAttribute('aria-labelledby'))?.click();
        for (let panel = element.closest('[data-panel]'); panel; panel = panel.parentElement?.closest('[data-panel]')) {
            const toggle = panel.querySelector('[data-panel-toggle][aria-expanded=false]');
            if (toggle && toggle.closest('[data-panel]') === panel) toggle.click();
        }
    }

    /** Tabs and panels open a moment after the click. */
    function show(element) {
        open(element);
        window.setTimeout(() => {
            element.scrollIntoView({ block: 'center', behavior: 'instant' });
            const fields = [element, ...element.querySelectorAll(FOCUSABLE)];
            const field = fields.find((one) => one.matches(FOCUSABLE) && one.offsetParent !== null);
            field?.focus({ preventScroll: true });
        }, SOON_MS);
    }

    function follow(hash) {
        const start = hash.indexOf(PLACE);
        const element = start < 0 ? null : elementAt(decodeURIComponent(hash.slice(start + PLACE.length)));
        if (element) show(element);
        return element !== null;
    }

    function sayBesideFields(panel) {
        document.querySelectorAll('.gate-beside').forEach((note) => note.remove());
        if (!panel.hasAttribute('data-gate-refused')) return;
        panel.querySelectorAll('a[data-gate-at]').forEach((link) => {
            const place = link.dataset.gateAt;
            const element = place && elementAt(place);
            if (!element) return;
            const note = document.createElement('p');
            note.className = 'gate-beside';
            note.textContent = link.textContent;
            element.append(note);
        });
    }

    /** What is shown stays where there is no answer: publishing asks the server anyway. */
    async function refresh(panel, pk) {
        if (pk) panel.dataset.gatePanel = panel.dataset.gatePanel.replace(/\/0\/$/, `/${pk}/`);
        const headers = { 'X-Requested-With': 'XMLHttpRequest' };
        const answer = await fetch(panel.dataset.gatePanel, { headers }).catch(() => null);
        if (!answer?.ok || answer.redirected) return;
        panel.innerHTML = await answer.text();
        sayBesideFields(panel);
    }

    document.addEventListener('click', (event) => {
        const link = event.target.closest('a[data-gate-at]');
        if (!link || !link.hash || link.pathname !== window.location.pathname) return;
        if (follow(link.hash)) event.preventDefault();
    });

    document.addEventListener('w-autosave:success', (event) => {
        const panel = document.querySelector('[data-gate-panel]');
        if (panel) refresh(panel, event.detail?.data?.pk);
    });

    window.addEventListener('load', () => {
        const panel = document.querySelector('[data-gate-panel]');
        if (panel) sayBesideFields(panel);
        // Wagtail's blocks are there a moment later.
        window.setTimeout(() => follow(window.location.hash), SOON_MS);
    });
})();
