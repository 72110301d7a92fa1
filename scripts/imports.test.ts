import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { root } from './steps.ts'

/** Imports that must not be, by the package that they are planted in. */
const planted: readonly [from: string, statement: string][] = [
  ['program', "import { atom } from '@goodword/core'"],
  ['program', "import { httpBackend } from '@goodword/adapters/http'"],
  ['program', "import { readFileSync } from 'node:fs'"],
  ['core', "import { parseProgram } from '@goodword/program'"],
  ['core', "import { httpBackend } from '@goodword/adapters/http'"],
  ['core', "import type { Element } from '@goodword/widget'"],
  ['adapters', "import { serve } from '@goodword/server'"],
  ['adapters', "import { createTracker } from '@goodword/core'"],
  ['widget', "import { parseProgram } from '@goodword/program'"],
  ['widget', "import { serve } from '../../../server/src/serve.ts'"],
  ['server', "import { createTracker } from '@goodword/core'"],
]

/** Imports that may be. */
const allowed: readonly [from: string, statement: string][] = [
  ['core', "import type { Program } from '@goodword/program'"],
  ['core', "import { parseKept } from '@goodword/program/touch'"],
  ['widget', "import { httpBackend } from '@goodword/adapters/http'"],
]

describe('the direction of imports', () => {
  const folder = (name: string) => join(root, `packages/${name}/src/planted`)
  let report = ''

  beforeAll(() => {
    const cases = [...planted, ...allowed]
    for (const [index, [name, statement]] of cases.entries()) {
      const imported = /\{ (\w+) \}/.exec(statement)![1]!
      const use = statement.includes('import type') ? 'export type X =' : 'export const x ='
      mkdirSync(folder(name), { recursive: true })
      writeFileSync(join(folder(name), `case-${index}.ts`), `${statement}\n${use} ${imported}\n`)
    }
    const oxlint = join(root, 'node_modules/oxlint/bin/oxlint')
    const folders = new Set(cases.map(([name]) => folder(name)))
    report = spawnSync(process.execPath, [oxlint, '--format=unix', ...folders], {
      cwd: root,
      encoding: 'utf8',
    }).stdout
  })
  afterAll(() => {
    for (const [name] of [...planted, ...allowed]) rmSync(folder(name), { recursive: true, force: true })
  })

  it.each(planted.map((planted, index) => [...planted, index] as const))(
    'is kept by %s: not %s',
    (name, _, index) => {
      expect(report).toMatch(new RegExp(`${name}/src/planted/case-${index}\\.ts.*no-restricted-imports`))
    },
  )

  it.each(allowed.map((allowed, index) => [...allowed, planted.length + index] as const))(
    'lets %s have what it may: %s',
    (name, _, index) => {
      expect(report).toContain('planted')
      expect(report).not.toContain(`${name}/src/planted/case-${index}.ts`)
    },
  )
})
