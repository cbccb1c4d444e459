import { InMemoryProvider, OpenFeature } from "@openfeature/web-sdk";

export const start = (flags) => OpenFeature.setProviderAndWait(new InMemoryProvider(flags));
export const check = () => OpenFeature.getClient().getBooleanDetails("create-managed-org", false);
