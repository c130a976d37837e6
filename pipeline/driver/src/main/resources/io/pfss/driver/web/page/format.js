// Formats values and creates elements: always as text, never as markup.
import { locale, text } from './texts.js';

/** Worst first. Shapes show the state to users who cannot distinguish the colours. */
export const STATES = ['warning', 'caution', 'silent', 'stopped', 'unknown', 'normal'];
export const SHAPES = { warning: '▲', caution: '◆', silent: '✕', stopped: '■', normal: '●', unknown: '○', none: '○' };

/** A facility that has been silent for longer is marked. */
export const SILENT_MS = 30_000;

const MIN_SPAN_MS = 120_000;

/** Returns the start of the charts: the first reading, but at least two minutes ago. */
export function beginning({ time, span, sensors }) {
  const first = Math.min(time, ...sensors.map((sensor) => sensor.time[0] ?? time));
  return Math.max(time - span, Math.min(first, time - MIN_SPAN_MS));
}

export const decimals = (value, digits) => (value === null ? '–' : value.toFixed(digits));

export const percent = (share) => (share === null ? '–' : `${Math.round(100 * share)} %`);

export function duration(ms) {
  const seconds = Math.max(0, Math.round(ms / 1000));
  return seconds < 120 ? text('seconds', seconds) : text('minutes', Math.floor(seconds / 60));
}

export function clock(ms, withSeconds = true) {
  return new Intl.DateTimeFormat(locale(), {
    hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...(withSeconds && { second: '2-digit' }),
  }).format(ms);
}

export function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/** Returns a state's shape and text. */
export function stateMark(state) {
  return [
    element('span', { className: 'shape', ariaHidden: 'true', textContent: SHAPES[state] }),
    element('span', { textContent: text(state) }),
  ];
}
