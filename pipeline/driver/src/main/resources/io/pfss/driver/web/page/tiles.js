// The fleet as a field of tiles: one for each facility, by site, always at the same place.
import { STATES, SHAPES, facilityPage } from './format.js';
import { text } from './texts.js';

const GAP = 0.12;
/** Tiles with names are wider than high. */
const NAMED_RATIO = 4;
/** Lower tiles have no names; in widths of the text. */
const MIN_NAMED = 1.3;
const MIN_SHAPE = 9;
const canvas = document.getElementById('tiles');
const pointed = document.getElementById('pointed');
let field = { tiles: [] };
let shown = [];
let selected = -1;

/** Draws the field; the canvas fills its place. */
export function showTiles(sites) {
  shown = sites;
  const place = canvas.parentElement;
  const { clientWidth: width, clientHeight: height } = place;
  const ratio = devicePixelRatio;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  const style = getComputedStyle(document.documentElement);
  const unit = parseFloat(style.fontSize) * 0.9;
  field = layout(sites, width, height, unit);
  const ctx = canvas.getContext('2d');
  ctx.scale(ratio, ratio);
  const tones = Object.fromEntries(STATES.map((state) => [state, style.getPropertyValue(`--${state === 'stopped' ? 'unknown' : state}`).trim()]));
  const ink = style.getPropertyValue('--ink').trim();
  ctx.textBaseline = 'middle';
  field.labels.forEach((label) => {
    ctx.fillStyle = style.getPropertyValue('--muted').trim();
    ctx.font = `600 ${unit * 0.8}px system-ui, sans-serif`;
    ctx.fillText(label.name, 0, label.y + unit / 2);
  });
  field.tiles.forEach((tile, index) => draw(ctx, tile, tones[tile.state], ink, index === selected));
  canvas.setAttribute('aria-label', `${text('field')}: ${STATES.map((state) => `${text(state)} ${field.tiles.filter((tile) => tile.state === state).length}`).join(', ')}`);
}

/** Returns the largest tiles that fit; the names of sites only if they cost little room. */
function layout(sites, width, height, unit) {
  const total = sites.reduce((sum, site) => sum + site.ids.length, 0);
  const all = [{ ids: { length: total } }];
  const isNamed = sites.some((site) => site.names.length > 0) && largest(all, width, height, 0, NAMED_RATIO) > unit * MIN_NAMED;
  const shape = isNamed ? NAMED_RATIO : 1;
  const plain = largest(all, width, height, 0, shape);
  const labelled = sites.length > 1 || sites[0]?.name ? largest(sites, width, height, unit * 1.25, shape) : 0;
  const hasLabels = labelled > plain * 0.6;
  const high = hasLabels ? labelled : plain;
  const wide = high * shape;
  const columns = Math.max(1, Math.floor(width / wide));
  const tiles = [];
  const labels = [];
  let y = 0;
  let column = 0;
  for (const site of sites) {
    if (hasLabels) {
      y += column ? high : 0;
      column = 0;
      labels.push({ name: site.name || text('noSite'), y });
      y += unit * 1.25;
    }
    site.ids.forEach((id, i) => {
      if (column === columns) {
        column = 0;
        y += high;
      }
      tiles.push({ id, name: wide > high ? site.names[i] || id : '', state: STATES[Number(site.states[i])], x: column * wide, y, wide, high });
      column++;
    });
  }
  return { tiles, labels, columns };
}

function largest(sites, width, height, label, shape) {
  const fits = (high) => {
    const columns = Math.max(1, Math.floor(width / (high * shape)));
    return sites.reduce((sum, site) => sum + label + Math.ceil(site.ids.length / columns) * high, 0) <= height;
  };
  let low = 0;
  let high = Math.min(height / 3, width / shape);
  for (let step = 0; step < 24; step++) {
    const middle = (low + high) / 2;
    [low, high] = fits(middle) ? [middle, high] : [low, middle];
  }
  return low;
}

