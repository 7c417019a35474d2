import type { Role } from '@aws-sdk/client-iam'
import type { Value } from '../../../../template/index.ts'
import { kept, pick, textOf, type Provider } from './provider.ts'
import { retag } from './tags.ts'

const tagging = (what: string) => ({ tag: `Tag${what}`, untag: `Untag${what}`, isList: true })

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
    await retag(io, 'iam', identity, was, properties, tagging('OpenIDConnectProvider'))
    return kept(was)
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
    await retag(io, 'iam', identity, was, properties, tagging('SAMLProvider'))
    return kept(was)
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
    await retag(io, 'iam', identity, was, properties, tagging('ServerCertificate'))
    return kept(was)
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
    return kept(was)
  },
  async delete(was, io) {
    await io.call('iam', 'DeleteServiceLinkedRole', { RoleName: was.physicalId })
  },
}
