/** Elements that stand around others are no boxes of their own. A page's own rules count first. */
export const contents = ":where(quota-gate:not([hidden]),quota-provider:not([hidden])){display:contents}";
