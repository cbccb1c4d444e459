import { type CustomOptions, custom } from "quota-gate";

type Endpoint = Pick<CustomOptions<string, string>, "source">;

/** `GET /v3/subusers/{name}/credits`: unlimited has no total, and what doesn't recur has none either, but says what is left. */
export const sendgrid = (endpoint: Endpoint) =>
  custom({
    ...endpoint,
    name: "sendgrid",
    resources: {
      credits: {
        limit: "/total",
        used: "/used",
        remaining: "/remain",
        unlimited: [null],
        label: "e-mail credits",
      },
    },
    actions: { sendEmail: { credits: 1 } },
  });
