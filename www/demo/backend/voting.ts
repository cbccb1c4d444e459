/** What a customer's form says about a vote. */
export interface VotingForm {
  readonly organization: string;
  readonly title: string;
  readonly voters: number;
  readonly questions: number;
  readonly emailOtp: boolean;
  readonly smsOtp: boolean;
}

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

/** The same as the platform's body of POST /processes, with made-up voters and questions. */
export function processBody(form: VotingForm, now: number): unknown {
  return {
    orgAddress: form.organization,
    title: { default: form.title },
    endDate: new Date(now + WEEK_MS).toISOString(),
    census: {
      authFields: ["memberNumber"],
      twoFaFields: [...(form.emailOtp ? ["email"] : []), ...(form.smsOtp ? ["phone"] : [])],
      memberIds: Array.from({ length: form.voters }, (_, i) => memberId(i)),
    },
    questions: Array.from({ length: form.questions }, (_, i) => question(i)),
  };
}

export function memberId(index: number): string {
  return `voter-${index + 1}`;
}

function question(index: number): unknown {
  const choices = ["Yes", "No"].map((title, value) => ({ title: { default: title }, value }));
  return { title: { default: `Question ${index + 1}` }, type: "singlechoice", choices };
}
