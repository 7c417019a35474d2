import type { Role } from '@aws-sdk/client-iam'
import type { Value, ValueMap } from '../../../../template/index.ts'
import { pick, textOf, type Io, type Provider } from './provider.ts'
import { tagChanges } from './simple.ts'

/** `what` is how the tag operations call it, `identity` the member that names it. */
async function retag(io: Io, what: string, identity: ValueMap, before: Value | undefined, after: Value | undefined): Promise<void> {
  const { set, gone } = tagChanges(before, after)
  if (gone.length > 0) await io.call('iam', `Untag${what}`, { ...identity, TagKeys: gone })
  if (Object.keys(set).length > 0) await io.call('iam', `Tag${what}`, { ...identity, Tags: after })
}

const texts = (value: Value | undefined): string[] => (Array.isArray(value) ? value.map(String) : [])

export const oidcProvider: Provider = {
  type: 'AWS::IAM::OIDCProvider',
  properties: ['ClientIdList', 'Tags', 'ThumbprintList', 'Url'],
  replaces: ['Url'],
  tags: { property: 'Tags', form: 'list' },
  async create(properties, io) {
    const { ClientIdList, ...own } = properties
    const clients = ClientIdList === undefined ? {} : { ClientIDList: ClientIdList }
    const { OpenIDConnectProviderArn: Arn } = await io.call<{ OpenIDConnectProviderArn: string }>('iam', 'CreateOpenIDConnectProvider', { ...own, ...clients })
    return { physicalId: Arn, attributes: { Arn } }
  },
  async update(properties, was, io, changed) {
    const identity = { OpenIDConnectProviderArn: was.physicalId }
    const [old, wanted] = [texts(was.properties['ClientIdList']), texts(properties['ClientIdList'])]
    for (const ClientID of wanted) if (!old.includes(ClientID)) await io.call('iam', 'AddClientIDToOpenIDConnectProvider', { ...identity, ClientID })
    for (const ClientID of old) if (!wanted.includes(ClientID)) await io.call('iam', 'RemoveClientIDFromOpenIDConnectProvider', { ...identity, ClientID })
    if (changed.includes('ThumbprintList')) await io.call('iam', 'UpdateOpenIDConnectProviderThumbprint', { ...identity, ThumbprintList: properties['ThumbprintList'] ?? [] })
    await retag(io, 'OpenIDConnectProvider', identity, was.properties['Tags'], properties['Tags'])
    return { physicalId: was.physicalId, attributes: was.attributes }
  },
  async delete(was, io) {
    await io.call('iam', 'DeleteOpenIDConnectProvider', { OpenIDConnectProviderArn: was.physicalId })
  },
}

export const samlProvider: Provider = {
  type: 'AWS::IAM::SAMLProvider',
  properties: ['Name', 'SamlMetadataDocument', 'Tags'],
  required: ['SamlMetadataDocument'],
  replaces: ['Name'],
  tags: { property: 'Tags', form: 'list' },
  async create(properties, io) {
    const { SamlMetadataDocument: SAMLMetadataDocument, ...own } = properties
    const Name = textOf(properties, 'Name') || io.generatedName(128)
    const { SAMLProviderArn: Arn } = await io.call<{ SAMLProviderArn: string }>('iam', 'CreateSAMLProvider', { ...own, SAMLMetadataDocument, Name })
    io.initiated(Arn)
    const { SAMLProviderUUID } = await io.call<{ SAMLProviderUUID: string }>('iam', 'GetSAMLProvider', { SAMLProviderArn: Arn })
    return { physicalId: Arn, attributes: { Arn, SamlProviderUUID: SAMLProviderUUID } }
  },
  async update(properties, was, io, changed) {
    const identity = { SAMLProviderArn: was.physicalId }
    if (changed.includes('SamlMetadataDocument')) await io.call('iam', 'UpdateSAMLProvider', { ...identity, SAMLMetadataDocument: properties['SamlMetadataDocument'] })
    await retag(io, 'SAMLProvider', identity, was.properties['Tags'], properties['Tags'])
    return { physicalId: was.physicalId, attributes: was.attributes }
  },
  async delete(was, io) {
    await io.call('iam', 'DeleteSAMLProvider', { SAMLProviderArn: was.physicalId })
  },
}

export const serverCertificate: Provider = {
  type: 'AWS::IAM::ServerCertificate',
  properties: ['CertificateBody', 'CertificateChain', 'Path', 'PrivateKey', 'ServerCertificateName', 'Tags'],
  replaces: ['CertificateBody', 'CertificateChain', 'PrivateKey', 'ServerCertificateName'],
  tags: { property: 'Tags', form: 'list' },
  async create(properties, io) {
    const ServerCertificateName = textOf(properties, 'ServerCertificateName') || io.generatedName(128)
    const { ServerCertificateMetadata } = await io.call<{ ServerCertificateMetadata: { Arn: string } }>('iam', 'UploadServerCertificate', { ...properties, ServerCertificateName })
    return { physicalId: ServerCertificateName, attributes: { Arn: ServerCertificateMetadata.Arn } }
  },
  async update(properties, was, io, changed) {
    const identity = { ServerCertificateName: was.physicalId }
    if (changed.includes('Path')) await io.call('iam', 'UpdateServerCertificate', { ...identity, NewPath: properties['Path'] ?? '/' })
    await retag(io, 'ServerCertificate', identity, was.properties['Tags'], properties['Tags'])
    return { physicalId: was.physicalId, attributes: was.attributes }
  },
  async delete(was, io) {
    await io.call('iam', 'DeleteServerCertificate', { ServerCertificateName: was.physicalId })
  },
}

export const serviceLinkedRole: Provider = {
  type: 'AWS::IAM::ServiceLinkedRole',
  properties: ['AWSServiceName', 'CustomSuffix', 'Description'],
  replaces: ['AWSServiceName', 'CustomSuffix'],
  async create(properties, io) {
    const { Role } = await io.call<{ Role: Role }>('iam', 'CreateServiceLinkedRole', properties)
    return { physicalId: Role.RoleName!, attributes: { RoleName: Role.RoleName! } }
  },
  async update(properties, was, io) {
    await io.call('iam', 'UpdateRole', { RoleName: was.physicalId, Description: '', ...pick(properties, ['Description']) })
    return { physicalId: was.physicalId, attributes: was.attributes }
  },
  async delete(was, io) {
    await io.call('iam', 'DeleteServiceLinkedRole', { RoleName: was.physicalId })
  },
}
