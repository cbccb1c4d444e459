import { answers } from "./answers.js";
import { application } from "./application.js";

export const rows = [...answers, ...application];
