// Lists the facilities, worst first, for the user to choose from.
import { html, render } from './lit/lit-html.js';
import { repeat } from './lit/directives/repeat.js';
import { SILENT_MS, decimals, duration, facilityPage, percent, stateMark } from './format.js';
import { isShown } from './choice.js';
import { text } from './texts.js';

/** Shows the list; the data-sensor of a button is its facility. */
export function showFleet(answer, now) {
  render(repeat(answer.sensors, (sensor) => sensor.id, (sensor) => row(sensor, now)), document.getElementById('fleet'));
  document.getElementById('found').textContent = text('found', answer.sensors.length, answer.found);
}

function row(sensor, now) {
  const age = now - sensor.time;
  const isOn = isShown(sensor.id);
  return html`
    <tr class="state-${sensor.state}">
      <th scope="row"><a href=${facilityPage(sensor.id)}>${sensor.name ? `${sensor.id} · ${sensor.name}` : sensor.id}</a></th>
      <td><span class="badge">${stateMark(sensor.state)}</span></td>
      <td class="number">${decimals(sensor.pf, 3)}</td>
      <td class="number">${percent(sensor.risk)}</td>
      <td class="number">${decimals(sensor.kvar, 1)}</td>
      <td class="number">${decimals(sensor.temperature, 1)}</td>
      <td class="number ${age > SILENT_MS ? 'silent' : ''}">${duration(age)}</td>
      <td class="pick"><button type="button" data-sensor=${sensor.id} aria-pressed=${String(isOn)}
        aria-label="${text('show')}: ${text('facility')} ${sensor.id}">${isOn ? text('shown') : text('add')}</button></td>
    </tr>`;
}
