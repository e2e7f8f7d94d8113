// Saving by hand never races with the draft that is being saved by itself: a new page would be refused as a double of
// its own draft. A draft that is still waiting for a quiet moment is given up; one that is on its way is waited for.
(() => {
  const PATIENCE_MS = 10_000;
  const begun = new WeakMap();

  const autosaveOf = (form) => window.wagtail?.app?.getControllerForElementAndIdentifier(form, 'w-autosave');

  document.addEventListener('w-autosave:save', ({ target }) => begun.set(target, performance.now()));
  for (const end of ['success', 'error']) {
    document.addEventListener(`w-autosave:${end}`, ({ target }) => begun.delete(target));
  }

  const ended = (form) =>
    new Promise((resolve) => {
      const end = () => resolve();
      form.addEventListener('w-autosave:success', end, { once: true });
      form.addEventListener('w-autosave:error', end, { once: true });
      setTimeout(end, PATIENCE_MS);
    });

  document.addEventListener('submit', async (event) => {
    const form = event.target;
    const autosave = autosaveOf(form);
    if (event.defaultPrevented || !autosave || !begun.has(form)) return;
    const isOnItsWay = performance.now() - begun.get(form) >= autosave.intervalValue;
    begun.delete(form);
    autosave.submit.cancel();
    if (!isOnItsWay) return;
    event.preventDefault();
    await ended(form);
    autosave.submit.cancel();
    form.requestSubmit(event.submitter);
  });
})();
