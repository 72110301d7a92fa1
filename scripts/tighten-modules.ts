import { minify } from 'terser'
import type { Plugin } from 'vite'
import { nameOf } from './tighten.ts'

/**
 * Takes the files of the elements through a second minifier too: 300 B of a first open. Nothing here may count on a
 * property being plain: reading a signal is how it is followed.
 */
export const tightenModules: Plugin = {
  name: 'tighten-modules',
  async generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'chunk') continue
      const { code } = await minify(file.code, {
        module: true,
        ecma: 2020,
        compress: { passes: 3, ecma: 2020, keep_fargs: false, unsafe_arrows: true },
        mangle: { nth_identifier: { get: nameOf } },
      })
      file.code = code ?? file.code
    }
  },
}
