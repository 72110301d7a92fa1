import { describe, expect, test } from 'vitest'
import { explainProgram } from '../explain/explain.ts'
import { composeMessage, fitMessage, joinMessage } from '../messages/messages.ts'
import { parseProgram } from '../check/parse.ts'
import { viewProgram } from '../view.ts'
import { presets } from './index.ts'

describe.each(Object.entries(presets))('%s', (_, input) => {
  const program = parseProgram(input)
  const { copy } = viewProgram(program)

  test('is complete, and told without a warning', () => {
    const lines = explainProgram(program)
    for (const { id } of program.incentives) expect(lines.join('\n')).toContain(`(${id})`)
    expect(lines.filter((line) => line.startsWith('Careful'))).toEqual([])
    expect(copy.steps.length).toBeLessThanOrEqual(3)
    expect(copy.faq?.length).toBeGreaterThan(0)
    expect(JSON.stringify(copy)).not.toContain('!')
  })

  test('has a message for each of its channels, with the disclosure in it', () => {
    const sender = {
      link: 'https://example.com/?via=AMY',
      code: 'AMY',
      program: program.name,
      referrer: 'Amy',
    }
    for (const channel of program.channels) {
      const message = composeMessage({ copy, ...sender, channel })
      expect(joinMessage(message, channel)).toContain(copy.disclosure)
      expect(fitMessage(message, channel).over).toBe(0)
      expect(joinMessage(message, channel) + message.subject).not.toMatch(/[{}]/)
    }
  })
})
