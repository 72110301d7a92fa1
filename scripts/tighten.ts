import { minify } from 'terser'
import type { Plugin } from 'vite'
import { passedNames } from '../packages/core/src/outbox.ts'

/** Names, roughly by how often English has their letters: so the text of a whole file repeats the most. Found by trying. */
const letters = 'etaornsibldcvhupgwzj$yxmqkABCDEFGHIJKLMNOPQRSTUVWXYZf_'

/** The `n`th name for a variable. */
export function nameOf(n: number): string {
  const first = letters[n % letters.length]!
  return n < letters.length ? first : first + nameOf(Math.floor(n / letters.length) - 1)
}

/**
 * Has Chromium compile the whole script while it comes in, off the page's own thread: nearly all of its functions run at
 * once, and to compile each when it is first called costs a page 40 % more of its time.
 */
const compileHint = '//# allFunctionsCalledOnLoad'

/**
 * Takes what a minifier leaves of the script tag's files through a second one, 100 B less, and gives what passes between
 * them one letter: the same in each, because it goes by the name's place in the list. Fails when a name is left in a file.
 */
export const tighten: Plugin = {
  name: 'tighten',
  async generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'chunk') continue
      const props = Object.fromEntries(passedNames.map((name, index) => [`$${name}`, letters[index]]))
      const isModule = file.fileName !== 'goodword.js'
      // Names come last, by how often what is left has them.
      const { code: short = '' } = await minify(file.code, {
        module: isModule,
        ecma: 2020,
        compress: {
          passes: 4,
          ecma: 2020,
          keep_fargs: false,
          pure_getters: true,
          unsafe: true,
          unsafe_arrows: true,
          unsafe_math: true,
          unsafe_methods: true,
        },
        mangle: false,
      })
      const { code = '' } = await minify(short, {
        module: isModule,
        ecma: 2020,
        compress: false,
        mangle: {
          nth_identifier: { get: nameOf },
          properties: { builtins: true, regex: RegExp(`^(${passedNames.join('|')})$`) },
        },
        nameCache: { props: { props } },
      })
      const left = passedNames.filter((name) => RegExp(`[.{,]${name}[^\\w$]`).test(code))
      if (left.length)
        throw new Error(`${file.fileName} still has ${left.join()}: the other file has letters`)
      file.code = file.fileName === 'goodword.js' ? `${compileHint}\n${code}` : code
    }
  },
}
