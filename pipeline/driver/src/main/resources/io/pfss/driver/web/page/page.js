// What all pages have: the head with the search, and asking the job every five seconds while visible.
import { html, nothing, render } from './lit/lit-html.js';
import * as api from './api.js';
import { forgetCharts } from './charts.js';
import { duration, facilityPage, fullMoment, SILENT_MS, stateMark, title } from './format.js';
import { otherLanguage, speak, text } from './texts.js';

const EVERY_MS = 5_000;
const MAX_HITS = 8;
const PAGES = { '': 'overview', alarms: 'alarms', wall: 'wall' };
const part = (id) => document.getElementById(id);
let page;
let last = null;
let lastAt = 0;
let link = 'waiting';
let trouble = () => '';
let timer = 0;
let round = 0;
let found = { search: '', hits: [] };

/**
 * Runs a page.
 *
 * @param given load() asks the job; show(answer, now) shows the answer, again after changes of language or colours
 */
export function start(given) {
  page = given;
  speakAnd();
  update();
}

/** Stores a value in the page's address, so that users can share it. */
export function remember(name, value) {
  const address = new URL(location.href);
  if (value) {
    address.searchParams.set(name, value);
  } else {
    address.searchParams.delete(name);
  }
  history.replaceState(null, '', address);
}

/** Asks the job now. */
export async function update() {
  clearTimeout(timer);
  const mine = ++round;
  let answer = null;
  let problem = () => '';
  try {
    answer = await page.load();
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
    timer = setTimeout(update, answer?.again ?? EVERY_MS);
  }
}

function accept(answer) {
  link = 'live';
  trouble = () => '';
  if (!answer.influx) {
    link = 'stale';
    trouble = () => text('noInflux');
    return;
  }
  if (answer.newest === 0) {
    link = 'waiting';
    trouble = () => text('noData');
  } else if (answer.time - answer.newest > SILENT_MS) {
    link = 'stale';
    trouble = () => text('noReadings', duration(answer.time - answer.newest));
  }
  last = answer;
  lastAt = performance.now();
}

/** Shows the last answer again. */
export function show() {
  document.body.dataset.link = link;
  showHead();
  const message = trouble();
  part('trouble').hidden = message === '';
  if (part('trouble').textContent !== message) {
    part('trouble').textContent = message;
  }
  if (last) {
    // The job's clock, extrapolated while the job does not respond.
    page.show(last, last.time + performance.now() - lastAt);
  }
}

function showHead() {
  const at = location.href.slice(api.HOME.href.length).split('?')[0];
  render(html`
    <h1><a href=${api.HOME.href}><span class="brand">PFSS</span> <span>${text('title')}</span></a></h1>
    <nav aria-label=${text('pages')}>${Object.entries(PAGES).map(([path, key]) => html`
      <a href=${api.HOME + path} aria-current=${at === path ? 'page' : nothing}>${text(key)}</a>`)}</nav>
    <search>
      <label for="find" class="unseen">${text('find')}</label>
      <input id="find" type="search" maxlength="100" autocomplete="off" placeholder=${text('find')}
        @input=${find} @keydown=${goToFirst}>
      ${found.search ? html`<ul id="hits" aria-label=${text('find')}>${found.hits.map((hit) => html`
        <li class="state-${hit.state}"><a href=${facilityPage(hit.id)}>${title(hit)} <span class="badge">${stateMark(hit.state)}</span></a></li>`)}
        ${found.hits.length ? nothing : html`<li>${text('nothingFound')}</li>`}</ul>` : nothing}
    </search>
    <p class="link"><span class="dot" aria-hidden="true"></span><span id="link">${text(link)}</span>
      <time id="updated">${last ? fullMoment(last.time) : ''}</time></p>
    <button type="button" id="language" class="quiet" lang=${otherLanguage()} @click=${changeLanguage}>${text('otherLanguage')}</button>`,
  part('head'));
}

async function find(event) {
  const search = event.target.value;
  let hits = [];
  if (search) {
    try {
      hits = (await api.fleet(search)).sensors ?? [];
    } catch (failure) {
      if (!(failure instanceof api.NoAnswer)) {
        throw failure;
      }
    }
  }
  if (search === event.target.value) {
    found = { search, hits: hits.slice(0, MAX_HITS) };
    showHead();
  }
}

function goToFirst(event) {
  if (event.key === 'Enter' && found.hits.length) {
    location.href = facilityPage(found.hits[0].id);
  } else if (event.key === 'Escape') {
    event.target.value = '';
    found = { search: '', hits: [] };
    showHead();
  }
}

function changeLanguage() {
  remember('lang', otherLanguage());
  speakAnd(otherLanguage());
}

function speakAnd(language) {
  speak(language);
  forgetCharts();
  show();
}

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
addEventListener('resize', () => last && show());
