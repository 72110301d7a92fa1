import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'

/** The version that what follows was read from. */
const version = '1.14.3'

/** Files of which less is enough: hooks, forms, streams and their progress, retries that a hook asks for. */
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
  'errors/NonError.js': 'export class NonError extends Error {}',
  'errors/ForceRetryError.js': 'export class ForceRetryError extends Error {}',
}

/** Parts of a file, each from its first words to the brace that closes it, and what stands there instead. */
const parts: Readonly<Record<string, readonly (readonly [RegExp, string])[]>> = {
  'core/constants.js': [
    [/export const supportsRequestStreams = [^]*?\n}\)\(\);/, 'export const supportsRequestStreams = false'],
    [/text: 'text[^]*?bytes: '\*\/\*',/, ''],
    [/export const usualFormBoundarySize = .*/, ''],
  ],
  'core/Ky.js': [
    [/if \(typeof ky\.#options\.timeout === 'number'[^]*?\n {12}}\n/, ''],
    [/for \(const hook of ky\.#options\.hooks\.afterResponse\)[^]*?\n {12}}\n/, ''],
    [/for \(const hook of ky\.#options\.hooks\.beforeError\)[^]*?\n {16}}\n/, ''],
    [/if \(ky\.#options\.onDownloadProgress\)[^]*?\n {12}}\n/, ''],
    [/if \(type === 'bytes'[^]*?\n {12}}\n/, ''],
    [/hooks: mergeHooks\([^]*?options\.hooks\),/, ''],
    [/if \(typeof this\.#input !== 'string'[^]*?\n {8}}\n/, ''],
    [/if \(this\.#input\.startsWith\('\/'\)\)[^]*?\n {12}}\n/, ''],
    [/const userProvidedContentType[^]*?\n {8}}\n/, ''],
    [/if \(this\.#options\.onUploadProgress\)[^]*?\n {8}}\n/, ''],
    [/const errorObject = .*/, ''],
    [/if \(errorObject instanceof ForceRetryError\)[^]*?\n {8}}\n/, ''],
    [/if \(this\.#options\.retry\.shouldRetry !== undefined\)[^]*?\n {8}}\n/, ''],
    [/if \(error instanceof ForceRetryError && [^]*?\n {12}}\n/, ''],
    [/for \(const hook of this\.#options\.hooks\.beforeRetry\)[^]*?\n {12}}\n/, ''],
    [/for \(const hook of this\.#options\.hooks\.beforeRequest\)[^]*?\n {8}}\n/, ''],
    [/, ky\.#getNormalizedOptions\(\)/, ', ky.#options'],
    [/#cachedNormalizedOptions;/, ''],
    [
      /#getNormalizedOptions\(\) {[^]*?\n {4}}\n {4}#assignRequest[^]*?\n {4}}\n {4}#wrapRequest[^]*?\n {4}}\n/,
      '',
    ],
  ],
  'utils/normalize.js': [
    [/if \(typeof retry === 'number'\)[^]*?const normalizedRetry = .*/, 'const normalizedRetry = retry'],
  ],
  'index.js': [[/ky\.extend = [^]*?ky\.retry = retry;/, '']],
}

/**
 * Takes out of ky, for browsers, what only options need that `httpBackend` never sets: 1.9 kB of 4. Packages on npm
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
    if (!parts[file]) return leaner[file]
    return parts[file].reduce(
      (code, [part, instead]) => {
        if (!part.test(code))
          throw new Error(`ky's ${file} has no ${String(part)}. Read scripts/lean-ky.ts anew.`)
        return code.replace(part, instead)
      },
      readFileSync(id, 'utf8'),
    )
  },
}
