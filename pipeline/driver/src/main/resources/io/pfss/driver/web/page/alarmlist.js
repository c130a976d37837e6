// A list of open alarms.
import { html, nothing } from './lit/lit-html.js';
import { repeat } from './lit/directives/repeat.js';
import { SHAPES, STATE_OF_SEVERITY, decimals, duration, facilityLink, moment, percent } from './format.js';
import { locale, text } from './texts.js';

/** Returns what is wrong: the state, or the kind of the alarm. */
export const condition = ({ kind, severity }) => text(kind === 'state' ? STATE_OF_SEVERITY[severity] : `kind_${kind}`);

/** Returns the inputs that move the risk most, in the language of the page. */
export const reasons = (why) => (why ?? []).map((each) => each[locale().slice(0, 2)]).join(', ');

/** Returns what to compensate, or nothing. */
export function advice({ kvar, phase }) {
  return kvar > 0
    ? `${text('kvar', decimals(kvar, 1))}${phase ? ` (${text('phase', phase)})` : ''}`
    : '';
}

/** Returns by whom and until when an alarm is acknowledged, or who should. */
export function seenBy(alarm) {
  return alarm.seen
    ? html`<span class="seen">✓ ${text('seenBy', alarm.seen.by, moment(alarm.seen.until))}</span>
      ${alarm.seen.comment ? html`<q>${alarm.seen.comment}</q>` : nothing}`
    : html`<span class="unseen-alarm">${text('notSeen')}</span>`;
}

/**
 * Returns the list.
 *
 * @param named whether each alarm names its facility
 */
export function alarmList(alarms, now, { named }) {
  return html`<ul class="alarms">${repeat(alarms, (alarm) => `${alarm.id} ${alarm.kind}`, (alarm) => html`
    <li class="alarm severity-${alarm.severity} ${alarm.seen ? 'is-seen' : ''}">
      <p class="what"><span class="shape" aria-hidden="true">${SHAPES[STATE_OF_SEVERITY[alarm.severity]]}</span>
        <strong>${condition(alarm)}</strong></p>
      <p class="where">${named ? (alarm.id ? facilityLink(alarm) : text('pipeline')) : nothing}
        <span class="since">${moment(alarm.since)} · ${text('lasts', duration(now - alarm.since))}</span></p>
      <p class="why">${[
    alarm.pf === null ? '' : `pf ${decimals(alarm.pf, 3)}`,
    advice(alarm),
    alarm.kind === 'risk' ? text('risk', percent(alarm.risk)) : '',
    reasons(alarm.why),
  ].filter((each) => each).join(' · ')}</p>
      <p class="who">${seenBy(alarm)}</p>
      ${alarm.silenceUrl ? html`<a class="button" href=${alarm.silenceUrl} target="_blank" rel="noopener noreferrer"
        aria-label="${text('acknowledge')}: ${condition(alarm)}, ${alarm.name || alarm.id}">${text('acknowledge')}</a>` : nothing}
    </li>`)}</ul>`;
}
