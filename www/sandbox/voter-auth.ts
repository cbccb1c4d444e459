import { ApiError } from "./errors";
import { type JsonObject, text, texts } from "./json";
import type { Platform } from "./platform";
import { electionStatus, type Question, type VotingProcess } from "./process";
import { MAX_OVERWRITES, OTP_CODE, OTP_COOLDOWN_MS, OTP_EXPIRY_MS, type VoterToken } from "./voter";

const START_GRACE_MS = 60_000;

/** Sends a new code, unless the same voter was sent one less than a minute ago (csp/auth.go:42-57). */
export function firstStep(platform: Platform, process: VotingProcess, request: JsonObject): VoterToken {
  const { census } = process.draft;
  if (census.twoFaFields.length > 0 && text(request, "email") === "" && text(request, "phone") === "") {
    throw new ApiError("invalidUserData", "no contact information provided (email or phone)");
  }
  const memberId = memberOf(process, request);
  const channel = channelOf(process, request);
  const now = platform.now();
  if (channel !== null) requireCooledDown(platform, process, memberId, now);
  const voter: VoterToken = {
    token: platform.ids.next("voter token", 32),
    processId: process.id,
    memberId,
    createdAt: now,
    verified: channel === null,
    signings: signingsOf(platform, process, memberId),
  };
  platform.voterTokens.set(voter.token, voter);
  if (channel !== null) countMessage(platform, process, channel);
  return voter;
}

export function secondStep(platform: Platform, process: VotingProcess, request: JsonObject): VoterToken {
  const voter = tokenOf(platform, text(request, "authToken"), process);
  const [solution] = texts(request, "authData");
  if (solution === undefined) {
    if (voter.verified) return voter;
    throw new ApiError("invalidUserData", "challenge solution required");
  }
  // A verified token's secret is wiped, so that it counts as expired.
  if (voter.verified || platform.now() - voter.createdAt > OTP_EXPIRY_MS) {
    throw new ApiError("unauthorized", "authentication token has expired");
  }
  if (solution !== OTP_CODE) throw new ApiError("unauthorized", "challenge code do not match");
  voter.verified = true;
  return voter;
}

/** The identification, whichever it is, has to be one of the census's member ids. */
function memberOf(process: VotingProcess, request: JsonObject): string {
  const { memberIds } = process.draft.census;
  const id = ["memberNumber", "nationalId", "email", "phone"]
    .map((field) => text(request, field))
    .find((value) => memberIds.has(value));
  if (id === undefined) throw new ApiError("censusParticipantNotFound");
  return id;
}

export function channelOf(process: VotingProcess, request: JsonObject): "email" | "sms" | null {
  const { twoFaFields } = process.draft.census;
  if (twoFaFields.length === 0) return null;
  if (twoFaFields.includes("email") && text(request, "email") !== "") return "email";
  if (twoFaFields.includes("phone") && text(request, "phone") !== "") return "sms";
  throw new ApiError("invalidUserData", "no valid contact method provided");
}

function requireCooledDown(platform: Platform, process: VotingProcess, memberId: string, now: number): void {
  const latest = Math.max(...tokensOf(platform, process, memberId).map(({ createdAt }) => createdAt));
  const left = OTP_COOLDOWN_MS - (now - latest);
  if (left > 0) throw new ApiError("coolDown", undefined, { coolDownTime: left });
}

function signingsOf(platform: Platform, process: VotingProcess, memberId: string): VoterToken["signings"] {
  return tokensOf(platform, process, memberId)[0]?.signings ?? new Map();
}

function tokensOf(platform: Platform, process: VotingProcess, memberId: string): VoterToken[] {
  return [...platform.voterTokens.values()].filter(
    (voter) => voter.processId === process.id && voter.memberId === memberId,
  );
}

/** One message, counted a moment later, delivered or not (csp/csp.go:99-115). Never refused on quota. */
export function countMessage(platform: Platform, process: VotingProcess, channel: "email" | "sms"): void {
  const counters = platform.organization(process.orgAddress)?.counters;
  if (counters === undefined) return;
  platform.schedule.add(platform.now() + platform.settings.otpMs, () => {
    if (channel === "email") counters.sentEmails += 1;
    else counters.sentSMS += 1;
  });
}

export function requireVotable(process: VotingProcess, id: string, voter: VoterToken, now: number): void {
  const question = process.draft.questions.find(({ election }) => election?.id === id);
  if (question?.election == null) throw new ApiError("unauthorized", "election not found in process");
  if (electionStatus(process, question.election, now) !== "READY") {
    throw new ApiError("unauthorized", "question is not open for voting");
  }
  const { startDate } = process.draft;
  if (startDate !== null && now + START_GRACE_MS < startDate) {
    throw new ApiError("unauthorized", "process has not started yet");
  }
  if (!isEligible(question, voter)) {
    throw new ApiError("unauthorized", "member not eligible for this question");
  }
}

/** Signs for one address only, and again for as many overwrites as there may be (db/csp.go:229-260). */
export function spendSignature(
  { signings }: VoterToken,
  electionId: string,
  address: string,
  now: number,
): void {
  const before = signings.get(electionId);
  if (before !== undefined && before.times > MAX_OVERWRITES) {
    throw new ApiError("unauthorized", "no signature is left for this election");
  }
  if (before !== undefined && before.address !== address) {
    throw new ApiError("unauthorized", "this election was signed for another address");
  }
  signings.set(electionId, { address, at: now, times: (before?.times ?? 0) + 1 });
}

export function isEligible({ eligibleMemberIds }: Question, { memberId }: VoterToken): boolean {
  return eligibleMemberIds.length === 0 || eligibleMemberIds.includes(memberId);
}

export function tokenOf(platform: Platform, given: string, process: VotingProcess): VoterToken {
  const voter = platform.voterTokens.get(given.replace(/^0x/, ""));
  if (voter === undefined) throw new ApiError("unauthorized", "token not found");
  if (voter.processId === process.id) return voter;
  throw new ApiError("unauthorized", "token does not belong to the process");
}

export function verifiedTokenOf(platform: Platform, given: string, process: VotingProcess): VoterToken {
  const voter = tokenOf(platform, given, process);
  if (voter.verified) return voter;
  throw new ApiError("unauthorized", "authentication token not verified");
}
