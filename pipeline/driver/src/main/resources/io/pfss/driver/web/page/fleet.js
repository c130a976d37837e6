// Lists the facilities, worst first, for the user to choose from.
import { SILENT_MS, decimals, duration, element, percent, stateMark } from './format.js';
import { isShown } from './choice.js';
import { text } from './texts.js';

const rows = new Map();

/** Shows the list; the data-sensor of a button is its facility. */
export function showFleet(answer, now) {
  const focused = document.activeElement?.closest('#fleet button')?.dataset.sensor;
  const body = document.getElementById('fleet');
  const shown = answer.sensors.map((sensor) => row(sensor, now));
  const wanted = new Set(answer.sensors.map((sensor) => sensor.id));
  for (const id of rows.keys()) {
    if (!wanted.has(id)) {
      rows.delete(id);
    }
  }
  body.replaceChildren(...shown);
  if (focused) {
    rows.get(focused)?.querySelector('button').focus();
  }
  document.getElementById('found').textContent = text('found', shown.length, answer.found);
}

function row(sensor, now) {
  let made = rows.get(sensor.id);
  if (!made) {
    made = element('tr', {},
      element('th', { scope: 'row' }), element('td'),
      element('td', { className: 'number' }), element('td', { className: 'number' }),
      element('td', { className: 'number' }), element('td', { className: 'number' }),
      element('td', { className: 'number' }),
      element('td', { className: 'pick' }, element('button', { type: 'button' })));
    made.querySelector('button').dataset.sensor = sensor.id;
    rows.set(sensor.id, made);
  }
  const [name, state, pf, risk, kvar, temperature, age] = made.children;
  made.className = `state-${sensor.state}`;
  name.textContent = sensor.name ? `${sensor.id} · ${sensor.name}` : sensor.id;
  state.replaceChildren(element('span', { className: 'badge' }, ...stateMark(sensor.state)));
  pf.textContent = decimals(sensor.pf, 3);
  risk.textContent = percent(sensor.risk);
  kvar.textContent = decimals(sensor.kvar, 1);
  temperature.textContent = decimals(sensor.temperature, 1);
  age.textContent = duration(now - sensor.time);
  age.classList.toggle('silent', now - sensor.time > SILENT_MS);
  const button = made.querySelector('button');
  const isOn = isShown(sensor.id);
  button.textContent = isOn ? text('shown') : text('add');
  button.ariaPressed = String(isOn);
  button.ariaLabel = `${text('show')}: ${text('facility')} ${sensor.id}`;
  return made;
}
