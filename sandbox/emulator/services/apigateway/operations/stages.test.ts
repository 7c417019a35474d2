import {
  CreateDeploymentCommand, CreateStageCommand, DeleteDeploymentCommand, DeleteStageCommand, GetDeploymentCommand, GetDeploymentsCommand, GetStageCommand, GetStagesCommand,
  GetTagsCommand, TagResourceCommand, UpdateStageCommand, CreateRouteCommand,
} from '@aws-sdk/client-apigatewayv2'
import { expect, test } from 'vitest'
import { createTestEngine } from '../../../../testing/engine.ts'
import { createApi } from '../../../../testing/http-api.ts'

test('a stage with AutoDeploy follows the API', async () => {
  await using engine = await createTestEngine()
  const { client, ApiId } = await createApi(engine, { 'GET /a': {} })
  const stage = { ApiId, StageName: '$default' }
  const before = await client.send(new GetStageCommand(stage))
  expect(before).toMatchObject({ AutoDeploy: true, DefaultRouteSettings: { DetailedMetricsEnabled: false }, RouteSettings: {}, StageVariables: {}, Tags: {} })
  expect(before.LastDeploymentStatusMessage).toBe(`Successfully deployed stage with deployment ID '${before.DeploymentId}'`)
  await client.send(new CreateRouteCommand({ ApiId, RouteKey: 'GET /b' }))
  const after = await client.send(new GetStageCommand(stage))
  expect(after.DeploymentId).not.toBe(before.DeploymentId)
  expect((await client.send(new GetDeploymentsCommand({ ApiId }))).Items).toMatchObject([{ AutoDeployed: true, DeploymentId: after.DeploymentId, DeploymentStatus: 'DEPLOYED' }])
  await expect(client.send(new CreateDeploymentCommand(stage))).rejects.toMatchObject({ name: 'BadRequestException' })
})

test('stages and deployments by hand', async () => {
  await using engine = await createTestEngine()
  const { client, ApiId } = await createApi(engine, { 'GET /a': {} }, { stage: 'live' })
  const stage = { ApiId, StageName: 'prod' }
  await client.send(new CreateStageCommand({ ...stage, StageVariables: { a: '1' } }))
  await expect(client.send(new CreateStageCommand(stage))).rejects.toMatchObject({ name: 'ConflictException', message: 'Stage already exists' })
  await expect(client.send(new CreateStageCommand({ ApiId, StageName: 'a/b' }))).rejects.toMatchObject({ name: 'BadRequestException' })
  const { DeploymentId } = await client.send(new CreateDeploymentCommand({ ...stage, Description: 'first' }))
  expect(await client.send(new GetDeploymentCommand({ ApiId, DeploymentId }))).toMatchObject({ AutoDeployed: false, Description: 'first', DeploymentStatus: 'DEPLOYED' })
  expect(await client.send(new GetStageCommand(stage))).toMatchObject({ DeploymentId, StageVariables: { a: '1' } })
  await expect(client.send(new DeleteDeploymentCommand({ ApiId, DeploymentId }))).rejects.toMatchObject({ name: 'BadRequestException' })
  await expect(client.send(new UpdateStageCommand({ ...stage, DeploymentId: 'nothing' }))).rejects.toMatchObject({ name: 'NotFoundException' })
  expect(await client.send(new UpdateStageCommand({ ...stage, Description: 'changed' }))).toMatchObject({ Description: 'changed', DeploymentId })
  const ResourceArn = `arn:aws:apigateway:us-east-1::/apis/${ApiId}/stages/prod`
  await client.send(new TagResourceCommand({ ResourceArn, Tags: { a: '1' } }))
  expect((await client.send(new GetTagsCommand({ ResourceArn }))).Tags).toEqual({ a: '1' })
  await client.send(new DeleteStageCommand(stage))
  await client.send(new DeleteDeploymentCommand({ ApiId, DeploymentId }))
  expect((await client.send(new GetStagesCommand({ ApiId }))).Items!.map(({ StageName }) => StageName)).toEqual(['live'])
  await expect(client.send(new GetStageCommand(stage))).rejects.toMatchObject({ name: 'NotFoundException', message: 'Invalid stage identifier specified' })
})

test('an API without routes cannot be deployed', async () => {
  await using engine = await createTestEngine()
  const { client, ApiId } = await createApi(engine, {})
  const text = 'At least one route is required before deploying the Api.'
  await expect(client.send(new CreateDeploymentCommand({ ApiId }))).rejects.toMatchObject({ name: 'BadRequestException', message: text })
  expect(await client.send(new GetStageCommand({ ApiId, StageName: '$default' }))).toMatchObject({ LastDeploymentStatusMessage: `Deployment attempt failed: ${text}` })
})
