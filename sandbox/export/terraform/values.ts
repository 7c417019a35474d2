import { TemplateError, type LoadedTemplate, type Value } from '../../template/index.ts'
import { isMap } from '../../template/index.ts'
import { Expression, escaped, write, type Hcl } from './hcl.ts'
import { snake, TYPES } from './types.ts'

const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::Region': 'data.aws_region.current.id',
  'AWS::AccountId': 'data.aws_caller_identity.current.account_id',
  'AWS::Partition': 'data.aws_partition.current.partition',
  'AWS::URLSuffix': 'data.aws_partition.current.dns_suffix',
  'AWS::StackName': 'var.stack_name',
}

/** Turns a template's values into expressions: references by the provider's names, look-ups in `local`. */
export class Values {
  readonly #types: ReadonlyMap<string, string>
  readonly #parameters: ReadonlySet<string>

  constructor(loaded: LoadedTemplate) {
    this.#types = new Map(loaded.resources.map(({ logicalId, type }) => [logicalId, type]))
    this.#parameters = new Set(Object.keys(loaded.parameters))
  }

  of(value: Value): Hcl {
    if (Array.isArray(value)) return value.map((item) => this.of(item))
    if (!isMap(value)) return value ?? ''
    const [name = '', ...others] = Object.keys(value)
    const isCall = others.length === 0 && (name === 'Ref' || name.startsWith('Fn::'))
    if (isCall) return this.#call(name, value[name]!)
    return Object.fromEntries(Object.entries(value).map(([member, item]) => [member, this.of(item)]))
  }

  /** `type.name` of a resource. */
  address(logicalId: string): string {
    return `${this.#typeOf(logicalId).type}.${snake(logicalId)}`
  }

  #call(name: string, argument: Value): Hcl {
    const list = Array.isArray(argument) ? argument : []
    if (name === 'Ref') return new Expression(this.#reference(String(argument)))
    if (name === 'Fn::GetAtt') return new Expression(this.#attribute(String(list[0]), String(list[1])))
    if (name === 'Fn::Sub') return this.#sub(argument)
    if (name === 'Fn::FindInMap') return new Expression(`local.${snake(String(list[0]))}[${this.#text(list[1]!)}][${this.#text(list[2]!)}]`)
    if (name === 'Fn::Join') return new Expression(`join(${this.#text(list[0]!)}, ${this.#text(list[1]!)})`)
    if (name === 'Fn::Split') return new Expression(`split(${this.#text(list[0]!)}, ${this.#text(list[1]!)})`)
    if (name === 'Fn::Select') return new Expression(`${this.#text(list[1]!)}[${this.#text(list[0]!)}]`)
    if (name === 'Fn::Base64') return new Expression(`base64encode(${this.#text(argument)})`)
    if (name === 'Fn::ToJsonString') return new Expression(`jsonencode(${this.#text(argument)})`)
    throw new TemplateError(`${name} has no words in the Terraform export. Write its value out, or make it a parameter.`)
  }

  #text(value: Value): string {
    return write(this.of(value))
  }

  #sub(argument: Value): Hcl {
    const [text, variables] = Array.isArray(argument) ? [String(argument[0]), argument[1]] : [String(argument), {}]
    const own = isMap(variables) ? variables : {}
    const parts = text.split(/(\$\{[^}]*\})/).map((part) => {
      const variable = /^\$\{([^}]*)\}$/.exec(part)?.[1]?.trim()
      if (variable === undefined) return escaped(part)
      if (variable.startsWith('!')) return escaped(`\${${variable.slice(1)}}`)
      return this.#within(Object.hasOwn(own, variable) ? this.of(own[variable]!) : new Expression(this.#variable(variable)))
    })
    const [only] = parts.filter((part) => part !== '')
    const isAlone = parts.filter((part) => part !== '').length === 1 && /^\$\{.*\}$/.test(only!)
    return new Expression(isAlone ? only!.slice(2, -1) : `"${parts.join('')}"`)
  }

  /** Inside a string: a text as it is, anything else in braces. */
  #within(value: Hcl): string {
    if (typeof value === 'string') return escaped(value)
    const text = write(value)
    return text.startsWith('"') ? text.slice(1, -1) : `\${${text}}`
  }

  #variable(variable: string): string {
    const [name = '', ...attribute] = variable.split('.')
    return attribute.length === 0 ? this.#reference(name) : this.#attribute(name, attribute.join('.'))
  }

  #reference(name: string): string {
    const pseudo = PSEUDO[name]
    if (pseudo !== undefined) return pseudo
    if (this.#parameters.has(name)) return `var.${snake(name)}`
    if (name.startsWith('AWS::')) throw new TemplateError(`${name} has no words in the Terraform export: there is no CloudFormation stack.`)
    return `${this.address(name)}.${this.#typeOf(name).ref}`
  }

  #attribute(logicalId: string, attribute: string): string {
    const found = this.#typeOf(logicalId).getAtt[attribute]
    if (found !== undefined) return `${this.address(logicalId)}.${found}`
    throw new TemplateError(`Attribute ${attribute} of ${logicalId} has no words in the Terraform export.`, `Resources.${logicalId}`)
  }

  #typeOf(logicalId: string) {
    const type = this.#types.get(logicalId) ?? ''
    const known = TYPES[type]
    if (known) return known
    throw new TemplateError(`${logicalId} (${type}) has no words in the Terraform export. It can write: ${Object.keys(TYPES).join(', ')}.`, `Resources.${logicalId}`)
  }
}
