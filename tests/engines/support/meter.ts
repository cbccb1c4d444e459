/** What is to be seen and heard of a meter. Sent to the page. */
export const meter = () => {
  const host = document.querySelector("quota-meter");
  const root = host?.shadowRoot;
  const box = (part: string) => root?.querySelector(`[part=${part}]`)?.getBoundingClientRect();
  const track = box("track");
  const share = Number(box("used")?.width) / Number(track?.width);
  return {
    says: root?.firstElementChild?.getAttribute("aria-valuetext"),
    isStyled: host !== null && getComputedStyle(host).display === "block",
    share: Math.round(share * 100) / 100,
  };
};
