// Which facilities are shown: the worst by themselves, or those that someone chose.
const MOST = 5;
const RANK = { warning: 0, caution: 1, unknown: 2, normal: 3 };

const given = (new URL(location.href).searchParams.get('sensors') ?? '').split(',');
let chosen = [...new Set(given.filter((id) => /^-?\d{1,18}$/.test(id)))].slice(0, MOST);
let isAutomatic = chosen.length === 0;

export const ids = () => [...chosen].sort((one, other) => Number(one) - Number(other));
export const automatic = () => isAutomatic;
export const isShown = (id) => chosen.includes(id);

/** Chooses the worst, and keeps who is there already unless another is in a worse state. */
export function follow(sensors) {
  if (!isAutomatic) {
    return;
  }
  const ranks = new Map(sensors.map((sensor) => [sensor.id, RANK[sensor.state]]));
  chosen = chosen.filter((id) => ranks.has(id));
  for (const sensor of sensors) {
    if (chosen.includes(sensor.id)) {
      continue;
    }
    if (chosen.length < MOST) {
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

/** Shows a facility, in the place of the first where there are five; or no more. */
export function toggle(id) {
  chosen = chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id].slice(-MOST);
  isAutomatic = chosen.length === 0;
  keep();
}

export function setAutomatic() {
  isAutomatic = true;
  keep();
}

/** Keeps a value in the address, so that it can be shared. */
export function remember(name, value) {
  const address = new URL(location.href);
  if (value) {
    address.searchParams.set(name, value);
  } else {
    address.searchParams.delete(name);
  }
  history.replaceState(null, '', address);
}

function keep() {
  remember('sensors', isAutomatic ? '' : ids().join());
}
