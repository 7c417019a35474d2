import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { forTerminal } from './terminal.ts'

const TEXT = 'Look at `State` of the event source mapping, and then at `aws lambda list-event-source-mappings --function-name x` which says more.\n\n```sh\naws s3 ls s3://a-long-name/that/goes/on/and/on/and/on/and/on/and/on/and/on/and/on/and/on/and/on\n```'

test('a terminal gets lines that fit, code in colour, and commands that can be copied', () => {
  const shown = forTerminal(TEXT, 60)
  expect(shown).toContain('\u001b[36mState\u001b[39m')
  expect(shown).not.toContain('`')
  const [text, command] = stripVTControlCharacters(shown).split('\n\n')
  for (const line of text!.split('\n')) expect(line.length).toBeLessThanOrEqual(60)
  expect(text!.split('\n').length).toBeGreaterThan(1)
  expect(text!.replaceAll('\n', ' ')).toBe(TEXT.split('\n\n')[0]!.replaceAll('`', ''))
  expect(command).toMatch(/^ {4}aws s3 ls s3:\/\/a-long-name[^\n]*on$/)
})
