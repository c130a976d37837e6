// Shows the counts by state and a card for each chosen facility.
import { SILENT_MS, STATES, decimals, duration, element, percent, stateMark } from './format.js';
import { text } from './texts.js';

const cards = new Map();

export function showCounts(counts) {
  document.getElementById('counts').replaceChildren(
    ...STATES.map((state) => {
      const tile = element('li', { className: `count state-${state}` });
      tile.classList.toggle('zero', counts[state] === 0);
      tile.append(
        element('span', { className: 'value', textContent: counts[state].toLocaleString('en') }),
        element('span', { className: 'label' }, ...stateMark(state)),
      );
      return tile;
    }),
  );
}

/** Shows the facilities; returns a sentence for each changed state. */
export function showCards(ids, sensors, now) {
  const byId = new Map(sensors.map((sensor) => [sensor.id, sensor]));
  const changes = [];
  for (const id of cards.keys()) {
    if (!ids.includes(id)) {
      cards.delete(id);
    }
  }
  const shown = ids.map((id, index) => {
    const sensor = byId.get(id);
    const card = cards.get(id) ?? element('li');
    const state = sensor?.state ?? 'none';
    const before = card.dataset.state;
    if (before && before !== state) {
      changes.push(text('changed', id, text(before), text(state)));
    }
    card.className = `card state-${state}`;
    card.dataset.state = state;
    card.dataset.sensor = id;
    card.replaceChildren(...content(id, index, sensor, state, now));
    cards.set(id, card);
    return card;
  });
  const list = document.getElementById('cards');
  if (shown.length !== list.children.length || shown.some((card, i) => list.children[i] !== card)) {
    list.replaceChildren(...shown);
  }
  return changes;
}

function content(id, index, sensor, state, now) {
  const name = element('h3', {},
    element('span', { className: `swatch line-${index}`, ariaHidden: 'true' }),
    sensor?.name ? `${id} · ${sensor.name}` : `${text('facility')} ${id}`);
  const word = element('p', { className: 'word' }, ...stateMark(state));
  if (!sensor) {
    return [name, word];
  }
  const age = now - sensor.time;
  const seen = element('p', { className: 'age', textContent: text('ago', duration(age)) });
  if (sensor.since > 0 && state !== 'silent') {
    seen.prepend(`${text('lasts', duration(now - sensor.since))} · `);
  }
  if (age > SILENT_MS) {
    seen.classList.add('silent');
    if (state !== 'silent') {
      seen.prepend(`⚠ ${text('silent')} · `);
    }
  }
  return [
    name,
    word,
    element('p', { className: 'values' },
      element('span', { className: 'pf', textContent: decimals(sensor.pf, 3) }),
      element('span', { className: 'unit', textContent: 'pf' }),
      element('span', { className: 'degrees', textContent: `${decimals(sensor.temperature, 1)} °C` })),
    element('p', { className: 'next', textContent: nextHour(sensor) }),
    seen,
  ];
}

/** The risk of the next hour and what to do, or nothing if neither is known. */
function nextHour(sensor) {
  return [
    sensor.risk === null ? '' : text('risk', percent(sensor.risk)),
    sensor.kvar === null || sensor.kvar === 0 ? '' : text('kvar', decimals(sensor.kvar, 1)),
  ].filter((part) => part).join(' · ');
}
