/** The plugin that measures files as they are; it comes without types. */
declare module '@size-limit/file' {
  const plugin: ((...args: unknown[]) => unknown)[]
  // oxlint-disable-next-line import/no-default-export -- as the package has it
  export default plugin
}
