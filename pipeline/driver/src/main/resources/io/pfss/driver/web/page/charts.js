// Line charts of the last ten minutes.
import uPlot from './uplot/uPlot.esm.js';
import { SILENT_MS, beginning, clock, day, decimals, moment } from './format.js';
import { text } from './texts.js';

const DASHES = [[], [9, 4], [2, 3], [12, 4, 2, 4], [5, 5]];
const PHASES = ['R_pf', 'S_pf', 'T_pf'];
const LIMITS = [[0.8, '--caution'], [0.6, '--warning']];
const drawn = new Map();
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Discards all charts, so that they are redrawn after a change of language or colours. */
export function forgetCharts() {
  for (const chart of drawn.values()) {
    chart.plot.destroy();
  }
  drawn.clear();
}

/** Draws the sensors of an answer over the last minutes. */
export function showCharts(answer) {
  const sensors = answer.sensors;
  const lines = sensors.map((sensor, index) => ({
    label: `${text('facility')} ${sensor.id}`, stroke: `--line-${index}`, dash: DASHES[index],
  }));
  const range = [beginning(answer) / 1000, answer.time / 1000];
  draw('pf', document.getElementById('pf'), lines, joined(sensors, 'pf'), range, 240, powerFactor);
  draw('temperature', document.getElementById('temperature'), lines,
    joined(sensors, 'temperature'), range, 240, { digits: 1 });
  document.getElementById('pf').dataset.points = sensors.reduce((sum, sensor) => sum + sensor.time.length, 0);
  showPhases(sensors, range);
}

/**
 * Draws lines of one facility.
 *
 * @param key of the chart, and the id of its place
 * @param columns names of the answer's columns, and the labels and colours of their lines
 * @param kind decimals, limits and height
 */
export function showLines(key, answer, columns, kind) {
  const lines = columns.map(([, label, stroke], index) => ({ label, stroke, dash: DASHES[index] }));
  const data = [[], ...columns.map(() => [])];
  answer.time.forEach((time, i) => {
    const isAfterGap = i > 0 && time - answer.time[i - 1] > 3 * Math.max(answer.interval, SILENT_MS / 3);
    if (isAfterGap) {
      data.forEach((column, c) => column.push(c ? null : answer.time[i - 1] / 1000 + 1));
    }
    data.forEach((column, c) => column.push(c ? answer[columns[c - 1][0]][i] : time / 1000));
  });
  const place = document.getElementById(key);
  draw(key, place, lines, data, [(answer.end - answer.span) / 1000, answer.end / 1000], kind.height, kind);
  place.dataset.points = answer.time.length;
}

function showPhases(sensors, range) {
  const place = document.getElementById('phases');
  const wanted = sensors.map((sensor) => sensor.id).join();
  if (place.dataset.sensors !== wanted) {
    for (const [key, chart] of drawn) {
      if (key.startsWith('phases-')) {
        chart.plot.destroy();
        drawn.delete(key);
      }
    }
    place.replaceChildren(...sensors.map((sensor) => {
      const figure = document.createElement('figure');
      const caption = document.createElement('figcaption');
      figure.append(caption, document.createElement('div'));
      return figure;
    }));
    place.dataset.sensors = wanted;
  }
  const lines = PHASES.map((name, index) => ({
    label: name[0], stroke: `--phase-${name[0].toLowerCase()}`, dash: DASHES[index],
  }));
  sensors.forEach((sensor, index) => {
    const figure = place.children[index];
    figure.firstChild.textContent = `${text('facility')} ${sensor.id}`;
    const data = [seconds(sensor), ...PHASES.map((name) => sensor[name])];
    draw(`phases-${sensor.id}`, figure.lastChild, lines, data, range, 130, powerFactor);
  });
}

/** Returns a label of the time axis; without seconds those of a short range would repeat. */
function tick(time, [start, end]) {
  return end - start > 86_400 ? day(time * 1000) : clock(time * 1000, end - start < 300);
}

const powerFactor = { digits: 3, low: 0.2, limits: LIMITS };
const seconds = (sensor) => sensor.time.map((time) => time / 1000);

