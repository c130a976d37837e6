// Formats values; templates show them as text, never as markup.
import { html, nothing } from './lit/lit-html.js';
import { HOME } from './api.js';
import { locale, text } from './texts.js';

/** Worst first. Shapes show the state to users who cannot distinguish the colours. */
export const STATES = ['warning', 'caution', 'silent', 'stopped', 'unknown', 'normal'];
export const SHAPES = { warning: '▲', caution: '◆', silent: '✕', stopped: '■', normal: '●', unknown: '○', none: '○' };

/** The state whose shape and word an alarm has; its severity is in the words of Prometheus. */
export const STATE_OF_SEVERITY = { critical: 'warning', warning: 'caution' };

/** A facility that has been silent for longer is marked. */
export const SILENT_MS = 30_000;

const MIN_SPAN_MS = 120_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Returns the start of the charts: the first reading, but at least two minutes ago. */
export function beginning({ time, span, sensors }) {
  const first = Math.min(time, ...sensors.map((sensor) => sensor.time[0] ?? time));
  return Math.max(time - span, Math.min(first, time - MIN_SPAN_MS));
}

const isNumber = (value) => typeof value === 'number';

export const decimals = (value, digits) => (isNumber(value) ? value.toFixed(digits) : '–');

export const percent = (share) => (isNumber(share) ? `${Math.round(100 * share)} %` : '–');

export function duration(ms) {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 120) {
    return text('seconds', seconds);
  }
  if (ms < 2 * HOUR_MS) {
    return text('minutes', Math.floor(ms / MINUTE_MS));
  }
  return ms < 48 * HOUR_MS ? text('hours', Math.floor(ms / HOUR_MS)) : text('days', Math.floor(ms / (24 * HOUR_MS)));
}

const formats = new Map();

function formatted(ms, options) {
  const key = locale() + JSON.stringify(options);
  if (!formats.has(key)) {
    formats.set(key, new Intl.DateTimeFormat(locale(), { hourCycle: 'h23', ...options }));
  }
  return formats.get(key).format(ms);
}

export const clock = (ms, withSeconds = true) =>
  formatted(ms, { hour: '2-digit', minute: '2-digit', ...(withSeconds && { second: '2-digit' }) });

export const day = (ms) => formatted(ms, { month: 'numeric', day: 'numeric' });

/** Returns the date and the time; the zone is that of the browser. */
export const moment = (ms) =>
  `${formatted(ms, { month: '2-digit', day: '2-digit' })} ${clock(ms)}`;

/** Returns the date, the time and the time zone. */
export function fullMoment(ms) {
  const date = formatted(ms, { year: 'numeric', month: '2-digit', day: '2-digit', weekday: 'short' });
  const zone = new Intl.DateTimeFormat('en-GB', { timeZoneName: 'short' }).formatToParts(ms).at(-1).value;
  return `${date} ${clock(ms)} ${zone}`;
}

/** Returns a state's shape and text. */
export const stateMark = (state) =>
  html`<span class="shape" aria-hidden="true">${SHAPES[state]}</span><span>${text(state)}</span>`;

export const facilityPage = (id) => `${HOME}facility/${id}${new URL(location.href).searchParams.has('lang') ? `?lang=${document.documentElement.lang}` : ''}`;

/** Returns the name of a facility, which begins with its id in the plant; without one, its number. */
export const title = ({ id, name }) => name || `${text('facility')} ${id}`;

/** Returns a link to the page of a facility. */
export const facilityLink = (facility) =>
  html`<a href=${facilityPage(facility.id)}>${title(facility)}${facility.name ? html` <small>${facility.id}</small>` : nothing}</a>`;
