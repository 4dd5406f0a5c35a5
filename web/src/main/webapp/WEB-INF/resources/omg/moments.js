'use strict';
/* Moments are filled in as the clock on the wall shows them, and sent in UTC. */
(function () {
  const two = (number) => String(number).padStart(2, '0');
  function local(moment) {
    return moment.getFullYear() + '-' + two(moment.getMonth() + 1) + '-' + two(moment.getDate()) + 'T' + two(moment.getHours()) + ':' + two(moment.getMinutes());
  }
  document.addEventListener('DOMContentLoaded', () => {
    document.querySelectorAll('input[data-moment]').forEach((field) => {
      const sent = field.form.elements[field.dataset.moment];
      const known = new Date(sent.value);
      if (sent.value && !Number.isNaN(known.getTime())) {
        field.value = local(known);
      }
      field.addEventListener('change', () => {
        const chosen = new Date(field.value);
        sent.value = Number.isNaN(chosen.getTime()) ? '' : chosen.toISOString();
      });
    });
  });
})();
