// Shows the counts by state and a card for each chosen facility.
import { html, nothing, render } from './lit/lit-html.js';
import { repeat } from './lit/directives/repeat.js';
import { SILENT_MS, STATES, decimals, duration, facilityPage, percent, stateMark } from './format.js';
import { text } from './texts.js';

let states = new Map();

export function showCounts(counts) {
  render(STATES.map((state) => html`
    <li class="count state-${state} ${counts[state] ? '' : 'zero'}">
      <span class="value">${counts[state].toLocaleString('en')}</span>
      <span class="label">${stateMark(state)}</span>
    </li>`), document.getElementById('counts'));
}

/** Shows the facilities; returns a sentence for each changed state. */
export function showCards(ids, sensors, now) {
  const byId = new Map(sensors.map((sensor) => [sensor.id, sensor]));
  const before = states;
  states = new Map(ids.map((id) => [id, byId.get(id)?.state ?? 'none']));
  render(repeat(ids, (id) => id, (id, index) => card(id, index, byId.get(id), states.get(id), now)),
    document.getElementById('cards'));
  return ids.filter((id) => before.has(id) && before.get(id) !== states.get(id))
    .map((id) => text('changed', id, text(before.get(id)), text(states.get(id))));
}

function card(id, index, sensor, state, now) {
  return html`
    <li class="card state-${state}" data-state=${state} data-sensor=${id}>
      <h3><span class="swatch line-${index}" aria-hidden="true"></span>
        <a href=${facilityPage(id)}>${sensor?.name ? `${id} · ${sensor.name}` : `${text('facility')} ${id}`}</a></h3>
      <p class="word">${stateMark(state)}</p>
      ${sensor ? html`
        <p class="values"><span class="pf">${decimals(sensor.pf, 3)}</span> <span class="unit">pf</span>
          <span class="degrees">${decimals(sensor.temperature, 1)} °C</span></p>
        <p class="next">${nextHour(sensor)}</p>
        ${age(sensor, state, now)}` : nothing}
    </li>`;
}

function age(sensor, state, now) {
  const isOld = now - sensor.time > SILENT_MS;
  const parts = [
    isOld && state !== 'silent' ? `⚠ ${text('silent')}` : '',
    sensor.since > 0 && state !== 'silent' ? text('lasts', duration(now - sensor.since)) : '',
    text('ago', duration(now - sensor.time)),
  ];
  return html`<p class="age ${isOld ? 'silent' : ''}">${parts.filter((each) => each).join(' · ')}</p>`;
}

/** The risk of the next hour and what to do, or nothing if neither is known. */
function nextHour(sensor) {
  return [
    sensor.risk === null ? '' : text('risk', percent(sensor.risk)),
    sensor.kvar === null || sensor.kvar === 0 ? '' : text('kvar', decimals(sensor.kvar, 1)),
  ].filter((part) => part).join(' · ');
}
