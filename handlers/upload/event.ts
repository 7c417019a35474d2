/**
 * The part of an API's event that this function reads, and the answer it gives: an HTTP API's (payload format 2.0), or
 * a REST API's. Written here instead of taken from @types/aws-lambda, so that the folder is all there is to deploy.
 */
export type HttpApiEvent = {
  /** Absent when the request had no body; null behind a REST API. */
  readonly body?: string | null
  /** HTTP APIs encode every body whose content type is not text or JSON, also the form type that `curl -d` sends. */
  readonly isBase64Encoded?: boolean
  readonly requestContext: {
    readonly requestId: string
    /**
     * Present when the route has an authorizer: `jwt` of an HTTP API's, `claims` of a REST API's. Every claim arrives as
     * a string, also numbers and booleans.
     */
    readonly authorizer?: { readonly jwt?: { readonly claims: Claims }; readonly claims?: Claims }
  }
}

type Claims = Readonly<Record<string, string>>

/** Who is calling, behind either kind of API; null where nobody had to say. */
export const userSubOf = ({ requestContext: { authorizer } }: HttpApiEvent): string | null =>
  (authorizer?.jwt?.claims ?? authorizer?.claims)?.['sub'] ?? null

export type HttpApiResponse = {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}
