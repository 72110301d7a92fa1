import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserGraph } from './build.ts'
import { root } from './steps.ts'

const dist = join(root, 'packages/server/dist')

export type Bundle = 'script tag' | 'tracker' | 'keep' | 'button' | 'dialog' | 'extras' | 'welcome'

/**
 * The built files that a browser loads for each stage; `dialog` is all code of a first open in English, `extras` what
 * else may open or stand within it, `welcome` what that element loads besides the button's file.
 */
export function bundleFiles(): Record<Bundle, string[]> {
  const graph = JSON.parse(readFileSync(join(dist, 'browser-graph.json'), 'utf8')) as BrowserGraph
  const files = (names: Iterable<string>) => [...names].map((name) => join(dist, 'public', name))
  const dialog = closure(graph, 'widget.js', isFirstOpen)
  const extras = Object.keys(graph).filter((name) => isExtra(graph[name]!.source))
  const withExtras = new Set(extras.flatMap((name) => [...closure(graph, name, isExtra)]))
  const isWelcome = (source: string): boolean => /\/(?:panel-element|welcome-panel)\.tsx?$/.test(source)
  const welcome = closure(graph, 'widget.js', isWelcome)
  return {
    'script tag': files(['goodword.js']),
    tracker: files(['goodword.js', 'late.js']),
    keep: files(['../measured/keep.js']),
    button: files(closure(graph, 'widget.js', () => false)),
    dialog: files(dialog),
    welcome: files([...welcome].filter((name) => name !== 'widget.js')),
    extras: files(
      [...withExtras].filter((name) => !dialog.has(name) && !graph[name]!.source.includes('/locales/')),
    ),
  }
}

const isExtra = (source: string): boolean => source.includes('/extras/')

/** Whether a first open loads it, whoever opens: customers who are signed in do without the form for joining. */
function isFirstOpen(source: string): boolean {
  return source === 'dialog' || source.endsWith('/join-form.tsx')
}

/** A file with all that it imports, and of what it may import later that whose source `follow` accepts. */
function closure(graph: BrowserGraph, start: string, follow: (source: string) => boolean): Set<string> {
  const seen = new Set<string>()
  const visit = (name: string): void => {
    if (seen.has(name)) return
    seen.add(name)
    const { imports, dynamicImports } = graph[name]!
    for (const next of imports) visit(next)
    for (const next of dynamicImports) if (follow(graph[next]!.source)) visit(next)
  }
  visit(start)
  return seen
}
