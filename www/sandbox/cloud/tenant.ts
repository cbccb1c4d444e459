import { Ids } from "../ids";
import type { JsonObject } from "../json";
import { QuotaSet } from "./quota-set";

export interface Server {
  readonly id: string;
  readonly name: string;
  readonly cores: number;
}

export interface FloatingIp {
  readonly id: string;
  readonly address: string;
}

const SERVERS = 8;
const CORES_EACH = 2;
const FLOATING_IPS = 3;

/** The one customer of the made-up platform, with what it has there. */
export class Tenant {
  readonly name = "studio";
  /** Made up, and visibly so; it never expires. */
  readonly token = "sandbox.cloud-studio.not-a-real-token";
  readonly servers = new Map<string, Server>();
  readonly floatingIps = new Map<string, FloatingIp>();
  quotas = seededQuotas();
  readonly #ids = new Ids();
  #addresses = 0;

  constructor() {
    this.#seed();
  }

  reset(): void {
    this.servers.clear();
    this.floatingIps.clear();
    this.quotas = seededQuotas();
    this.#ids.reset();
    this.#addresses = 0;
    this.#seed();
  }

  createServer(name: string, cores: number): Server {
    this.quotas.take({ instances: 1, cores });
    return this.#addServer(name, cores);
  }

  deleteServer({ id, cores }: Server): void {
    this.servers.delete(id);
    this.quotas.giveBack({ instances: 1, cores });
  }

  createFloatingIp(): FloatingIp {
    this.quotas.take({ floating_ips: 1 });
    return this.#addFloatingIp();
  }

  deleteFloatingIp({ id }: FloatingIp): void {
    this.floatingIps.delete(id);
    this.quotas.giveBack({ floating_ips: 1 });
  }

  quotaSet(): JsonObject {
    return { id: this.name, ...this.quotas.info() };
  }

  #seed(): void {
    for (let i = 1; i <= SERVERS; i += 1) this.#addServer(`server-${i}`, CORES_EACH);
    for (let i = 1; i <= FLOATING_IPS; i += 1) this.#addFloatingIp();
  }

  #addServer(name: string, cores: number): Server {
    const server = { id: this.#ids.next("server", 32), name, cores };
    this.servers.set(server.id, server);
    return server;
  }

  /** Of a network that exists in documentation only (RFC 5737). */
  #addFloatingIp(): FloatingIp {
    this.#addresses += 1;
    const address = `203.0.113.${this.#addresses % 256}`;
    const floatingIp = { id: this.#ids.next("floating ip", 32), address };
    this.floatingIps.set(floatingIp.id, floatingIp);
    return floatingIp;
  }
}

function seededQuotas(): QuotaSet {
  return new QuotaSet({
    instances: { in_use: SERVERS, limit: 10, reserved: 1 },
    cores: { in_use: SERVERS * CORES_EACH, limit: 24, reserved: 2 },
    floating_ips: { in_use: FLOATING_IPS, limit: -1, reserved: 0 },
  });
}
