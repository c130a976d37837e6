// Polls the job every five seconds while the page is visible, and shows the response.
import * as api from './api.js';
import * as choice from './choice.js';
import { showCards, showCounts } from './cards.js';
import { forgetCharts, showCharts } from './charts.js';
import { showFleet } from './fleet.js';
import { SHAPES, SILENT_MS, clock, duration, element } from './format.js';
import { showTimeline } from './timeline.js';
import { otherLanguage, speak, text } from './texts.js';

const EVERY_MS = 5_000;
const part = (id) => document.getElementById(id);
let last = null;
let lastAt = 0;
let link = 'waiting';
let trouble = () => '';
let timer = 0;
let round = 0;

async function update() {
  clearTimeout(timer);
  const mine = ++round;
  let answer = null;
  let problem = () => '';
  try {
    answer = await ask();
  } catch (failure) {
    if (!(failure instanceof api.NoAnswer)) {
      throw failure;
    }
    problem = () => text(failure.message);
  }
  if (mine !== round) {
    return;
  }
  if (answer) {
    accept(answer);
  } else {
    link = 'stale';
    trouble = problem;
  }
  show();
  if (!document.hidden) {
    timer = setTimeout(update, EVERY_MS);
  }
}

async function ask() {
  const fleet = await api.fleet(part('search').value, choice.ids());
  if (fleet.influx) {
    // With a search the list may not contain the worst facilities.
    if (part('search').value === '') {
      choice.follow(fleet.sensors);
    }
    const ids = choice.ids();
    return { fleet, ids, series: ids.length ? await api.series(ids) : null };
  }
  return { fleet };
}

function accept(answer) {
  const { fleet } = answer;
  link = 'live';
  trouble = () => '';
  if (!fleet.influx) {
    link = 'stale';
    trouble = () => text('noInflux');
    return;
  }
  if (fleet.total === 0) {
    link = 'waiting';
    trouble = () => text('noData');
  } else if (fleet.time - fleet.newest > SILENT_MS) {
    link = 'stale';
    trouble = () => text('noReadings', duration(fleet.time - fleet.newest));
  }
  last = answer;
  lastAt = performance.now();
}

function show() {
  document.body.dataset.link = link;
  part('link').textContent = text(link);
  const message = trouble();
  part('trouble').hidden = message === '';
  if (part('trouble').textContent !== message) {
    part('trouble').textContent = message;
  }
  part('auto').ariaPressed = String(choice.automatic());
  if (!last) {
    return;
  }
  const { fleet, ids, series } = last;
  // The job's clock, extrapolated while the job does not respond.
  const now = fleet.time + performance.now() - lastAt;
  part('updated').textContent = clock(fleet.time);
  showCounts(fleet.counts);
  const changes = showCards(ids, [...fleet.sensors, ...fleet.chosen], now);
  if (changes.length) {
    part('changes').textContent = changes.join('. ');
  }
  showFleet(fleet, now);
  if (series) {
    showCharts(series);
    showTimeline(series);
  }
  const warnings = fleet.counts.warning;
  document.title = warnings ? `${SHAPES.warning} ${warnings} · PFSS` : 'PFSS';
}

function speakAnd(language) {
  speak(language);
  part('phase-key').replaceChildren(
    ...['R', 'S', 'T'].map((phase) => element('span', { className: `key phase-${phase.toLowerCase()}`, textContent: phase })));
  forgetCharts();
  show();
}

part('language').addEventListener('click', () => {
  choice.remember('lang', otherLanguage());
  speakAnd(otherLanguage());
});
part('auto').addEventListener('click', () => {
  choice.setAutomatic();
  update();
});
part('search').addEventListener('input', (event) => {
  update();
});
part('fleet').addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (button) {
    choice.toggle(button.dataset.sensor);
    update();
  }
});
document.addEventListener('visibilitychange', () => {
  if (document.hidden) {
    clearTimeout(timer);
  } else {
    update();
  }
});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
  forgetCharts();
  show();
});
addEventListener('resize', () => last?.series && showTimeline(last.series));

speakAnd();
update();
