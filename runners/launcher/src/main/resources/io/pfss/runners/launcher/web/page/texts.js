// Every word of the page, in Korean and English.
const TEXTS = {
  ko: {
    title: '시설 상태', counts: '상태별 시설 수', facilities: '시설', fleet: '전체 시설',
    auto: '나쁜 순 5곳 자동', pf: '역률 (pf)', temperature: '온도 (°C)', states: '상태 변화',
    phases: '상별 역률', search: '시설 번호 찾기', facility: '시설', state: '상태', age: '경과', time: '시각', show: '보기',
    shown: '표시 중', add: '표시',
    warning: '경고', caution: '주의', normal: '정상', unknown: '판정 불가', silent: '무응답', none: '자료 없음',
    live: '실시간', waiting: '연결 중', stale: '멈춘 값', otherLanguage: 'English',
    seconds: (n) => `${n}초`, minutes: (n) => `${n}분`, ago: (text) => `${text} 전`,
    found: (shown, found) => `${found}곳 중 ${shown}곳, 나쁜 순`,
    changed: (id, from, to) => `시설 ${id}: ${from} → ${to}`,
    noInflux: '이 화면은 InfluxDB의 값을 보여 줍니다. 지금은 InfluxDB 없이 실행 중입니다. influxdb 패키지를 설치하거나 --influxUrl 을 주고 다시 시작하십시오.',
    noData: '아직 받은 측정값이 없습니다. 첫 값이 오면 바로 나타납니다.',
    noInfluxAnswer: 'InfluxDB가 응답하지 않습니다. 아래는 마지막으로 받은 값입니다.',
    noJobAnswer: '작업이 응답하지 않습니다. 끝났거나 연결이 끊겼습니다. 아래는 마지막으로 받은 값입니다.',
    failed: '값을 읽지 못했습니다. 작업의 로그를 확인하십시오. 아래는 마지막으로 받은 값입니다.',
    noReadings: (text) => `새 측정값이 없습니다. 마지막 값은 ${text} 전 것입니다.`,
  },
  en: {
    title: 'Facility health', counts: 'Facilities by state', facilities: 'Facilities', fleet: 'All facilities',
    auto: 'Worst five, automatic', pf: 'Power factor (pf)', temperature: 'Temperature (°C)', states: 'States over time',
    phases: 'Power factor by phase', search: 'Find a number', facility: 'Facility', state: 'State', age: 'Age', time: 'Time', show: 'Show',
    shown: 'Shown', add: 'Show',
    warning: 'Warning', caution: 'Caution', normal: 'Normal', unknown: 'Not scorable', silent: 'Silent', none: 'No data',
    live: 'Live', waiting: 'Connecting', stale: 'Stale', otherLanguage: '한국어',
    seconds: (n) => `${n} s`, minutes: (n) => `${n} min`, ago: (text) => `${text} ago`,
    found: (shown, found) => `${shown} of ${found}, worst first`,
    changed: (id, from, to) => `Facility ${id}: ${from} → ${to}`,
    noInflux: 'This page shows what InfluxDB holds, and the job runs without one. Install the package influxdb, or give --influxUrl, and start again.',
    noData: 'No readings yet. The first ones appear here at once.',
    noInfluxAnswer: 'InfluxDB does not answer. Below are the last values that came.',
    noJobAnswer: 'The job does not answer: it has stopped, or the connection is cut. Below are the last values that came.',
    failed: 'The values could not be read; the log of the job says why. Below are the last values that came.',
    noReadings: (text) => `No new readings. The last one is ${text} old.`,
  },
};

const fromAddress = new URL(location.href).searchParams.get('lang');
let language = fromAddress in TEXTS ? fromAddress : navigator.language.startsWith('ko') ? 'ko' : 'en';

export const locale = () => (language === 'ko' ? 'ko-KR' : 'en-GB');
export const otherLanguage = () => (language === 'ko' ? 'en' : 'ko');

/** A text by its key; some take values. */
export function text(key, ...values) {
  const found = TEXTS[language][key];
  return values.length ? found(...values) : found;
}

/** Puts the texts of a language into the page. */
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
