import { app } from "./App";
import { openStage } from "./stage";

void openStage(app);
