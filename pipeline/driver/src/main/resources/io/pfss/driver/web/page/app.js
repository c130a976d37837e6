// The overview: counts, the worst facilities or the chosen ones, and the list of all.
import { html, render } from './lit/lit-html.js';
import * as api from './api.js';
import * as choice from './choice.js';
import { showCards, showCounts } from './cards.js';
import { showCharts } from './charts.js';
import { showFleet } from './fleet.js';
import { SHAPES } from './format.js';
import { start, update } from './page.js';
import { showTimeline } from './timeline.js';

const part = (id) => document.getElementById(id);

async function load() {
  const fleet = await api.fleet(part('search').value, choice.ids());
  if (!fleet.influx) {
    return fleet;
  }
  // With a search the list may not contain the worst facilities.
  if (part('search').value === '') {
    choice.follow(fleet.sensors);
  }
  const ids = choice.ids();
  return { ...fleet, ids, series: ids.length ? await api.series(ids) : null };
}

function show(answer, now) {
  part('auto').ariaPressed = String(choice.automatic());
  render(['R', 'S', 'T'].map((phase) => html`<span class="key phase-${phase.toLowerCase()}">${phase}</span>`), part('phase-key'));
  showCounts(answer.counts);
  const changes = showCards(answer.ids, [...answer.sensors, ...answer.chosen], now);
  if (changes.length) {
    part('changes').textContent = changes.join('. ');
  }
  showFleet(answer, now);
  if (answer.series) {
    showCharts(answer.series);
    showTimeline(answer.series);
  }
  const warnings = answer.counts.warning;
  document.title = warnings ? `${SHAPES.warning} ${warnings} · PFSS` : 'PFSS';
}

part('auto').addEventListener('click', () => {
  choice.setAutomatic();
  update();
});
part('search').addEventListener('input', update);
part('fleet').addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (button) {
    choice.toggle(button.dataset.sensor);
    update();
  }
});

start({ load, show });