/** Joins the sensors on one time axis, with a gap where one was silent. */
function joined(sensors, column) {
  return uPlot.join(sensors.map((sensor) => {
    const times = [];
    const values = [];
    sensor.time.forEach((time, i) => {
      if (i > 0 && time - sensor.time[i - 1] > SILENT_MS) {
        times.push(sensor.time[i - 1] / 1000 + 1);
        values.push(null);
      }
      times.push(time / 1000);
      values.push(sensor[column][i]);
    });
    return [times, values];
  }));
}

function draw(key, place, lines, data, range, height, kind) {
  const wanted = lines.map((line) => line.label).join();
  let chart = drawn.get(key);
  if (chart && chart.lines !== wanted) {
    chart.plot.destroy();
    chart = undefined;
  }
  if (!chart) {
    chart = { lines: wanted, range };
    chart.plot = new uPlot(options(chart, lines, place, height, kind), data, place);
    drawn.set(key, chart);
    widths.observe(place);
    return;
  }
  chart.range = range;
  chart.plot.setData(data);
}

function options(chart, lines, place, height, kind) {
  const muted = colour('--muted');
  const axis = {
    stroke: muted, font: '12px system-ui, sans-serif', size: 44,
    grid: { stroke: colour('--grid'), width: 1 }, ticks: { show: false },
  };
  return {
    width: Math.max(120, place.clientWidth), height,
    padding: [8, 28, 0, 0],
    cursor: { y: false, points: { size: 6 } },
    legend: { live: true },
    scales: {
      x: { time: true, range: () => chart.range },
      y: { range: (plot, low, high) => span(low, high, kind) },
    },
    axes: [
      { ...axis, size: 28, space: 74, values: (plot, times) => times.map((time) => tick(time, chart.range)) },
      { ...axis },
    ],
    series: [
      { label: text('time'), value: (plot, time) => (time ? moment(time * 1000) : '–') },
      ...lines.map((line) => ({
        label: line.label, stroke: colour(line.stroke), dash: line.dash, width: 2, points: { show: false },
        value: (plot, value) => (value === undefined ? '–' : decimals(value, kind.digits)),
      })),
    ],
    hooks: {
      drawClear: [(plot) => drawLimits(plot, kind.limits ?? [])],
      draw: [(plot) => labelLimits(plot, kind.limits ?? [])],
    },
  };
}

function span(low, high, kind) {
  if (kind.limits) {
    return [Math.min(kind.low, low ?? kind.low), 1];
  }
  const room = Math.max(1, ((high ?? 1) - (low ?? 0)) * 0.1);
  return [kind.low ?? (low ?? 0) - room, (high ?? 1) + room];
}

/** Draws limits of 주의 and 경고; those without a label are approximate, as the model uses more than pf. */
function drawLimits(plot, limits) {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([6 * devicePixelRatio, 4 * devicePixelRatio]);
  for (const [value, name] of limits) {
    const y = Math.round(plot.valToPos(value, 'y', true));
    ctx.strokeStyle = colour(name);
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
  }
  ctx.restore();
}

/** Labels the limits, above the lines of the data. */
function labelLimits({ ctx, bbox, valToPos }, limits) {
  const size = 12 * devicePixelRatio;
  ctx.save();
  ctx.font = `600 ${size}px system-ui, sans-serif`;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'top';
  for (const [value, name, label, isBelow] of limits.filter((limit) => limit[2])) {
    const y = valToPos(value, 'y', true) + (isBelow ? 0.3 : -1.5) * size;
    ctx.fillStyle = colour('--panel');
    ctx.fillRect(bbox.left, y - 0.1 * size, ctx.measureText(label).width + size, 1.3 * size);
    ctx.fillStyle = colour(name);
    ctx.fillText(label, bbox.left + size / 2, y);
  }
  ctx.restore();
}

const widths = new ResizeObserver((entries) => {
  for (const entry of entries) {
    for (const { plot } of drawn.values()) {
      if (plot.root.parentElement === entry.target && entry.contentRect.width > 0) {
        plot.setSize({ width: entry.contentRect.width, height: plot.height });
      }
    }
  }
});
