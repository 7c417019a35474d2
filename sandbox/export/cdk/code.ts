import { isMap, TemplateError, type LoadedTemplate, type Value } from '../../template/index.ts'

const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::Region': 'cdk.Aws.REGION', 'AWS::AccountId': 'cdk.Aws.ACCOUNT_ID', 'AWS::Partition': 'cdk.Aws.PARTITION', 'AWS::URLSuffix': 'cdk.Aws.URL_SUFFIX',
  'AWS::StackName': 'cdk.Aws.STACK_NAME', 'AWS::StackId': 'cdk.Aws.STACK_ID', 'AWS::NoValue': 'cdk.Aws.NO_VALUE',
}

/** Properties that hold a document, or names of one's own: what is in them is not renamed. */
const AS_IS = new Set(['AssumeRolePolicyDocument', 'PolicyDocument', 'Body', 'Variables', 'StageVariables', 'UserPoolTags'])

/** A template's values as expressions of a CDK app. */
export class Code {
  readonly #resources: ReadonlySet<string>

  constructor(loaded: LoadedTemplate) {
    this.#resources = new Set(loaded.resources.map(({ logicalId }) => logicalId))
  }

  /** `isRenamed`: property names as the CDK has them. */
  of(value: Value, depth: number, isRenamed: boolean): string {
    const [inner, outer] = ['  '.repeat(depth + 1), '  '.repeat(depth)]
    if (Array.isArray(value)) {
      const items = value.map((item) => this.of(item, depth + 1, isRenamed))
      const line = `[${items.join(', ')}]`
      return items.length === 0 || (line.length < 100 && !line.includes('\n')) ? line : `[\n${items.map((item) => `${inner}${item},\n`).join('')}${outer}]`
    }
    if (typeof value === 'string') return quoted(value)
    if (!isMap(value)) return String(value)
    const call = this.#call(value, depth)
    if (call !== undefined) return call
    const members = Object.entries(value).map(([name, item]) => `${inner}${key(isRenamed ? camel(name) : name)}: ${this.of(item, depth + 1, isRenamed && !AS_IS.has(name))},\n`)
    return members.length === 0 ? '{}' : `{\n${members.join('')}${outer}}`
  }

  #call(value: Value, depth: number): string | undefined {
    const [name = '', ...others] = Object.keys(value as object)
    if (others.length > 0 || (name !== 'Ref' && !name.startsWith('Fn::'))) return undefined
    const argument = (value as Record<string, Value>)[name]!
    const list = Array.isArray(argument) ? argument : []
    const item = (i: number) => this.of(list[i]!, depth, false)
    if (name === 'Ref') return this.#reference(String(argument))
    if (name === 'Fn::GetAtt') return this.#attribute(String(list[0]), String(list[1]))
    if (name === 'Fn::Sub') return this.#sub(argument, depth)
    if (name === 'Fn::FindInMap') return `${variable(String(list[0]))}.findInMap(${item(1)}, ${item(2)})`
    if (name === 'Fn::Join') return `cdk.Fn.join(${item(0)}, ${item(1)})`
    if (name === 'Fn::Split') return `cdk.Fn.split(${item(0)}, ${item(1)})`
    if (name === 'Fn::Select') return `cdk.Fn.select(${item(0)}, ${item(1)})`
    if (name === 'Fn::Base64') return `cdk.Fn.base64(${this.of(argument, depth, false)})`
    if (name === 'Fn::ImportValue') return `cdk.Fn.importValue(${this.of(argument, depth, false)})`
    throw new TemplateError(`${name} has no words in the CDK export. Write its value out, or make it a parameter.`)
  }

  #sub(argument: Value, depth: number): string {
    const [text, variables] = Array.isArray(argument) ? [String(argument[0]), argument[1]] : [String(argument), {}]
    const own = isMap(variables) ? variables : {}
    const parts = text.split(/(\$\{[^}]*\})/).map((part) => {
      const name = /^\$\{([^}]*)\}$/.exec(part)?.[1]?.trim()
      if (name === undefined) return literal(part)
      if (name.startsWith('!')) return literal(`\${${name.slice(1)}}`)
      const given = own[name]
      if (typeof given === 'string') return literal(given)
      return `\${${given === undefined ? this.#variable(name) : this.of(given, depth, false)}}`
    })
    return `\`${parts.join('')}\``
  }

  #variable(name: string): string {
    const [id = '', ...attribute] = name.split('.')
    return attribute.length === 0 ? this.#reference(id) : this.#attribute(id, attribute.join('.'))
  }

  #reference(name: string): string {
    return PSEUDO[name] ?? (this.#resources.has(name) ? `${variable(name)}.ref` : `${variable(name)}.valueAsString`)
  }

  #attribute(id: string, attribute: string): string {
    return `${variable(id)}.attr${attribute.split('.').map((part) => part.slice(0, 1).toUpperCase() + part.slice(1)).join('')}`
  }
}

/** `UploadFunction` to `uploadFunction`. */
export function variable(name: string): string {
  return camel(name)
}

/** As the CDK names properties: the first letter in lower case, and an acronym at the start as one word. */
function camel(name: string): string {
  return name.replace(/^[A-Z]+(?=[A-Z][a-z])|^[A-Z]+$|^[A-Z]/, (start) => start.toLowerCase())
}

const key = (name: string) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name))

export function quoted(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
}

const literal = (text: string) => text.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${')
