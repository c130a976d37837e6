// Requests to the job.
const TIMEOUT_MS = 10_000;

/** The address of the overview; pages have addresses below it. */
export const HOME = new URL('./', import.meta.url);

/** The reason why there is no response; the message is the key of a text. */
export class NoAnswer extends Error {}

async function ask(name, parameters = {}) {
  let response;
  try {
    response = await fetch(`${HOME}api/${name}?${new URLSearchParams(parameters)}`, {
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (cause) {
    throw new NoAnswer('noJobAnswer', { cause });
  }
  if (!response.ok) {
    throw new NoAnswer(response.status === 503 ? 'noInfluxAnswer' : 'failed');
  }
  try {
    return await response.json();
  } catch (cause) {
    throw new NoAnswer('noJobAnswer', { cause });
  }
}

export const fleet = (search, sensors = []) => ask('fleet', { search, sensors: sensors.join() });
export const series = (sensors) => ask('series', { sensors: sensors.join() });
export const wall = () => ask('wall');
export const alarms = (search) => ask('alarms', { search });
export const facility = (sensor) => ask('facility', { sensor });
export const history = (sensor, span) => ask('history', { sensor, span });
