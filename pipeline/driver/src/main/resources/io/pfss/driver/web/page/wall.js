// The wall: what is wrong, at five metres.
import { html, render } from './lit/lit-html.js';
import * as api from './api.js';
import { condition } from './alarmlist.js';
import { showCounts } from './cards.js';
import { SHAPES, STATE_OF_SEVERITY, decimals, duration, facilityPage, title } from './format.js';
import { start } from './page.js';
import { text } from './texts.js';
import { showTiles } from './tiles.js';

const MAX_ROWS = 20;
const part = (id) => document.getElementById(id);

async function load() {
  const [wall, alarms] = await Promise.all([api.wall(), api.alarms('')]);
  return { ...wall, alarms };
}

function show(answer, now) {
  showCounts(answer.counts);
  render(answer.worst.length ? answer.worst.map((each) => html`
    <li class="state-${each.state}"><a href=${facilityPage(each.id)}>
      <span class="shape" aria-hidden="true">${SHAPES[each.state]}</span>
      <span class="name">${title(each)}</span>
      <span class="value"><span class="unseen">${text(each.state)}, pf</span>${each.pf === null ? text(each.state) : decimals(each.pf, 2)}</span></a></li>`)
    : html`<li class="none">${text('allNormal')}</li>`, part('worst'));
  const { alarms } = answer;
  part('open-count').textContent = `${alarms.total} · ${text('notSeenShort')} ${alarms.unseen}`;
  render(alarms.alarms.length ? alarms.alarms.slice(0, MAX_ROWS).map((each) => html`
    <li class="severity-${each.severity} ${each.seen ? 'is-seen' : ''}"><a href=${each.id ? facilityPage(each.id) : `${api.HOME}alarms`}>
      <span class="shape" aria-hidden="true">${SHAPES[STATE_OF_SEVERITY[each.severity]]}</span>
      <span class="name">${each.id ? title(each) : text('pipeline')}</span>
      <span class="mark">${each.seen ? html`✓ ${each.seen.by}` : text('notSeenShort')}</span>
      <span class="detail">${[condition(each), each.kvar > 0 ? `${each.phase ? `${text('phase', each.phase)} ` : ''}+${decimals(each.kvar, 1)} kvar` : '', text('lasts', duration(now - each.since))].filter((one) => one).join(' · ')}</span></a></li>`)
    : html`<li class="none">${text('noAlarms')}</li>`, part('open'));
  showTiles(answer.sites);
  const { warning } = answer.counts;
  document.title = `${warning ? `${SHAPES.warning} ${warning} · ` : ''}${text('wall')} · PFSS`;
}

start({ load, show });
