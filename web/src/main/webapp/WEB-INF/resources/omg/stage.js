'use strict';
/* Draws a stage: a column per deployment, a box per lobby and match. */
(function () {
  function element(name, style, text) {
    const made = document.createElement(name);
    made.className = style;
    made.textContent = text || '';
    return made;
  }
  function boxes(title, places, words) {
    const part = element('div', 'places');
    part.append(element('h4', 'quiet', title + ' · ' + places.length));
    const list = element('ul', 'boxes');
    for (const place of places) {
      const box = element('li', 'box ' + (place.busy ? 'busy' : 'warm'));
      const what = (place.label ? place.label + ' ' : '') + place.id + ', ' + place.state.toLowerCase();
      box.title = what;
      const link = document.createElement('a');
      const query = new URLSearchParams(location.search);
      query.set('runtime', place.runtime_id);
      link.href = '/console/runtime?' + query;
      box.append(link);
      link.append(element('span', 'count', place.busy ? String(place.players) : ''));
      link.append(element('span', 'unseen', what + ', ' + (place.busy ? words.players.replace('{0}', place.players) : words.warm)));
      list.append(box);
    }
    part.append(places.length ? list : element('p', 'quiet', words.none));
    return part;
  }
  function deployment(part, words) {
    const card = element('article', 'card deployment ' + (part.takes_players ? 'takes' : 'drains'));
    const head = element('h3', '', words.version + ' ' + (JSON.parse(words.labels)[part.version_id] || part.version_id));
    card.append(head);
    const line = element('p', 'row');
    line.append(element('span', 'badge ' + (part.takes_players ? 'good' : 'busy'), part.takes_players ? words.takes : words.drains));
    line.append(element('span', '', words.players.replace('{0}', part.players)));
    if (part.degraded_since) {
      line.append(element('span', 'badge bad', words.degraded));
    }
    card.append(line);
    if (part.reason) {
      card.append(element('p', 'quiet', part.reason));
    }
    card.append(boxes(words.lobbies, part.lobbies, words), boxes(words.matches, part.matches, words));
    return card;
  }
  function draw(place, parts) {
    const text = JSON.stringify(parts);
    if (place.dataset.drawn !== text) {
      place.dataset.drawn = text;
      place.replaceChildren(...parts.map((part) => deployment(part, place.dataset)));
      if (!parts.length) {
        place.append(element('p', 'quiet', place.dataset.nothing));
      }
    }
  }
  document.addEventListener('DOMContentLoaded', () => {
    document.querySelectorAll('[data-picture]').forEach((place) => {
      const live = place.closest('[data-live]');
      draw(place, JSON.parse(live.dataset.now));
      live.addEventListener('figures', (event) => draw(place, event.detail));
    });
  });
})();
