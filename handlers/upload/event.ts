/**
 * The part of an HTTP API event (payload format 2.0) that this function reads, and the answer it gives.
 * Written here instead of taken from @types/aws-lambda, so that the folder is all there is to deploy.
 */
export type HttpApiEvent = {
  /** Absent when the request had no body. */
  readonly body?: string
  /** HTTP APIs encode every body whose content type is not text or JSON, also the form type that `curl -d` sends. */
  readonly isBase64Encoded?: boolean
  readonly requestContext: {
    readonly requestId: string
    /** Present when the route has a JWT authorizer; every claim arrives as a string, also numbers and booleans. */
    readonly authorizer?: { readonly jwt: { readonly claims: Readonly<Record<string, string>> } }
  }
}

export type HttpApiResponse = {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}
