import { vocdoniQuota } from "../../../quota.js";

const answer = vocdoniQuota(process.env);

export { answer as GET, answer as POST };
