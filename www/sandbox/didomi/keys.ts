import { ORGANIZATION_NAMES, type OrganizationName } from "./seeds";

/** A key for each organization, and one that sees several. */
export const KEY_NAMES = [...ORGANIZATION_NAMES, "agency"] as const;
export type KeyName = (typeof KEY_NAMES)[number];

export interface KeyCredentials {
  readonly key: string;
  readonly secret: string;
}

const AGENCY: readonly OrganizationName[] = ["media-group", "at-limit", "no-record"];

export function organizationsOf(name: KeyName): readonly OrganizationName[] {
  return name === "agency" ? AGENCY : [name];
}

/** All made up, and visibly so. */
export function credentialsOf(name: KeyName): KeyCredentials {
  return { key: `sandbox-${name}-not-a-real-key`, secret: `sandbox-${name}-not-a-secret` };
}

export function keyNamed({ key, secret }: KeyCredentials): KeyName | null {
  const found = KEY_NAMES.find((name) => {
    const own = credentialsOf(name);
    return own.key === key && own.secret === secret;
  });
  return found ?? null;
}
