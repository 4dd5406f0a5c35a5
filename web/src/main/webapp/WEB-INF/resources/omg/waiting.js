'use strict';
/* The list of queues is got anew when another number of tickets waits. */
document.addEventListener('DOMContentLoaded', () => {
  document.querySelectorAll('p[data-live="overview"]').forEach((part) => {
    const first = JSON.parse(part.dataset.now).counts.tickets;
    part.addEventListener('figures', (event) => {
      if (event.detail.counts.tickets !== first) {
        window.omgReload();
      }
    });
  });
});
