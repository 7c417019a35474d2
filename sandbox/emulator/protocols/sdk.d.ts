/** The packages type their main entry only; of their schemas we need to know no more than that they are exported. */
declare module '@aws-sdk/*/dist-es/schemas/schemas_0.js' {
  const schemas: Readonly<Record<string, unknown>>
  export = schemas
}
