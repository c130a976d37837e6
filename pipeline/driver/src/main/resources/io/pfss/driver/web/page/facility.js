// The page of one facility; its number is the last part of the address.
import { html, nothing, render } from './lit/lit-html.js';
import * as api from './api.js';
import { alarmList, condition, reasons } from './alarmlist.js';
import { forgetCharts, showLines } from './charts.js';
import { SHAPES, SILENT_MS, decimals, duration, moment, percent, stateMark, title } from './format.js';
import { remember, show as showAgain, start, update } from './page.js';
import { locale, text } from './texts.js';

const SPANS = ['10m', '1h', '24h', '7d'];
const AGAIN_MS = { '10m': 5_000, '1h': 15_000, '24h': 60_000, '7d': 60_000 };
const HEIGHT = 210;
const PRINTED_HEIGHT = 150;
const part = (id) => document.getElementById(id);
const id = decodeURIComponent(location.pathname.split('/').at(-1));
const asked = new URL(location.href).searchParams.get('span');
let span = SPANS.includes(asked) ? asked : '10m';
let past = null;
let pastAt = -Infinity;
let isPrinted = false;

async function load() {
  const facility = await api.facility(id);
  if (facility.influx && (past?.of !== span || performance.now() - pastAt >= AGAIN_MS[span])) {
    await loadPast(span);
  }
  return { ...facility, past, again: past?.stored.state === 'pending' ? 1_000 : undefined };
}

async function loadPast(wanted) {
  const next = { ...await api.history(id, wanted), of: wanted };
  if (next.stored.state === 'pending') {
    // The lines of before stay until the new ones have been read.
    if (past?.of === wanted && past.stored.time) {
      next.stored = { ...past.stored, state: 'pending' };
    }
    pastAt = -Infinity;
  } else {
    pastAt = performance.now();
  }
  past = next;
}

function show(answer, now) {
  const { facility } = answer;
  const name = title(facility);
  document.title = `${SHAPES[facility.state]} ${name} · PFSS`;
  render(summary(answer, name, now), part('summary'));
  render(answer.known ? advice(answer) : nothing, part('advice'));
  render(risk(answer), part('risk'));
  render(current(answer, now), part('current'));
  render(spans(), part('spans'));
  render(open(answer, now), part('open'));
  render(ended(answer), part('life'));
  render(reading(), part('reading'));
  showPast(answer);
}

function summary({ facility, catalog, known }, name, now) {
  return html`
    <div class="name">
      <h2>${name}</h2>
      <p>${text('facility')} ${id}${catalog.site ? html` · ${text('site')} ${catalog.site}` : nothing}${catalog.inService === false ? html` · ${text('retired')}` : nothing}</p>
    </div>
    <p class="state state-${facility.state}" data-state=${facility.state}><span class="badge big">${stateMark(facility.state)}</span>
      ${facility.since ? html`<span class="since">${text('since', moment(facility.since), duration(now - facility.since))}</span>` : nothing}</p>
    ${known ? nothing : html`<p class="none">${text('notKnown', id)}</p>`}
    <button type="button" id="print" @click=${() => print()}>${text('print')}</button>`;
}

