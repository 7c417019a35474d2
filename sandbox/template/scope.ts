import type { Value, ValueMap } from './value.ts'

/** What functions may ask for while they are evaluated. */
export interface Scope {
  /** Template parameters and pseudo parameters (`AWS::Region`, …), resolved. */
  readonly parameters: Readonly<Record<string, Value>>
  readonly mappings: Readonly<Record<string, ValueMap>>
  /** Each condition's outcome. */
  readonly conditions: Readonly<Record<string, boolean>>
  /** What `Ref` of a resource gives; throws what the caller wants to see when there is none. */
  ref(logicalId: string): Value
  getAtt(logicalId: string, attribute: string): Value
  /** The value exported under this name by another stack, or undefined. */
  importValue?(name: string): Value | undefined
}
