// The open alarms of all facilities.
import { html, render } from './lit/lit-html.js';
import * as api from './api.js';
import { alarmList } from './alarmlist.js';
import { show as showAgain, start, update } from './page.js';
import { text } from './texts.js';

const part = (id) => document.getElementById(id);
let onlyUnseen = false;

const load = () => api.alarms(part('search').value);

function show(answer, now) {
  part('only').ariaPressed = String(onlyUnseen);
  part('found').textContent = text('alarmsFound', answer.total, answer.unseen);
  const shown = answer.alarms.filter((alarm) => !onlyUnseen || !alarm.seen);
  render(shown.length ? alarmList(shown, now, { named: true }) : html`<p class="none">${text('noAlarms')}</p>`, part('alarms'));
  part('rest').textContent = answer.found > answer.alarms.length ? text('moreAlarms', answer.found - answer.alarms.length) : '';
  document.title = `${answer.unseen ? `(${answer.unseen}) ` : ''}${text('alarms')} · PFSS`;
}

part('search').addEventListener('input', update);
part('only').addEventListener('click', () => {
  onlyUnseen = !onlyUnseen;
  showAgain();
});

start({ load, show });
