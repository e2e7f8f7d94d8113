/* Says that files are too large before they are sent, and waits for the worker. Without it both pages work by hand. */
(() => {
  "use strict";

  const files = document.querySelector("[data-max-bytes]");
  if (files) {
    files.addEventListener("change", () => {
      const total = [...files.files].reduce((sum, file) => sum + file.size, 0);
      files.setCustomValidity(total > Number(files.dataset.maxBytes) ? files.dataset.tooLarge : "");
      files.reportValidity();
    });
  }

  const waiting = document.querySelector("[data-exchange-state]");
  if (waiting) {
    const sentence = waiting.querySelector("[data-exchange-sentence]");
    const look = async () => {
      try {
        const answer = await fetch(waiting.dataset.exchangeState, { headers: { Accept: "application/json" } });
        const state = await answer.json();
        if (state.is_finished) {
          window.location.reload();
          return;
        }
        sentence.textContent = state.sentence;
      } catch {
        // The server may be restarting: the next look tells.
      }
      window.setTimeout(look, 1000);
    };
    window.setTimeout(look, 1000);
  }
})();
