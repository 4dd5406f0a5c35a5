'use strict';
/* Shows how far a build is, and its log as it grows; it goes on scrolling for who is at its end. */
(function () {
  const NEAR = 24;
  function show(part, progress) {
    const log = part.querySelector('[data-build-log]');
    const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR;
    const known = log.lastElementChild ? Number(log.lastElementChild.dataset.number) : 0;
    const first = progress.lines.length ? progress.lines[0].number : 1;
    if (known >= first && known <= first + progress.lines.length - 1) {
      append(log, progress.lines.filter((line) => line.number > known));
    } else if (known !== first + progress.lines.length - 1) {
      log.replaceChildren();
      append(log, progress.lines);
    }
    while (log.childElementCount > progress.lines.length) {
      log.firstElementChild.remove();
    }
    part.querySelector('[data-build-before]').hidden = progress.before === 0;
    if (atEnd) {
      log.scrollTop = log.scrollHeight;
    }
    if (part.dataset.state !== progress.state && part.dataset.state) {
      window.omgReload();
    }
    part.dataset.state = progress.state;
  }
  function append(log, lines) {
    log.append(...lines.map((line) => {
      const made = document.createElement('div');
      made.dataset.number = line.number;
      made.textContent = line.text || '\u00a0';
      made.title = new Date(line.at).toLocaleString();
      return made;
    }));
  }
  document.addEventListener('DOMContentLoaded', () => {
    document.querySelectorAll('[data-live="build"]').forEach((part) => {
      show(part, JSON.parse(part.dataset.now));
      const log = part.querySelector('[data-build-log]');
      log.scrollTop = log.scrollHeight;
      part.addEventListener('figures', (event) => show(part, event.detail));
    });
  });
})();
