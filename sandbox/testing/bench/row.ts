/** One line of the report: what was measured, the figure, and what to hold it against. */
export interface Row {
  readonly what: string
  readonly figure: string
  readonly beside: string
}

export const ms = (value: number) => `${value.toFixed(value < 10 ? 2 : 0)} ms`
