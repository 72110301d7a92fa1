declare module '*.css?inline' {
  const css: string
  // oxlint-disable-next-line import/no-default-export -- the bundler's own way of handing over a file
  export default css
}
