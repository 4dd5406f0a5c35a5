'use strict';
/* The page of the registry is got anew when the registry was compared again. */
document.addEventListener('DOMContentLoaded', () => {
  document.querySelectorAll('[data-live="registry"]').forEach((part) => {
    const first = JSON.parse(part.dataset.now).checked;
    part.addEventListener('figures', (event) => {
      if (event.detail.checked !== first) {
        window.omgReload();
      }
    });
  });
});
