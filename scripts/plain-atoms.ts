import type { Plugin } from 'vite'

/**
 * Nanostores' atoms keep account of `batch()` calls, and of when their first listener comes and their last one goes. No
 * file for browsers has a use for it: without it each is 100 B smaller. A version of which this is not true stops the build.
 */
export const plainAtoms: Plugin = {
  name: 'plain-atoms',
  transform(code, id) {
    if (!id.includes('nanostores/atom/')) return undefined
    const plainer: readonly (readonly [RegExp, string])[] = [
      [/export const batch = [^]*?\n}\n/, 'export const batch = (run) => run()\n'],
      [/let batchSeen/, 'const batchSeen'],
      [/get\(\) {[^]*?\n    },/, 'get: () => $atom.value,'],
      [/ && !batchSeen/, ''],
      [/for \(let i = lqIndex[^]*?\n        }\n/, ''],
      [/init: initialValue,\n +lc: 0,/, ''],
      [/\$atom\.lc = (?=listeners\.push)/, ''],
      // A queue of calls, in which whoever is told may queue more.
      [
        /while \(lqIndex[^]*?\n  }\n/,
        'for (const tell of listenerQueue) try { tell() } catch (e) { thrown = e }\n',
      ],
      [/let lqIndex = 0\n/, ''],
      [/ = lqIndex = 0/, ' = 0'],
      [/listenerQueue\.push\([^]*?\n        \)/, 'listenerQueue.push(() => listener($atom.value, oldValue))'],
      [/oldValue, changedKey/, 'oldValue'],
      [/if \(!--\$atom\.lc\) \$atom\.off\(\)/, ''],
      [/off\(\) {},/, ''],
    ]
    if (code.split('batchSeen = ').length !== 4 || !plainer.every(([part]) => part.test(code)))
      throw new Error(`${id} is not as expected`)
    return plainer.reduce((text, [part, plain]) => text.replace(part, plain), code)
  },
}
