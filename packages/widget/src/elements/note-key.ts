/** Where it is kept what a reader has answered or put away. Among the tracker's own keys; no code has a tilde. */
export const noteKey = (program = '', name: string): string => `goodword:${program}/~${name}`
