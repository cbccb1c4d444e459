import { didomiQuota } from "../../../../quota.js";

const answer = didomiQuota(process.env);

export { answer as GET, answer as POST };
