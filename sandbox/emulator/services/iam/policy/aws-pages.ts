/** Titles of AWS's pages that the rows of the decision tables' tests come from; `unverified` where none says so. */
export const PAGES = {
  operators: 'IAM User Guide: IAM JSON policy elements: Condition operators',
  several: 'IAM User Guide: Conditions with multiple context keys or values',
  sets: 'IAM User Guide: Single-valued vs. multivalued context keys',
  variables: 'IAM User Guide: IAM policy elements: Variables and tags',
  version: 'IAM User Guide: IAM JSON policy elements: Version',
  action: 'IAM User Guide: IAM JSON policy elements: Action',
  notAction: 'IAM User Guide: IAM JSON policy elements: NotAction',
  resource: 'IAM User Guide: IAM JSON policy elements: Resource',
  notResource: 'IAM User Guide: IAM JSON policy elements: NotResource',
  principal: 'IAM User Guide: AWS JSON policy elements: Principal',
  notPrincipal: 'IAM User Guide: AWS JSON policy elements: NotPrincipal',
  grammar: 'IAM User Guide: Grammar of the IAM JSON policy language',
  logic: 'IAM User Guide: Policy evaluation logic',
  abroad: 'IAM User Guide: Cross-account policy evaluation logic',
  boundaries: 'IAM User Guide: Permissions boundaries for IAM entities',
  keys: 'IAM User Guide: AWS global condition context keys',
  denials: 'IAM User Guide: Troubleshoot access denied error messages',
  s3Denials: 'Amazon S3 User Guide: Troubleshoot access denied (403 Forbidden) errors',
  lambda: 'AWS Lambda Developer Guide: Working with resource-based IAM policies',
  unverified: 'unverified',
} as const

export type Page = (typeof PAGES)[keyof typeof PAGES]
