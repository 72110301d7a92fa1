import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'

/** The version that what follows was read from. */
const version = '1.14.3'

/** What ky has for options that our client never sets: hooks, forms, streams and their progress, options of others. */
const leaner: Readonly<Record<string, string>> = {
  'utils/body.js': `
    export const streamRequest = (request) => request
    export const streamResponse = (response) => response`,
  // Our defaults and our calls have no option in common.
  'utils/merge.js': `
    export const validateAndMerge = (...sources) => Object.assign({}, ...sources)
    export const mergeHooks = (hooks) => hooks
    export const mergeHeaders = (_, headers) => new Headers(headers)`,
  'utils/options.js': `
    export const findUnknownOptions = () => ({})
    export const hasSearchParameters = (search) => Object.keys(search ?? {}).length > 0`,
}
const streams = /export const supportsRequestStreams = \(\(\) => \{[^]*?\n\}\)\(\);/

/**
 * Takes out of ky, for browsers, what only options need that `httpBackend` never sets: 1.1 kB of 4. Packages on npm
 * have it whole. Another version stops the build, since somebody has to read it first.
 */
export const leanKy: Plugin = {
  name: 'lean-ky',
  load(id) {
    const [, folder, file = ''] = /^(.*\/ky\/)distribution\/(.*)$/.exec(id) ?? []
    if (folder === undefined) return undefined
    const manifest = JSON.parse(readFileSync(`${folder}package.json`, 'utf8')) as { version: string }
    if (manifest.version !== version)
      throw new Error(
        `ky is ${manifest.version}, and scripts/lean-ky.ts was written for ${version}. Read it anew.`,
      )
    if (file !== 'core/constants.js') return leaner[file]
    const code = readFileSync(id, 'utf8')
    if (!streams.test(code))
      throw new Error('ky asks for streams in another way. Read scripts/lean-ky.ts anew.')
    return code.replace(streams, 'export const supportsRequestStreams = false')
  },
}
