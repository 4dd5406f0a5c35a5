'use strict';
/* What pages of the console do in the browser: times, the look, the menu, dialogs, and live figures. */
(function () {
  const root = document.documentElement;
  const css = (name) => getComputedStyle(root).getPropertyValue(name).trim();

  const charts = [];
  const bars = [];

  /* How long ago, in words; the exact moment in the visitor's zone on top. */
  const STEPS = [['second', 60], ['minute', 60], ['hour', 24], ['day', 30], ['month', 12], ['year', Infinity]];
  const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });
  const absolute = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
  function ago(moment) {
    let value = (moment.getTime() - Date.now()) / 1000;
    for (const [unit, size] of STEPS) {
      if (Math.abs(value) < size) {
        return relative.format(Math.round(value), unit);
      }
      value /= size;
    }
    return '';
  }
  function showTimes(part) {
    part.querySelectorAll('time[datetime]').forEach((time) => {
      const moment = new Date(time.dateTime);
      if (!Number.isNaN(moment.getTime())) {
        time.textContent = ago(moment);
        time.title = absolute.format(moment);
      }
    });
  }

  window.omgTimes = showTimes;

  /* Dark or light, kept in a cookie, which the server reads. */
  function isDark() {
    return root.dataset.look === 'dark'
      || (root.dataset.look !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  }
  function switchLook() {
    root.dataset.look = isDark() ? 'light' : 'dark';
    document.cookie = 'omgservers-look=' + root.dataset.look + ';path=/console;max-age=31536000;samesite=strict';
  }
  const repaint = () => [...charts, ...bars].forEach(paint);
  new MutationObserver(repaint).observe(root, { attributeFilter: ['data-look'] });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', repaint);

  function toggleMenu(button) {
    const open = document.getElementById('nav').classList.toggle('open');
    button.setAttribute('aria-expanded', String(open));
  }

  /* The page is got anew, but not while it asks somebody something. */
  window.omgReload = function () {
    const open = document.querySelector('dialog[open]');
    if (open) {
      open.addEventListener('close', () => location.reload());
    } else {
      location.reload();
    }
  };

  /* A dialog that names what it is about. */
  function ask(button) {
    const dialog = document.querySelector('[data-dialog="' + button.dataset.ask + '"]');
    dialog.querySelector('[data-dialog-name]').textContent = button.dataset.name || '';
    const subject = dialog.querySelector('input[type=hidden][name$=":subject"]');
    if (subject) {
      subject.value = button.dataset.subject || '';
    }
    dialog.showModal();
  }

  document.addEventListener('click', (event) => {
    const button = event.target.closest('button');
    if (!button) {
      return;
    }
    if (button.dataset.lookSwitch) {
      switchLook();
    } else if (button.dataset.menu) {
      toggleMenu(button);
    } else if (button.dataset.ask) {
      ask(button);
    } else if (button.dataset.close) {
      button.closest('dialog').close();
    }
  });

  /* Charts over time; their colours are those of the page. */
  const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const STEP = 15000;
  const HOUR = 3600000;
  const SHORT = 600000;
  function paint(widget) {
    const config = widget.cfg.config;
    config.data.datasets.forEach((line, i) => {
      line.borderColor = css('--series-' + (i + 1));
      line.backgroundColor = line.borderColor;
    });
    for (const axis of Object.values(config.options.scales)) {
      axis.ticks.color = css('--quiet');
      axis.grid.color = css('--line');
    }
    config.options.plugins.legend.labels.color = css('--text');
    if (widget.chart) {
      // Without a mode: the mode 'none' leaves columns as they were coloured first.
      widget.chart.update();
    }
  }
  window.omgChart = function () {
    const config = this.cfg.config;
    config.data.datasets.forEach((line) => {
      Object.assign(line, { borderWidth: 2, pointRadius: 0, pointHitRadius: 12 });
    });
    const axis = span(config.data.datasets, Date.now());
    config.options = {
      animation: false,
      maintainAspectRatio: false,
      interaction: { mode: 'index', intersect: false },
      scales: {
        x: { type: 'linear', min: axis.min, max: axis.max, ticks: { maxTicksLimit: 5, includeBounds: false, maxRotation: 0, callback: (at) => clock.format(at) }, grid: { display: false } },
        y: { beginAtZero: true, suggestedMax: 4, ticks: { maxTicksLimit: 5, precision: 0 }, grid: {} },
      },
      plugins: {
        legend: { position: 'bottom', labels: { boxWidth: 12, boxHeight: 2 } },
        tooltip: { callbacks: { title: (points) => clock.format(points[0].parsed.x) } },
      },
    };
    charts.push(this);
    paint(this);
  };
  /* Columns beside each other, such as before and after. */
  window.omgBars = function () {
    this.cfg.config.options = {
      animation: false,
      maintainAspectRatio: false,
      scales: {
        x: { ticks: {}, grid: { display: false } },
        y: { beginAtZero: true, ticks: { maxTicksLimit: 6, precision: 0 }, grid: {} },
      },
      plugins: { legend: { position: 'bottom', labels: { boxWidth: 12, boxHeight: 12 } } },
    };
    bars.push(this);
    paint(this);
  };
  function value(figures, path) {
    return path.split('.').reduce((part, name) => (part === null || part === undefined ? part : part[name]), figures);
  }
  /* The last hour, or since when something is known; ten minutes at least. */
  function span(lines, at) {
    const first = Math.min(at - SHORT, ...lines.flatMap((line) => line.data.slice(0, 1)).map((point) => point.x));
    return { min: Math.max(at - HOUR, first), max: at };
  }
  function draw(figures) {
    const at = new Date(figures.at).getTime();
    charts.filter((widget) => widget.chart).forEach((widget) => {
      widget.chart.data.datasets.forEach((line) => {
        const found = value(figures, 'counts.' + line.name);
        const y = found === undefined ? value(figures, line.name) : found;
        const points = line.data;
        if (points.length > 1 && at - points[points.length - 2].x < STEP) {
          points.pop();
        }
        points.push({ x: at, y: y });
        while (points.length && points[0].x < at - HOUR) {
          points.shift();
        }
      });
      Object.assign(widget.chart.options.scales.x, span(widget.chart.data.datasets, at));
      widget.chart.update('none');
    });
  }

  /* Figures of a live view: elements name what they show of it. */
  const numbers = new Intl.NumberFormat('en');
  function element(name, text, style) {
    const made = document.createElement(name);
    made.textContent = text;
    made.className = style || '';
    return made;
  }
  function showFigures(part, figures) {
    part.querySelectorAll('[data-figure]').forEach((place) => {
      const found = value(figures, place.dataset.figure);
      const text = typeof found === 'number' ? numbers.format(found) : found === null || found === undefined ? '–' : String(found);
      const shown = place.dataset.text ? place.dataset.text.replace('{0}', text) : text;
      if (place.textContent !== shown) {
        place.textContent = shown;
      }
    });
    part.querySelectorAll('[data-share]').forEach((bar) => {
      const [some, all] = bar.dataset.share.split('/').map((path) => Number(value(figures, path)) || 0);
      const share = all > 0 ? Math.min(1, some / all) : 0;
      bar.style.width = 100 * share + '%';
      bar.classList.toggle('full', share >= 0.9);
    });
    part.querySelectorAll('[data-concerns]').forEach((list) => showConcerns(list, figures.concerns || []));
  }
  function showConcerns(list, concerns) {
    const text = JSON.stringify(concerns);
    if (list.dataset.shown === text) {
      return;
    }
    list.dataset.shown = text;
    list.replaceChildren(...concerns.map((concern) => {
      const line = document.createElement('li');
      line.append(element('span', concern.title, 'badge ' + concern.tone));
      const where = element(concern.link ? 'a' : 'span', concern.where || '');
      if (concern.link) {
        where.href = concern.link;
      }
      const since = element('time', concern.since, 'quiet');
      since.dateTime = concern.since;
      line.append(where, element('span', concern.reason || '', 'quiet'), since);
      return line;
    }));
    if (!concerns.length) {
      list.append(element('li', list.dataset.concerns, 'calm'));
    }
    showTimes(list);
  }

  /* A part of the page that is told of changes: data-live names the topic, data-now has what it is at first. */
  function follow(part) {
    const show = (figures) => {
      showFigures(part, figures);
      draw(figures);
      part.dispatchEvent(new CustomEvent('figures', { detail: figures }));
    };
    if (part.dataset.now) {
      showFigures(part, JSON.parse(part.dataset.now));
    }
    const query = new URLSearchParams(location.search);
    query.set('topic', part.dataset.live);
    const source = new EventSource('/console/live?' + query);
    const mark = document.querySelector('[data-live-state]');
    const word = mark && mark.querySelector('[data-live-text]');
    const alive = word && word.textContent;
    const tell = (on) => {
      if (mark) {
        mark.dataset.liveState = on ? 'on' : 'off';
        word.textContent = on ? alive : mark.dataset.lost;
      }
    };
    source.onmessage = (event) => {
      tell(true);
      show(JSON.parse(event.data));
    };
    source.addEventListener('over', () => {
      source.close();
      window.omgReload();
    });
    source.onerror = () => {
      tell(false);
      if (source.readyState === EventSource.CLOSED) {
        setTimeout(() => location.reload(), 3000);
      }
    };
    addEventListener('pagehide', () => source.close());
  }

  /* What has to be scrolled sideways can be, by the keyboard, too. */
  function reach() {
    document.querySelectorAll('.scroll').forEach((part) => {
      if (part.scrollWidth > part.clientWidth) {
        part.tabIndex = 0;
      } else {
        part.removeAttribute('tabindex');
      }
    });
  }
  addEventListener('resize', reach);

  document.addEventListener('DOMContentLoaded', () => {
    showTimes(document);
    reach();
    setInterval(() => showTimes(document), 15000);
    document.querySelectorAll('[data-live]:not([data-live=""])').forEach(follow);
  });
})();
