'use strict';
/* A runtime: how far it is, and the steps of its history. */
(function () {
  function element(name, style, text) {
    const made = document.createElement(name);
    made.className = style;
    made.textContent = text || '';
    return made;
  }
  function step(each) {
    const line = document.createElement('li');
    const at = element('time', 'quiet', each.at);
    at.dateTime = each.at;
    line.append(element('strong', '', each.name), at);
    if (each.note) {
      line.append(element('span', 'note', each.note));
    }
    return line;
  }
  function show(part, figures) {
    const badge = part.querySelector('[data-runtime-state]');
    if (badge.textContent !== figures.state) {
      badge.textContent = figures.state;
      badge.className = 'badge ' + figures.tone;
    }
    const list = part.querySelector('[data-runtime-steps]');
    const text = JSON.stringify(figures.steps);
    if (list.dataset.shown !== text) {
      list.dataset.shown = text;
      list.replaceChildren(...figures.steps.map(step));
      window.omgTimes(list);
    }
  }
  document.addEventListener('DOMContentLoaded', () => {
    document.querySelectorAll('[data-runtime]').forEach((part) => {
      const first = JSON.parse(part.dataset.now);
      show(part, first);
      part.addEventListener('figures', (event) => show(part, event.detail));
    });
  });
})();
