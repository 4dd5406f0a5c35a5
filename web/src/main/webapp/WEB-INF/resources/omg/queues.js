'use strict';
/* Where there are other queues than before, or a ticket has gone, the page is made anew. */
(function () {
  document.addEventListener('DOMContentLoaded', () => {
    document.querySelectorAll('[data-keyed]').forEach((part) => {
      const key = JSON.parse(part.dataset.now).key;
      part.addEventListener('figures', (event) => {
        if (event.detail.key !== key) {
          window.omgReload();
        }
      });
    });
  });
})();
