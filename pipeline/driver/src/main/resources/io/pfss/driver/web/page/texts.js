// All texts of the page, in Korean and English.
const TEXTS = {
  ko: {
    title: '설비 상태', counts: '상태별 설비 수', facilities: '설비', fleet: '전체 설비',
    auto: '상태가 나쁜 5대 자동 선택', pf: '역률 (pf)', temperature: '온도 (°C)', states: '상태 변화',
    phases: '상별 역률', search: '설비 번호·이름 찾기', facility: '설비', state: '상태', age: '경과 시간', time: '시각', show: '보기',
    shown: '표시 중', add: '표시',
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
    auto: 'Show the worst five', pf: 'Power factor (pf)', temperature: 'Temperature (°C)', states: 'States over time',
    phases: 'Power factor by phase', search: 'Find by number or name', facility: 'Facility', state: 'State', age: 'Age', time: 'Time', show: 'Show',
    shown: 'Shown', add: 'Show',
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
  return values.length ? found(...values) : found;
}

/** Shows the page in a language. */
export function speak(chosen = language) {
  language = chosen;
  document.documentElement.lang = language;
  for (const part of document.querySelectorAll('[data-text]')) {
    part.textContent = text(part.dataset.text);
  }
  const button = document.getElementById('language');
  button.textContent = text('otherLanguage');
  button.lang = otherLanguage();
}
