import express, { type RequestHandler } from "express";

const ROOM = { maxManagedOrgs: 1, maxManagedProcesses: 10, maxVotes: 0, maxEmails: 500, maxSMS: 200 };

/** An account with its one organization, and what a page's back end does for it. */
export class BackEnd {
  organizations = 1;
  /** How often the quota was asked for. */
  asked = 0;
  readonly done: string[] = [];

  begin(): void {
    this.organizations = 1;
    this.asked = 0;
    this.done.length = 0;
  }

  readonly routes: RequestHandler = express
    .Router()
    .get("/api/quota", (_request, response) => {
      this.asked += 1;
      const usage = { managedOrgs: this.organizations, managedProcesses: 2, sentEmails: 87 };
      response.set("Cache-Control", "no-store").json({ enabled: true, limits: ROOM, usage });
    })
    .post("/api/organizations", (_request, response) => {
      this.organizations += 1;
      this.done.push("organization");
      response.status(201).json({});
    })
    .post("/api/processes", (_request, response) => {
      this.done.push("process");
      response.status(201).json({});
    });
}
