// Shows each facility's states over time. A worse state is taller, so colour is not needed.
import { SHAPES, SILENT_MS, beginning, clock } from './format.js';
import { text } from './texts.js';

const WORDS = ['normal', 'caution', 'warning'];
const HEIGHTS = { normal: 12, caution: 19, warning: 26, unknown: 6 };
const ROW = 34;
const NAME = 70;
const AXIS = 22;
const TICK = 90;

export function showTimeline(answer) {
  const place = document.getElementById('states');
  const width = Math.max(260, place.clientWidth);
  const start = beginning(answer);
  const span = answer.time - start;
  const x = (time) => NAME + ((Math.max(start, time) - start) / span) * (width - NAME - 4);
  const height = answer.sensors.length * ROW + AXIS;
  const picture = shape('svg', { width, height, viewBox: `0 0 ${width} ${height}`, role: 'img' });
  picture.setAttribute('aria-label', answer.sensors.map(spoken).join('. '));
  const ticks = Math.max(1, Math.min(6, Math.floor((width - NAME) / TICK)));
  for (let tick = 0; tick < ticks; tick++) {
    const time = start + (span * (tick + 0.5)) / ticks;
    picture.append(
      shape('line', { class: 'tick', x1: x(time), x2: x(time), y1: 0, y2: height - AXIS }),
      label(x(time), height - 6, clock(time, span < 300_000), 'axis'));
  }
  answer.sensors.forEach((sensor, row) => {
    const bottom = row * ROW + ROW - 4;
    picture.append(label(0, bottom - 8, `${text('facility')} ${sensor.id}`, 'name'));
    for (const part of parts(sensor)) {
      if (part.end > start) {
        picture.append(bar(part, x(part.start), x(Math.min(part.end, answer.time)), bottom));
      }
    }
  });
  place.replaceChildren(picture);
}

/** Returns intervals of one state; a reading is valid until the next one or until silence. */
function parts(sensor) {
  const found = [];
  sensor.time.forEach((time, i) => {
    const state = WORDS[sensor.state[i]] ?? 'unknown';
    const end = Math.min(sensor.time[i + 1] ?? time + SILENT_MS, time + SILENT_MS);
    const last = found.at(-1);
    if (last && last.state === state && last.end >= time) {
      last.end = end;
    } else {
      found.push({ state, start: time, end });
    }
  });
  return found;
}

function bar(part, left, right, bottom) {
  const group = shape('g', { class: `state-${part.state}` });
  const height = HEIGHTS[part.state];
  const width = Math.max(1, right - left);
  const title = shape('title', {});
  title.textContent = `${text(part.state)} ${clock(part.start)} – ${clock(part.end)}`;
  group.append(title, shape('rect', { x: left, y: bottom - height, width, height, rx: 2 }));
  const word = text(part.state);
  if (part.state !== 'normal' && part.state !== 'unknown' && width > 14) {
    const fits = width > word.length * 12 + 8;
    group.append(label(left + width / 2, bottom - height / 2 + 4, fits ? word : SHAPES[part.state], 'inside'));
  }
  return group;
}

function spoken(sensor) {
  const last = parts(sensor).at(-1);
  return `${text('facility')} ${sensor.id}: ${text(last ? last.state : 'none')}`;
}

function shape(tag, attributes) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) {
    made.setAttribute(name, value);
  }
  return made;
}

function label(x, y, content, className) {
  const made = shape('text', { x, y, class: className });
  made.textContent = content;
  return made;
}
