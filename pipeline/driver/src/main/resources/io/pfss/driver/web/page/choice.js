// Which facilities are shown: automatically the worst ones, or the user's choice.
import { STATES } from './format.js';
import { remember } from './page.js';

const MAX_SHOWN = 5;

const given = (new URL(location.href).searchParams.get('sensors') ?? '').split(',');
let chosen = [...new Set(given.filter((id) => /^-?\d{1,18}$/.test(id)))].slice(0, MAX_SHOWN);
let isAutomatic = chosen.length === 0;

export const ids = () => [...chosen].sort((one, other) => Number(one) - Number(other));
export const automatic = () => isAutomatic;
export const isShown = (id) => chosen.includes(id);

/** Chooses the worst facilities; replaces a shown one only by one in a worse state. */
export function follow(sensors) {
  if (!isAutomatic) {
    return;
  }
  const ranks = new Map(sensors.map((sensor) => [sensor.id, STATES.indexOf(sensor.state)]));
  chosen = chosen.filter((id) => ranks.has(id));
  for (const sensor of sensors) {
    if (chosen.includes(sensor.id)) {
      continue;
    }
    if (chosen.length < MAX_SHOWN) {
      chosen.push(sensor.id);
      continue;
    }
    const best = chosen.reduce((one, other) => (ranks.get(other) > ranks.get(one) ? other : one));
    if (ranks.get(best) <= ranks.get(sensor.id)) {
      return;
    }
    chosen[chosen.indexOf(best)] = sensor.id;
  }
}

/** Shows a facility, instead of the first one if five are shown; or hides it. */
export function toggle(id) {
  chosen = chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id].slice(-MAX_SHOWN);
  isAutomatic = chosen.length === 0;
  store();
}

export function setAutomatic() {
  isAutomatic = true;
  store();
}

function store() {
  remember('sensors', isAutomatic ? '' : ids().join());
}
