import { expect, test } from 'vitest'
import { compilePattern } from './pattern.ts'

const EVENT = JSON.stringify({
  level: 'ERROR',
  code: 404,
  ratio: 0.5,
  ok: false,
  none: null,
  user: { name: 'ada lovelace', 'odd key': 1 },
  tags: ['a', 'b'],
  list: [{ id: 1 }, { id: 2 }],
})

test.for<[pattern: string, message: string, matches: boolean]>([
  ['', 'anything', true],
  ['  ', 'anything', true],
  ['ERROR', '[ERROR] x', true],
  ['ERROR', '[error] x', false],
  ['ERROR timeout', 'timeout ERROR', true],
  ['ERROR timeout', 'ERROR', false],
  ['"timed out"', 'Task timed out after 3.00 seconds', true],
  ['"timed out"', 'out timed', false],
  ['"say \\"hi\\""', 'say "hi" now', true],
  ['ERROR -timeout', 'ERROR x', true],
  ['ERROR -timeout', 'ERROR timeout', false],
  ['-"timed out"', 'it timed out', false],
  ['-END', 'START', true],
  ['?ERROR ?WARN', 'WARN x', true],
  ['?ERROR ?WARN', 'INFO x', false],
  ['?ERROR INFO', 'INFO x', true],
  ['?ERROR INFO', 'ERROR x', false],
  ['%4[0-9]{2}%', 'status 404', true],
  ['%4[0-9]{2}%', 'status 500', false],
  ['fehlgeschlagen_größe', 'x fehlgeschlagen_größe', true],
  ['{ $.level = "ERROR" }', EVENT, true],
  ['{$.level="ERROR"}', EVENT, true],
  ['{ $.level = ERR* }', EVENT, true],
  ['{ $.level = "*ROR" }', EVENT, true],
  ['{ $.level = "ERR" }', EVENT, false],
  ['{ $.level != "INFO" }', EVENT, true],
  ['{ $.missing != "INFO" }', EVENT, false],
  ['{ $.code = 404 }', EVENT, true],
  ['{ $.code = 404.0 }', EVENT, true],
  ['{ $.code > 404 }', EVENT, false],
  ['{ $.code >= 404 && $.ratio < 1 }', EVENT, true],
  ['{ $.code = 1 || $.level = "ERROR" }', EVENT, true],
  ['{ $.code = 1 || $.level = "ERROR" && $.ok IS TRUE }', EVENT, false],
  ['{ ($.code = 404 || $.level = "X") && $.ok IS FALSE }', EVENT, true],
  ['{ $.none IS NULL }', EVENT, true],
  ['{ $.missing IS NULL }', EVENT, false],
  ['{ $.missing NOT EXISTS }', EVENT, true],
  ['{ $.code NOT EXISTS }', EVENT, false],
  ['{ $.user.name = "ada lovelace" }', EVENT, true],
  ["{ $.user['odd key'] = 1 }", EVENT, true],
  ['{ $.tags[1] = "b" }', EVENT, true],
  ['{ $.list[*].id = 2 }', EVENT, true],
  ['{ $.list[*].id = 3 }', EVENT, false],
  ['{ $.level = %^E.+R$% }', EVENT, true],
  ['{ $.level = "ERROR" }', 'level ERROR', false],
  ['{ $.level = "ERROR" }', '{ not json', false],
])('%s on %s', ([pattern, message, matches]) => {
  expect(compilePattern(pattern)(message)).toBe(matches)
})

test.for(['"open', 'a:b', '%[%', '{ $.a = }', '{ $.a', '{ a = 1 }', '{ ($.a = 1 }', '{ $.a > "x" }', '{ $.a = 1 && }', '{ $.a = 1 $.b = 2 }', '{}'])(
  '%s is no pattern',
  (pattern) => {
    expect(() => compilePattern(pattern)).toThrow(expect.objectContaining({ code: 'InvalidParameterException' }))
  },
)
