import { answers } from "./answers";
import { application } from "./application";
import { connections } from "./connections";
import { credentials } from "./credentials";
import { loading } from "./loading";
import { refusals } from "./refusals";
import { storage } from "./storage";
import { tabs } from "./tabs";
import { time } from "./time";

export const rows = [
  ...connections,
  ...answers,
  ...refusals,
  ...credentials,
  ...time,
  ...storage,
  ...tabs,
  ...loading,
  ...application,
];
