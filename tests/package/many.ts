import type * as api from "quota-gate";
import { finally_, guide } from "./support.js";

/** So many that the core's memory grows several times. */
export const MANY = 300;

/** What many gates say is left of their votes: the first has one, each of the others one more than the one before, and one is held. */
export const leftOfMany = async ({
  createGate,
  vocdoni,
}: Pick<typeof api, "createGate" | "vocdoni">): Promise<(number | null)[]> => {
  const gates = await Promise.all(
    Array.from({ length: MANY }, async (_, limit) => {
      const gate = await createGate(
        vocdoni({ source: async () => guide({ maxVotes: limit + 1 }, { sentVotes: 0 }) }),
      );
      finally_(() => gate.dispose());
      await gate.ready;
      gate.hold("relayVotes");
      return gate;
    }),
  );
  return gates.map((gate) => gate.headroom("votes").remaining);
};
