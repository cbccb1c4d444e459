import { nullifierOf } from "../chain";
import { ApiError } from "../errors";
import { hexOf } from "../ids";
import { text } from "../json";
import type { VotingProcess } from "../process";
import { json } from "../reply";
import type { Call, Route } from "../route";
import { OTP_EXPIRY_MS } from "../voter";
import {
  channelOf,
  countMessage,
  firstStep,
  isEligible,
  requireVotable,
  secondStep,
  spendSignature,
  tokenOf,
  verifiedTokenOf,
} from "../voter-auth";

const resend: Route = {
  method: "POST",
  path: "/processes/:processId/auth/resend",
  basis: "from the source",
  access: "public",
  handle(call) {
    const { platform, body } = call;
    const process = processOf(call);
    const request = body();
    const given = text(request, "authToken");
    if (given === "") throw new ApiError("invalidData", "missing auth token");
    const voter = tokenOf(platform, given, process);
    const channel = channelOf(process, request);
    if (channel === null) throw new ApiError("invalidData", "missing challenge destination or type");
    // Unlike a new token, a resend knows no cooldown, only the code's expiry (csp/auth.go:101-185).
    const left = OTP_EXPIRY_MS - (platform.now() - voter.createdAt);
    if (voter.verified) {
      throw new ApiError("userAlreadyVerified", undefined, { coolDownTime: Math.max(0, left / 1000) });
    }
    if (left <= 0) throw new ApiError("unauthorized", "authentication token has expired");
    countMessage(platform, process, channel);
    return json({ authToken: voter.token });
  },
};

const authenticate: Route = {
  method: "POST",
  path: "/processes/:processId/auth/:step",
  basis: "from the source",
  access: "public",
  handle(call) {
    const process = processOf(call);
    if (process.state !== "published") throw new ApiError("unauthorized", "process is not published");
    switch (call.param("step")) {
      case "0":
        return json({ authToken: firstStep(call.platform, process, call.body()).token });
      case "1":
        return json({ authToken: secondStep(call.platform, process, call.body()).token });
      default:
        throw new ApiError("malformedUrlParam", "wrong step ID");
    }
  },
};

const check: Route = {
  method: "POST",
  path: "/processes/:processId/check",
  basis: "from the source",
  access: "public",
  handle(call) {
    const process = processOf(call);
    const voter = tokenOf(call.platform, text(call.body(), "authToken"), process);
    return json({
      belongsToProcess: true,
      weight: WEIGHT,
      questions: process.draft.questions.map((question) => ({
        questionId: question.id,
        upstreamId: question.election?.id,
        canVote: isEligible(question, voter),
        hasVoted: question.election !== null && voter.signings.has(question.election.id),
      })),
    });
  },
};

const sign: Route = {
  method: "POST",
  path: "/processes/:processId/sign",
  basis: "from the source",
  access: "public",
  handle(call) {
    const { platform, body } = call;
    const process = processOf(call);
    const request = body();
    const given = text(request, "authToken");
    if (given === "") throw new ApiError("unauthorized", "missing auth token");
    const voter = verifiedTokenOf(platform, given, process);
    const electionId = text(request, "electionId").replace(/^0x/, "");
    if (electionId === "") throw new ApiError("malformedBody", "missing election id");
    requireVotable(process, electionId, voter, platform.now());
    const address = text(request, "payload").replace(/^0x/, "").toLowerCase();
    if (!/^[0-9a-f]{40}$/.test(address)) {
      throw new ApiError("malformedBody", `address is ${address.length / 2} bytes, expected 20`);
    }
    spendSignature(voter, electionId, address, platform.now());
    return json({ signature: fakeSignature(electionId, address), weight: WEIGHT });
  },
};

const weight: Route = {
  method: "POST",
  path: "/processes/:processId/weight",
  basis: "from the source",
  access: "public",
  handle(call) {
    const process = processOf(call);
    verifiedTokenOf(call.platform, text(call.body(), "authToken"), process);
    return json({ weight: WEIGHT });
  },
};

const signInfo: Route = {
  method: "POST",
  path: "/processes/:processId/sign-info",
  basis: "from the source",
  access: "public",
  handle(call) {
    const process = processOf(call);
    const voter = verifiedTokenOf(call.platform, text(call.body(), "authToken"), process);
    const consumed = process.draft.questions.flatMap(({ id, election }) => {
      const signing = election === null ? undefined : voter.signings.get(election.id);
      if (election === null || signing === undefined) return [];
      const { address, at } = signing;
      const nullifier = nullifierOf(address, election.id);
      return [
        { questionId: id, upstreamId: election.id, address, nullifier, at: new Date(at).toISOString() },
      ];
    });
    return json({ consumed });
  },
};

/** One, as the bytes of a weight in hex. */
const WEIGHT = "01";

/** 65 bytes that no chain would accept. */
function fakeSignature(electionId: string, address: string): string {
  const half = hexOf(`${electionId}:${address}`);
  return `${half}${half}00`;
}

/** Voters are told 400 where managers are told 404 (csp/handlers/processes.go:34-45). */
function processOf({ platform, param }: Pick<Call<unknown>, "platform" | "param">): VotingProcess {
  const process = platform.process(param("processId"));
  if (process === null) throw new ApiError("malformedUrlParam", "process not found");
  return process;
}

export const voterRoutes: readonly Route[] = [resend, authenticate, check, sign, weight, signInfo];
