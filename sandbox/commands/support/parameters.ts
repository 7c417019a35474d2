import { InvalidArgumentError } from 'commander'

/**
 * Adds what one word of `--parameter-overrides` says: `Key=Value`, several of them in one word, or, as the AWS CLI has it,
 * `ParameterKey=Key,ParameterValue=Value`. Quotes around a value do not belong to it.
 */
export function addParameters(word: string, before: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  return { ...before, ...Object.fromEntries(word.trim().split(/\s+(?=[A-Za-z0-9]+=)/).map(readPair)) }
}

function readPair(text: string): [name: string, value: string] {
  const [, name, value] = /^ParameterKey=([A-Za-z0-9]+),ParameterValue=(.*)$/s.exec(text) ?? /^([A-Za-z0-9]+)=(.*)$/s.exec(text) ?? []
  if (name === undefined || value === undefined) throw new InvalidArgumentError('Give Key=Value, for instance ProcessorRuntime=python3.13.')
  return [name, value.replace(/^(["'])(.*)\1$/s, '$2')]
}
