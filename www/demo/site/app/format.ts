const { lang } = document.documentElement;
const time = new Intl.DateTimeFormat(lang, { timeStyle: "medium" });
const number = new Intl.NumberFormat(lang);
const day = new Intl.DateTimeFormat(lang, { day: "numeric", month: "short" });
const farDay = new Intl.DateTimeFormat(lang, { day: "numeric", month: "short", year: "numeric" });
const hour = new Intl.DateTimeFormat(lang, { day: "numeric", month: "short", hour: "numeric" });

const DAY = 86_400_000;

export function clockTime(at: number): string {
  return time.format(at);
}

export function amount(value: number): string {
  return number.format(value);
}

export function dayOf(at: number): string {
  return day.format(at);
}

/** As exactly as matters: the hour of what is close, the year of what isn't this one's. */
export function moment(at: number): string {
  if (Math.abs(at - Date.now()) < 2 * DAY) return hour.format(at);
  const isThisYear = new Date(at).getFullYear() === new Date().getFullYear();
  return (isThisYear ? day : farDay).format(at);
}
