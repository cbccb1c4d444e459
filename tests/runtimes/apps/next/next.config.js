/** Not bundled: SWC's minifier takes the core apart, which is minified as it comes. */
export default { serverExternalPackages: ["quota-gate"] };
