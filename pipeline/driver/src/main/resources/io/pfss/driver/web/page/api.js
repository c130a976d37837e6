// Requests to the job.
const TIMEOUT_MS = 10_000;

/** The reason why there is no response; the message is the key of a text. */
export class NoAnswer extends Error {}

async function ask(path, parameters) {
  let response;
  try {
    response = await fetch(`${path}?${new URLSearchParams(parameters)}`, {
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

export const fleet = (search, sensors) => ask('api/fleet', { search, sensors: sensors.join() });
export const series = (sensors) => ask('api/series', { sensors: sensors.join() });
