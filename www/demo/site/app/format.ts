const { lang } = document.documentElement;
const time = new Intl.DateTimeFormat(lang, { timeStyle: "medium" });
const number = new Intl.NumberFormat(lang);

export function clockTime(at: number): string {
  return time.format(at);
}

export function amount(value: number): string {
  return number.format(value);
}