/** What to compensate: of the hour, and of each phase in the last reading. */
function advice({ outlook }) {
  const phases = past?.stored.reading?.phases ?? [];
  const worst = outlook?.worst_phase;
  return html`
    <h3>${text('toDo')}</h3>
    ${outlook ? html`
      <p class="headline">${outlook.kvar_to_90 > 0
    ? text('compensate', decimals(outlook.kvar_to_90, 1), worst)
    : text('nothingToDo')}</p>
      <dl>
        <dt>${text('pfHour')}</dt><dd>${decimals(outlook.pf_hour, 3)}</dd>
        <dt>${text('to90')}</dt><dd>${decimals(outlook.kvar_to_90, 1)} kvar</dd>
        <dt>${text('to95')}</dt><dd>${decimals(outlook.kvar_to_95, 1)} kvar</dd>
        <dt>${text('usual90')}</dt><dd>${decimals(outlook.usual_kvar_to_90, 1)} kvar</dd>
        <dt>${text('surcharge')}</dt><dd>${decimals(outlook.surcharge_percent, 1)} %</dd>
      </dl>` : html`<p class="none">${text('noOutlook')}</p>`}
    ${phases.length ? html`
      <table class="phases">
        <caption>${text('phasesNow', moment(past.stored.reading.at))}</caption>
        <thead><tr><th scope="col">${text('phaseTitle')}</th><th scope="col" class="number">pf</th><th scope="col" class="number">kW</th>
          <th scope="col" class="number">kvar</th><th scope="col" class="number">${text('to90Short')}</th><th scope="col" class="number">${text('to95Short')}</th></tr></thead>
        <tbody>${phases.map((each) => html`
          <tr class=${each.phase === worst ? 'worst' : ''}><th scope="row"><span class="key phase-${each.phase.toLowerCase()}">${each.phase}</span>${each.phase === worst ? html` ${text('worst')}` : nothing}</th>
            <td class="number">${decimals(each.pf, 3)}</td><td class="number">${decimals(each.kilowatt, 2)}</td>
            <td class="number">${decimals(each.kvar, 2)}</td><td class="number">${decimals(each.to90, 2)}</td><td class="number">${decimals(each.to95, 2)}</td></tr>`)}
        </tbody>
      </table>` : nothing}`;
}

function risk({ outlook }) {
  const share = outlook?.risk_60m;
  return html`
    <h3>${text('riskTitle')}</h3>
    <p class="headline">${typeof share === 'number' ? percent(share) : text('riskUnknown')}</p>
    ${outlook?.why?.length ? html`<p>${text('because')}: ${reasons(outlook.why)}</p>` : nothing}
    ${outlook ? html`<p class="note">${text('asOf', moment(outlook.timestamp * 1000))}</p>` : nothing}`;
}

function current({ facility, phases, catalog }, now) {
  const newest = past?.stored.reading;
  const watts = newest?.measures.find((each) => each.column === 'active_power_avg')?.value;
  const load = typeof watts === 'number' ? watts / 1000 : null;
  const rated = catalog.ratedPower ? ` (${percent(watts / catalog.ratedPower)})` : '';
  const value = (label, shown) => html`<dt>${label}</dt><dd>${shown}</dd>`;
  return html`
    <h3>${text('now')}</h3>
    <p class="headline">pf ${decimals(facility.pf, 3)}</p>
    <dl>
      ${['R', 'S', 'T'].map((phase) => value(html`<span class="key phase-${phase.toLowerCase()}">${phase}</span>`, decimals(phases[phase], 3)))}
      ${value(text('load'), load === null ? '–' : `${decimals(load, 1)} kW${rated}`)}
      ${value(text('temperatureName'), `${decimals(facility.temperature, 1)} °C`)}
      ${value(text('imbalance'), newest ? `${decimals(newest.imbalance, 1)} %` : '–')}
    </dl>
    <p class="note ${now - facility.time > SILENT_MS ? 'silent' : ''}">${facility.time ? text('lastReading', moment(facility.time), duration(now - facility.time)) : text('none')}</p>`;
}

function spans() {
  return SPANS.map((each) => html`<button type="button" aria-pressed=${String(each === span)} data-span=${each}
    @click=${() => choose(each)}>${text(`span_${each}`)}</button>`);
}

function choose(other) {
  span = other;
  remember('span', other);
  update();
}