function draw(ctx, { state, name, x, y, wide, high }, tone, ink, isSelected) {
  const gap = high * GAP;
  const size = high - gap;
  const isCalm = state === 'normal' || state === 'stopped' || state === 'unknown';
  ctx.fillStyle = tone;
  ctx.globalAlpha = isCalm ? 0.22 : 1;
  ctx.fillRect(x, y, wide - gap, size);
  ctx.globalAlpha = 1;
  if (size >= MIN_SHAPE) {
    ctx.fillStyle = isCalm ? tone : state === 'caution' ? '#2a2000' : '#fff';
    shape(ctx, state, x + size / 2, y + size / 2, size * (isCalm ? 0.16 : 0.3));
  } else if (!isCalm && state !== 'caution') {
    // Too small for a shape: a notch distinguishes 경고 and 무응답.
    ctx.clearRect(x + size / 3, y + (state === 'warning' ? 0 : size / 3), size / 3, size / 3);
  }
  if (name) {
    const font = (pixels) => `600 ${pixels}px system-ui, sans-serif`;
    ctx.font = font(size * 0.42);
    // A long name is smaller, down to 60 %, and then cut.
    const fit = (wide - 1.15 * size) / ctx.measureText(name).width;
    ctx.font = font(size * 0.42 * Math.min(1, Math.max(0.6, fit)));
    ctx.fillStyle = isCalm ? ink : state === 'caution' ? '#2a2000' : '#fff';
    ctx.save();
    ctx.beginPath();
    ctx.rect(x, y, wide - 1.6 * gap, size);
    ctx.clip();
    ctx.fillText(name, x + size * 0.92, y + size / 2);
    ctx.restore();
  }
  if (isSelected) {
    ctx.strokeStyle = ink;
    ctx.lineWidth = 3;
    ctx.strokeRect(x, y, wide - gap, size);
  }
}

function shape(ctx, state, x, y, r) {
  ctx.beginPath();
  if (state === 'warning') {
    ctx.moveTo(x, y - r);
    ctx.lineTo(x + r, y + r);
    ctx.lineTo(x - r, y + r);
  } else if (state === 'caution') {
    ctx.moveTo(x, y - r);
    ctx.lineTo(x + r, y);
    ctx.lineTo(x, y + r);
    ctx.lineTo(x - r, y);
  } else if (state === 'silent') {
    const w = r / 3;
    ctx.save();
    ctx.translate(x, y);
    ctx.rotate(Math.PI / 4);
    ctx.rect(-r, -w, 2 * r, 2 * w);
    ctx.rect(-w, -r, 2 * w, 2 * r);
    ctx.restore();
  } else if (state === 'stopped') {
    ctx.rect(x - r, y - r, 2 * r, 2 * r);
  } else {
    ctx.arc(x, y, r, 0, 2 * Math.PI);
  }
  if (state === 'unknown') {
    ctx.lineWidth = r / 2;
    ctx.strokeStyle = ctx.fillStyle;
    ctx.stroke();
  } else {
    ctx.fill();
  }
}

function at({ offsetX, offsetY }) {
  return field.tiles.findIndex(({ x, y, wide, high }) => offsetX >= x && offsetX < x + wide && offsetY >= y && offsetY < y + high);
}

function tell(index) {
  selected = index;
  const tile = field.tiles[index];
  pointed.textContent = tile ? `${SHAPES[tile.state]} ${text('facility')} ${tile.name || tile.id} ${text(tile.state)}` : '';
  canvas.classList.toggle('on-tile', Boolean(tile));
}

function open(index) {
  if (field.tiles[index]) {
    location.href = facilityPage(field.tiles[index].id);
  }
}

canvas.addEventListener('pointermove', (event) => tell(at(event)));
canvas.addEventListener('pointerleave', () => tell(-1));
canvas.addEventListener('click', (event) => open(at(event)));
canvas.addEventListener('keydown', (event) => {
  const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: field.columns, ArrowUp: -field.columns };
  if (event.key in steps) {
    event.preventDefault();
    tell(Math.min(field.tiles.length - 1, Math.max(0, selected + (selected < 0 ? 1 : steps[event.key]))));
    showTiles(shown);
  } else if (event.key === 'Enter') {
    open(selected);
  }
});
