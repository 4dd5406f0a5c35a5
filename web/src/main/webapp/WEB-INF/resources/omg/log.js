'use strict';
/* A log: the last lines and those that come, earlier ones when they are wanted, and search. */
(function () {
  const SHOWN_MAX = 5000;
  const AGAIN = 5000;
  const MARKS = { STDOUT: 'out', STDERR: 'err', PLATFORM: 'sys' };
  /* What games write to colour a terminal; here it would only be in the way. */
  const COLOURS = /\u001b\[[0-9;?]*[A-Za-z]/g;
  const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hourCycle: 'h23' });
  const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

  function element(name, style, text) {
    const made = document.createElement(name);
    made.className = style;
    made.textContent = text || '';
    return made;
  }
  function marked(text, wanted) {
    const whole = element('span', 'text');
    const found = wanted ? text.toLowerCase().indexOf(wanted.toLowerCase()) : -1;
    if (found < 0) {
      whole.textContent = text;
    } else {
      const end = found + wanted.length;
      whole.append(text.slice(0, found), element('mark', '', text.slice(found, end)), text.slice(end));
    }
    return whole;
  }

  class Log {
    constructor(part) {
      this.part = part;
      this.lines = part.querySelector('[data-log-lines]');
      this.text = part.querySelector('[data-log-text]');
      this.note = part.querySelector('[data-log-note]');
      this.more = part.querySelector('[data-log-earlier]');
      this.filters = part.querySelector('[data-log-filters]');
      this.follow = part.querySelector('[data-log-follow]');
      this.state = part.querySelector('[data-log-state]');
      this.word = part.querySelector('[data-log-word]');
      this.waiting = [];
      part.querySelector('[data-log-file]').href = this.address({ file: 'true' });
      this.filters.addEventListener('submit', (event) => {
        event.preventDefault();
        this.begin();
      });
      this.filters.elements.stream.addEventListener('change', () => this.begin());
      this.more.addEventListener('click', () => this.earlier());
      this.follow.addEventListener('change', () => this.toEnd());
      addEventListener('pagehide', () => this.source && this.source.close());
      this.begin();
    }
    get wanted() {
      return this.filters.elements.contains.value;
    }
    address(more) {
      const query = new URLSearchParams(location.search);
      query.set('of', this.part.dataset.log);
      for (const [name, value] of Object.entries(more)) {
        query.set(name, value);
      }
      return '/console/log?' + query;
    }
    filtered(more) {
      const asked = { ...more };
      if (this.wanted) {
        asked.contains = this.wanted;
      }
      if (this.filters.elements.stream.value) {
        asked.stream = this.filters.elements.stream.value;
      }
      return this.address(asked);
    }
    tell(on, word) {
      this.state.dataset.logState = on ? 'on' : 'off';
      this.word.textContent = word;
    }
    say(text) {
      this.note.textContent = text;
      this.note.hidden = !text;
    }
    begin() {
      if (this.source) {
        this.source.close();
      }
      clearTimeout(this.again);
      this.waiting = [];
      this.first = null;
      this.text.replaceChildren();
      this.more.hidden = true;
      this.say(this.part.dataset.none);
      const source = new EventSource(this.filtered({}));
      this.source = source;
      const words = this.part.dataset;
      source.addEventListener('open', () => this.tell(true, words.following));
      source.addEventListener('line', (event) => this.take(JSON.parse(event.data)));
      source.addEventListener('missing', (event) => this.say(words.missing.replace('{0}', JSON.parse(event.data).lines)));
      source.addEventListener('end', () => {
        source.close();
        this.show();
        this.tell(false, words.over);
        if (!this.text.childElementCount) {
          this.say(this.wanted || this.filters.elements.stream.value ? words.noneFound : words.none);
        }
      });
      source.onerror = () => {
        this.tell(false, words.lost);
        if (source.readyState === EventSource.CLOSED) {
          this.again = setTimeout(() => this.begin(), AGAIN);
        }
      };
    }
    take(line) {
      this.waiting.push(line);
      if (this.waiting.length === 1) {
        setTimeout(() => this.show(), 50);
      }
    }
    line(each) {
      const line = element('div', 'line ' + each.stream);
      const at = new Date(each.at);
      const time = element('span', 'at', Number.isNaN(at.getTime()) ? '' : clock.format(at));
      time.title = Number.isNaN(at.getTime()) ? '' : full.format(at);
      line.dataset.number = each.line;
      line.append(time, element('span', 'stream ' + each.stream, MARKS[each.stream]), marked(each.text.replace(COLOURS, ''), this.wanted));
      return line;
    }
    show() {
      if (!this.waiting.length) {
        return;
      }
      const all = this.waiting;
      this.waiting = [];
      if (this.first === null) {
        this.first = Number(all[0].line);
        if (this.note.textContent === this.part.dataset.none) {
          this.say('');
        }
      }
      this.text.append(...all.map((each) => this.line(each)));
      while (this.text.childElementCount > SHOWN_MAX) {
        this.text.firstElementChild.remove();
        this.first = Number(this.text.firstElementChild.dataset.number);
      }
      this.more.hidden = this.first <= 0;
      this.toEnd();
    }
    toEnd() {
      if (this.follow.checked) {
        this.lines.scrollTop = this.lines.scrollHeight;
      }
    }
    async earlier() {
      this.follow.checked = false;
      const answer = await fetch(this.filtered({ before: this.first }));
      if (!answer.ok) {
        return;
      }
      const part = await answer.json();
      const height = this.lines.scrollHeight;
      this.text.prepend(...part.items.map((each) => this.line(each)));
      this.lines.scrollTop += this.lines.scrollHeight - height;
      this.first = Number(part.first);
      const gone = this.first <= Number(part.missing);
      this.more.hidden = gone;
      if (gone && Number(part.missing) > 0) {
        this.say(this.part.dataset.missing.replace('{0}', part.missing));
      }
    }
  }
  document.addEventListener('DOMContentLoaded', () => {
    document.querySelectorAll('[data-log]').forEach((part) => new Log(part));
  });
})();
