/** All texts of the page, in Korean and English. */
export const TEXTS = {
  ko: {
    title: '설비 상태', counts: '상태별 설비 수', facilities: '설비', fleet: '전체 설비',
    auto: '상태가 나쁜 5대 자동 선택', pf: '역률 (pf)', temperature: '온도 (°C)', temperatureName: '온도', states: '상태 변화',
    phases: '상별 역률', search: '설비 번호·이름·위치 찾기', facility: '설비', state: '상태', age: '경과 시간', time: '시각', show: '보기',
    shown: '표시 중', add: '표시',
    overview: '현황', alarms: '경보', wall: '상황판', pages: '화면', find: '설비 찾기: 이름, 번호, 위치', nothingFound: '찾는 설비가 없습니다.',
    site: '위치', field: '전체 설비 상태', noSite: '위치 없음', worst: '나쁨', worstTitle: '상태가 나쁜 설비', allNormal: '모든 설비가 정상입니다.',
    hours: (n) => `${n}시간`, days: (n) => `${n}일`, since: (from, text) => `${from}부터 ${text}`,
    searchAlarms: '설비 번호·이름·위치', onlyUnseen: '미확인만 보기', openAlarms: '발생 중인 경보', endedAlarms: '지난 경보', kind: '종류', raised: '발생', cleared: '해제',
    seen: '확인', seenBy: (by, until) => `${by} 확인, ${until}까지`, notSeen: '아직 아무도 확인하지 않음', notSeenShort: '미확인', acknowledge: '확인·보류',
    alarmsFound: (total, unseen) => `${total}건, 미확인 ${unseen}건`, moreAlarms: (n) => `덜 급한 ${n}건은 표시하지 않았습니다. 찾기로 좁히세요.`,
    noAlarms: '발생 중인 경보가 없습니다.', noHistory: '지난 경보가 없습니다.', pipeline: '수집 시스템',
    kind_silent: '무응답', kind_risk: '1시간 내 경고 위험', kind_behind: '처리 지연', kind_no_readings: '측정값 없음', kind_kafka: 'Kafka 무응답', kind_influxdb: 'InfluxDB 저장 불가',
    print: '보고서 인쇄', retired: '운용 제외', notKnown: (id) => `설비 ${id}의 자료가 없습니다. 번호를 확인하세요.`,
    toDo: '무엇을 보상할까', compensate: (kvar, phase) => `${phase ? `${phase}상에` : '세 상에 고르게'} 콘덴서 ${kvar} kvar 추가`,
    phase: (phase) => `${phase}상`, nothingToDo: '역률 90 % 이상: 보상할 것이 없습니다.', noOutlook: '아직 한 시간 전망이 없습니다.',
    pfHour: '최근 한 시간 역률', to90: '90 %까지', to95: '95 %까지', to90Short: '90 %까지 kvar', to95Short: '95 %까지 kvar', usual90: '평소 가장 나쁜 30분, 90 %까지', surcharge: '이대로면 기본요금 할증',
    phasesNow: (at) => `${at} 측정의 상별 보상량`, phaseTitle: '상', riskUnknown: '알 수 없음', because: '주요 원인', asOf: (at) => `${at} 기준`,
    now: '현재 값', load: '부하', imbalance: '전류 불평형', lastReading: (at, age) => `마지막 측정 ${at}, ${age} 전`,
    average: '평균', powerTitle: '부하 (kW)', imbalanceTitle: '전류 불평형 (%)', past: '추이', normalFrom: (pf) => `정상 ${pf} 이상`, warningTo: (pf) => `경고 ${pf} 이하`,
    span_10m: '10분', span_1h: '1시간', span_24h: '24시간', span_7d: '7일',
    stored_none: '부하와 불평형은 카탈로그가 있는 작업에서만 표시됩니다 (--catalogUrl).', stored_pending: '웨어하우스에서 읽는 중…', stored_failed: '웨어하우스를 읽지 못했습니다. 작업 로그를 확인하세요.',
    stored_read: '부하·불평형과 하루가 넘는 값은 웨어하우스에서 읽습니다. 아직 파일로 합쳐지지 않은 최근 측정은 빠져 있을 수 있습니다.',
    storedPart: (share) => `시간 안에 웨어하우스 파일의 ${share}만 읽어 선이 성길 수 있습니다. pfss compact 후에는 빨라집니다.`,
    rawReading: '마지막 원시 측정값', noReading: '최근 하루 동안 웨어하우스에 저장된 측정값이 없습니다.',
    warning: '경고', caution: '주의', normal: '정상', unknown: '판정 불가', silent: '무응답', stopped: '정지', none: '데이터 없음',
    live: '실시간', waiting: '연결 중', stale: '갱신 중단', otherLanguage: 'English',
    seconds: (n) => `${n}초`, minutes: (n) => `${n}분`, ago: (text) => `${text} 전`, lasts: (text) => `${text} 지속`,
    riskTitle: '1시간 내 경고', kvarTitle: '보상 kvar',
    risk: (share) => `1시간 내 경고 ${share}`, kvar: (kvar) => `90%까지 ${kvar} kvar 보상`,
    found: (shown, found) => `${found}대 중 ${shown}대, 상태가 나쁜 순`,
    changed: (id, from, to) => `설비 ${id}: ${from} → ${to}`,
    noInflux: '이 화면은 InfluxDB에 저장된 값을 표시하지만, 현재 작업은 InfluxDB 없이 실행 중입니다. influxdb 패키지를 설치하거나 --influxUrl을 지정한 뒤 다시 시작하세요.',
    noData: '아직 수신한 측정값이 없습니다. 첫 측정값이 들어오면 자동으로 표시됩니다.',
    noInfluxAnswer: 'InfluxDB가 응답하지 않습니다. 아래 값은 마지막으로 수신한 값입니다.',
    noJobAnswer: '작업이 응답하지 않습니다. 작업이 종료되었거나 연결이 끊어졌습니다. 아래 값은 마지막으로 수신한 값입니다.',
    failed: '값을 읽지 못했습니다. 작업 로그를 확인하세요. 아래 값은 마지막으로 수신한 값입니다.',
    noReadings: (text) => `새로 들어온 측정값이 없습니다. 마지막 측정: ${text} 전.`,
  },
  en: {
    title: 'Facility health', counts: 'Facilities by state', facilities: 'Facilities', fleet: 'All facilities',
    auto: 'Show the worst five', pf: 'Power factor (pf)', temperature: 'Temperature (°C)', temperatureName: 'Temperature', states: 'States over time',
    phases: 'Power factor by phase', search: 'Find by number, name or site', facility: 'Facility', state: 'State', age: 'Age', time: 'Time', show: 'Show',
    shown: 'Shown', add: 'Show',
    overview: 'Overview', alarms: 'Alarms', wall: 'Wall', pages: 'Pages', find: 'Find a facility: name, number, site', nothingFound: 'No such facility.',
    site: 'Site', field: 'State of all facilities', noSite: 'No site', worst: 'worst', worstTitle: 'Worst facilities', allNormal: 'All facilities are normal.',
    hours: (n) => `${n} h`, days: (n) => `${n} d`, since: (from, text) => `since ${from}, for ${text}`,
    searchAlarms: 'Number, name or site', onlyUnseen: 'Only unacknowledged', openAlarms: 'Open alarms', endedAlarms: 'Past alarms', kind: 'Kind', raised: 'Raised', cleared: 'Cleared',
    seen: 'Acknowledged', seenBy: (by, until) => `acknowledged by ${by}, until ${until}`, notSeen: 'not acknowledged', notSeenShort: 'new', acknowledge: 'Acknowledge or shelve',
    alarmsFound: (total, unseen) => `${total} open, ${unseen} unacknowledged`, moreAlarms: (n) => `${n} less urgent ones are not listed. Search to narrow the list.`,
    noAlarms: 'No open alarms.', noHistory: 'No past alarms.', pipeline: 'Pipeline',
    kind_silent: 'Silent', kind_risk: 'At risk in 1 h', kind_behind: 'Behind', kind_no_readings: 'No readings', kind_kafka: 'Kafka does not respond', kind_influxdb: 'InfluxDB does not accept points',
    print: 'Print report', retired: 'retired', notKnown: (id) => `Nothing is known of facility ${id}. Check the number.`,
    toDo: 'What to compensate', compensate: (kvar, phase) => `Add ${kvar} kvar ${phase ? `on phase ${phase}` : 'evenly on all phases'}`,
    phase: (phase) => `phase ${phase}`, nothingToDo: 'Power factor of 90 % or more: nothing to add.', noOutlook: 'No outlook of the hour yet.',
    pfHour: 'Power factor of the hour', to90: 'To 90 %', to95: 'To 95 %', to90Short: 'kvar to 90 %', to95Short: 'kvar to 95 %', usual90: 'To 90 %, worst usual half hour', surcharge: 'Surcharge, if it stays so',
    phasesNow: (at) => `By phase, reading of ${at}`, phaseTitle: 'Phase', riskUnknown: 'Not known', because: 'Because of', asOf: (at) => `As of ${at}`,
    now: 'Now', load: 'Load', imbalance: 'Current unbalance', lastReading: (at, age) => `Last reading ${at}, ${age} ago`,
    average: 'all', powerTitle: 'Load (kW)', imbalanceTitle: 'Current unbalance (%)', past: 'Trend', normalFrom: (pf) => `normal from ${pf}`, warningTo: (pf) => `warning up to ${pf}`,
    span_10m: '10 min', span_1h: '1 h', span_24h: '24 h', span_7d: '7 d',
    stored_none: 'Load and unbalance need a job with a catalog (--catalogUrl).', stored_pending: 'Reading the warehouse…', stored_failed: 'The warehouse cannot be read. See the job log.',
    stored_read: 'Load, unbalance and what is older than a day come from the warehouse. The latest readings may not be merged into its files yet.',
    storedPart: (share) => `Only ${share} of the warehouse's files could be read in time, so lines may be thin. pfss compact makes it faster.`,
    rawReading: 'Last raw reading', noReading: 'The warehouse has no reading of the last day.',
    warning: 'Warning', caution: 'Caution', normal: 'Normal', unknown: 'Not scorable', silent: 'Silent', stopped: 'Stopped', none: 'No data',
    live: 'Live', waiting: 'Connecting', stale: 'Stale', otherLanguage: '한국어',
    seconds: (n) => `${n} s`, minutes: (n) => `${n} min`, ago: (text) => `${text} ago`, lasts: (text) => `for ${text}`,
    riskTitle: 'Warning in 1 h', kvarTitle: 'kvar to add',
    risk: (share) => `Warning in 1 h: ${share}`, kvar: (kvar) => `add ${kvar} kvar for 90 %`,
    found: (shown, found) => `${shown} of ${found}, worst first`,
    changed: (id, from, to) => `Facility ${id}: ${from} → ${to}`,
    noInflux: 'This page shows values from InfluxDB, but the job runs without one. Install the package influxdb or set --influxUrl, and start the job again.',
    noData: 'No readings yet. The page shows them as soon as they arrive.',
    noInfluxAnswer: 'InfluxDB does not respond. The values below are the last ones received.',
    noJobAnswer: 'The job does not respond: it has stopped or the connection is lost. The values below are the last ones received.',
    failed: 'Failed to read the values. See the job log. The values below are the last ones received.',
    noReadings: (text) => `No new readings. The last one is ${text} old.`,
  },
};

const fromAddress = new URL(location.href).searchParams.get('lang');
let language = fromAddress in TEXTS ? fromAddress : navigator.language.startsWith('ko') ? 'ko' : 'en';

export const locale = () => (language === 'ko' ? 'ko-KR' : 'en-GB');
export const otherLanguage = () => (language === 'ko' ? 'en' : 'ko');

/** The text of a key; some texts contain values. */
export function text(key, ...values) {
  const found = TEXTS[language][key];
  if (found === undefined) {
    // A kind of alarm of a later version.
    console.warn(`No text: ${key}`);
    return key;
  }
  return values.length ? found(...values) : found;
}

/** Shows the page in a language. */
export function speak(chosen = language) {
  language = chosen;
  document.documentElement.lang = language;
  for (const part of document.querySelectorAll('[data-text]')) {
    part.textContent = text(part.dataset.text);
  }
}
