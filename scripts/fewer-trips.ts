import type { Plugin, Rolldown } from 'vite'

/**
 * Lets a browser fetch side by side what it would find out about one after another: each of those is a trip to the server,
 * a tenth of a second on a phone. Who asks for a file that opens something asks for the large ones that it imports as well;
 * and the bundler's own few lines go into the files that use them.
 */
export const fewerTrips: Plugin = {
  name: 'fewer-trips',
  generateBundle(_options, bundle) {
    const chunks = Object.values(bundle).filter((file) => file.type === 'chunk')
    inlineRuntime(chunks, bundle)
    const named = (name: string): Rolldown.OutputChunk => {
      const chunk = chunks.find((one) => one.name === name)
      if (!chunk) throw new Error(`There is no file "${name}" among those of the elements`)
      return chunk
    }
    const common = named('common')
    askTogether(named('widget'), named('dialog'), [common])
    const panels = named('panel-element')
    for (const chunk of chunks)
      if (panels.dynamicImports.includes(chunk.fileName)) askTogether(panels, chunk, [common, named('panel')])
  },
}

/** Has `from` ask for `others` whenever it asks for `wanted`, which imports them. */
function askTogether(
  from: Rolldown.OutputChunk,
  wanted: Rolldown.OutputChunk,
  others: readonly Rolldown.OutputChunk[],
): void {
  const base = (chunk: Rolldown.OutputChunk): string => chunk.fileName.split('/').at(-1)!
  const ask = RegExp(`import\\((["'\`])(\\./(?:chunks/)?)${base(wanted)}\\1\\)`)
  if (!ask.test(from.code)) throw new Error(`${from.fileName} does not import ${wanted.fileName}`)
  // Where one cannot be had, neither can what imports it, and that is told of once.
  from.code = from.code.replace(ask, (whole, _quote, folder: string) => {
    const beside = others.map((one) => `import("${folder}${base(one)}").catch(() => {})`)
    return `(${[...beside, whole].join(',')})`
  })
}

/** A file of 160 bytes, which the first of the large ones would be found to need. */
function inlineRuntime(chunks: readonly Rolldown.OutputChunk[], bundle: Rolldown.OutputBundle): void {
  const runtime = chunks.find(({ name }) => name === 'rolldown-runtime')
  if (!runtime) return
  const [, body, exported] = /^([^]*?)export\s*\{\s*([\w$]+)(?: as \w+)?\s*\};?\s*$/.exec(runtime.code) ?? []
  const own = runtime.fileName.split('/').at(-1)!
  for (const chunk of chunks) {
    if (!chunk.imports.includes(runtime.fileName)) continue
    const before = chunk.code
    chunk.code = before.replace(
      RegExp(`import\\s*\\{\\s*\\w+ as ([\\w$]+)\\s*\\}\\s*from\\s*["'\`][^"'\`]*${own}["'\`];?`),
      (_whole, name: string) => `var ${name}=(()=>{${body}return ${exported}})();`,
    )
    if (chunk.code === before || !body)
      throw new Error(`${chunk.fileName} does not take the bundler’s lines as expected`)
    chunk.imports = chunk.imports.filter((name) => name !== runtime.fileName)
  }
  delete bundle[runtime.fileName]
}
