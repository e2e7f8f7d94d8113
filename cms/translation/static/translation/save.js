// When Wagtail saves a draft by itself, and when not.
(() => {
  const controller = (form, name) => window.wagtail?.app?.getControllerForElementAndIdentifier(form, name);

  // Opening a page is no change. The editors of a long page in six languages write their texts in a form of their own,
  // some after Wagtail has begun to compare: until somebody touches the form, that is what it was loaded with.
  const touched = new WeakSet();
  const touch = ({ target, isTrusted }) => {
    const form = isTrusted && target.closest?.('[data-edit-form]');
    if (form && !target.closest('[role=tab]')) touched.add(form);
  };
  for (const act of ['pointerdown', 'keydown', 'input', 'paste', 'drop']) document.addEventListener(act, touch, true);

  const forget = (event) => {
    if (!event.target.matches('[data-edit-form]') || touched.has(event.target)) return;
    event.stopImmediatePropagation();
    controller(event.target, 'w-unsaved')?.clear();
  };
  document.addEventListener('w-unsaved:add', forget, true);

  // Saving by hand never races with the draft that is being saved by itself: a new page would be refused as a double of
  // its own draft. A draft that is still waiting for a quiet moment is given up; one that is on its way is waited for.
  const PATIENCE_MS = 10_000;
  const begun = new WeakMap();
  const waiting = new WeakSet();

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
    if (waiting.has(form)) {
      event.preventDefault(); // what was pressed first is what happens
      return;
    }
    const autosave = controller(form, 'w-autosave');
    if (event.defaultPrevented || !autosave || !begun.has(form)) return;
    const isOnItsWay = performance.now() - begun.get(form) >= autosave.intervalValue;
    begun.delete(form);
    autosave.submit.cancel();
    if (!isOnItsWay) return;
    event.preventDefault();
    waiting.add(form);
    await ended(form);
    waiting.delete(form);
    autosave.submit.cancel();
    // A button that shows progress is switched off by then, and would not say whether to save or to publish.
    if (event.submitter) event.submitter.disabled = false;
    form.requestSubmit(event.submitter);
  });
})();