function showPast({ limits, time }) {
  // Until the answer for another span comes, the lines of the one before stay.
  if (!past) {
    return;
  }
  const { stored, recent } = past;
  const of = { interval: past.interval, span: past.span, end: time };
  const empty = { time: [], pf: [], R_pf: [], S_pf: [], T_pf: [], temperature: [], power: [], imbalance: [] };
  const fromWarehouse = { ...empty, ...stored, ...of };
  const newest = { ...of, ...joined(recent, fromWarehouse) };
  const height = isPrinted ? PRINTED_HEIGHT : HEIGHT;
  showLines('pf', newest, [
    ['pf', text('average'), '--ink'], ['R_pf', 'R', '--phase-r'], ['S_pf', 'S', '--phase-s'], ['T_pf', 'T', '--phase-t'],
  ], {
    digits: 3, low: Math.min(0.4, limits.warning - 0.1), height,
    limits: [
      [limits.normal, '--caution-line', text('normalFrom', limits.normal)],
      [limits.warning, '--warning', text('warningTo', limits.warning), true],
    ],
  });
  showLines('power', fromWarehouse, [['power', 'kW', '--line-0']], { digits: 2, low: 0, height });
  showLines('temperature', newest, [['temperature', '°C', '--line-3']], { digits: 1, height });
  showLines('imbalance', fromWarehouse, [['imbalance', '%', '--line-1']], { digits: 1, low: 0, height });
  part('span-note').textContent = note(stored);
}

/** Returns InfluxDB's rows, and before them those of the warehouse. */
function joined(recent, stored) {
  const before = stored.time.filter((time) => !recent.time.length || time < recent.time[0]).length;
  const columns = Object.keys(recent);
  return Object.fromEntries(columns.map((column) => [column, [...stored[column].slice(0, before), ...recent[column]]]));
}

function note(stored) {
  if (stored.state === 'read' && stored.share < 1) {
    return text('storedPart', percent(stored.share));
  }
  return text(`stored_${stored.state}`);
}

function open({ alarms }, now) {
  return html`
    <h3>${text('openAlarms')}</h3>
    ${alarms.length ? alarmList(alarms, now, { named: false }) : html`<p class="none">${text('noAlarms')}</p>`}`;
}

function ended({ history: lives }) {
  const cleared = (lives ?? []).filter((each) => each.cleared !== null);
  return html`
    <h3>${text('endedAlarms')}</h3>
    ${cleared.length ? html`
      <table>
        <thead><tr><th scope="col">${text('kind')}</th><th scope="col">${text('raised')}</th><th scope="col">${text('seen')}</th><th scope="col">${text('cleared')}</th></tr></thead>
        <tbody>${cleared.map((each) => html`
          <tr class="severity-${each.severity}"><th scope="row">${condition(each)}</th>
            <td>${moment(each.raised)}</td>
            <td>${each.seenBy === null ? '–' : `${each.seenBy}${each.seenAt === null ? '' : `, ${moment(each.seenAt)}`}`}</td>
            <td>${moment(each.cleared)} · ${duration(each.cleared - each.raised)}</td></tr>`)}
        </tbody>
      </table>` : html`<p class="none">${text('noHistory')}</p>`}`;
}

function reading() {
  const newest = past?.stored.reading;
  return html`
    <h3>${text('rawReading')}</h3>
    ${newest ? html`
      <p class="note">${moment(newest.at)}</p>
      <dl class="measures">${newest.measures.map((each) => html`
        <div><dt>${locale() === 'ko-KR' ? each.ko : each.column.replaceAll('_', ' ')}</dt>
          <dd>${each.value === null ? '–' : `${each.value.toLocaleString('en')} ${each.unit}`}</dd></div>`)}</dl>`
    : html`<p class="none">${text(past?.stored.state === 'pending' ? 'stored_pending' : 'noReading')}</p>`}`;
}

function setPrinted(value) {
  isPrinted = value;
  document.documentElement.toggleAttribute('data-print', value);
  forgetCharts();
  showAgain();
}

addEventListener('beforeprint', () => setPrinted(true));
addEventListener('afterprint', () => setPrinted(false));

start({ load, show });
