import type { Context } from '../../../kernel/context.ts'
import { notFound } from '../errors.ts'
import { findApi, findPart, saveApi, type RestApi } from './state.ts'

type Tags = Record<string, string>

const ARN = /^arn:aws[\w-]*:apigateway:[\w-]+::\/restapis\/([^/]+)(?:\/stages\/([^/]+))?$/

/** The API, and the stage where the ARN is a stage's. Throws NotFoundException. */
function findTagged(ctx: Context, arn: string | undefined): { api: RestApi; stageName: string | undefined } {
  const [, apiId, stageName] = ARN.exec(arn ?? '') ?? []
  if (apiId === undefined) throw notFound(`Invalid resource identifier specified ${arn ?? ''}`)
  return { api: findApi(ctx, apiId), stageName }
}

export function tagsOf(ctx: Context, arn: string | undefined): Tags {
  const { api, stageName } = findTagged(ctx, arn)
  return (stageName === undefined ? api.api.tags : findPart(api.stages, 'stage', stageName).tags) ?? {}
}

/** Stores what `change` makes of the tags of the API or stage behind `arn`. */
export function changeTags(ctx: Context, arn: string | undefined, change: (tags: Tags) => Tags): void {
  const { api, stageName } = findTagged(ctx, arn)
  const tags = change(tagsOf(ctx, arn))
  if (stageName === undefined) saveApi(ctx, { ...api, api: { ...api.api, tags } })
  else saveApi(ctx, { ...api, stages: { ...api.stages, [stageName]: { ...findPart(api.stages, 'stage', stageName), tags } } })
}
