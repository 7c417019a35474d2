/** How a type's properties are called by the provider. What is not here has no words in this export, and is refused by name. */
export interface TypeMap {
  readonly type: string
  /** What `Ref` gives. */
  readonly ref: string
  readonly attributes: Readonly<Record<string, string>>
  /** JSON in a string. */
  readonly json?: Readonly<Record<string, string>>
  /** Property to block, and its members to attributes. */
  readonly blocks?: Readonly<Record<string, readonly [block: string, members: Readonly<Record<string, string>>]>>
  /** Attributes that `Fn::GetAtt` may ask for. */
  readonly getAtt: Readonly<Record<string, string>>
  /** Properties that become resources or arguments by a rule of their own. */
  readonly special?: readonly string[]
  /** `Tags` is a list of Key and Value in CloudFormation. */
  readonly tags?: string
}

export const TYPES: Readonly<Record<string, TypeMap>> = {
  'AWS::S3::Bucket': {
    type: 'aws_s3_bucket', ref: 'id', getAtt: { Arn: 'arn', DomainName: 'bucket_domain_name', RegionalDomainName: 'bucket_regional_domain_name' },
    attributes: { BucketName: 'bucket' }, special: ['VersioningConfiguration'], tags: 'Tags',
  },
  'AWS::Kinesis::Stream': {
    type: 'aws_kinesis_stream', ref: 'name', getAtt: { Arn: 'arn' }, tags: 'Tags',
    attributes: { Name: 'name', ShardCount: 'shard_count', RetentionPeriodHours: 'retention_period' },
    blocks: { StreamModeDetails: ['stream_mode_details', { StreamMode: 'stream_mode' }] },
  },
  'AWS::IAM::Role': {
    type: 'aws_iam_role', ref: 'name', getAtt: { Arn: 'arn', RoleId: 'unique_id' }, tags: 'Tags',
    attributes: { RoleName: 'name', Path: 'path', Description: 'description', MaxSessionDuration: 'max_session_duration', PermissionsBoundary: 'permissions_boundary' },
    json: { AssumeRolePolicyDocument: 'assume_role_policy' }, special: ['Policies', 'ManagedPolicyArns'],
  },
  'AWS::Lambda::Function': {
    type: 'aws_lambda_function', ref: 'function_name', getAtt: { Arn: 'arn' }, tags: 'Tags', special: ['Code'],
    attributes: {
      FunctionName: 'function_name', Role: 'role', Handler: 'handler', Runtime: 'runtime', MemorySize: 'memory_size', Timeout: 'timeout',
      Description: 'description', Architectures: 'architectures', Layers: 'layers', ReservedConcurrentExecutions: 'reserved_concurrent_executions',
    },
    blocks: {
      Environment: ['environment', { Variables: 'variables' }], TracingConfig: ['tracing_config', { Mode: 'mode' }],
      EphemeralStorage: ['ephemeral_storage', { Size: 'size' }], DeadLetterConfig: ['dead_letter_config', { TargetArn: 'target_arn' }],
      LoggingConfig: ['logging_config', { LogFormat: 'log_format', LogGroup: 'log_group', ApplicationLogLevel: 'application_log_level', SystemLogLevel: 'system_log_level' }],
    },
  },
  'AWS::Lambda::Permission': {
    type: 'aws_lambda_permission', ref: 'id', getAtt: {},
    attributes: { Action: 'action', FunctionName: 'function_name', Principal: 'principal', SourceArn: 'source_arn', SourceAccount: 'source_account' },
  },
  'AWS::Lambda::EventSourceMapping': {
    type: 'aws_lambda_event_source_mapping', ref: 'uuid', getAtt: {}, special: ['FilterCriteria'],
    attributes: {
      EventSourceArn: 'event_source_arn', FunctionName: 'function_name', BatchSize: 'batch_size', StartingPosition: 'starting_position', Enabled: 'enabled',
      FunctionResponseTypes: 'function_response_types', MaximumRetryAttempts: 'maximum_retry_attempts', ParallelizationFactor: 'parallelization_factor',
      BisectBatchOnFunctionError: 'bisect_batch_on_function_error', MaximumBatchingWindowInSeconds: 'maximum_batching_window_in_seconds',
      MaximumRecordAgeInSeconds: 'maximum_record_age_in_seconds', TumblingWindowInSeconds: 'tumbling_window_in_seconds',
    },
  },
  'AWS::ApiGatewayV2::Api': {
    type: 'aws_apigatewayv2_api', ref: 'id', getAtt: { ApiId: 'id', ApiEndpoint: 'api_endpoint' }, attributes: {}, special: ['Body'],
  },
  'AWS::ApiGatewayV2::Stage': {
    type: 'aws_apigatewayv2_stage', ref: 'id', getAtt: {},
    attributes: { ApiId: 'api_id', StageName: 'name', AutoDeploy: 'auto_deploy', Description: 'description', StageVariables: 'stage_variables', Tags: 'tags' },
  },
  'AWS::Cognito::UserPool': {
    type: 'aws_cognito_user_pool', ref: 'id', getAtt: { Arn: 'arn', ProviderName: 'endpoint' },
    attributes: {
      UserPoolName: 'name', UsernameAttributes: 'username_attributes', AutoVerifiedAttributes: 'auto_verified_attributes', AliasAttributes: 'alias_attributes',
      MfaConfiguration: 'mfa_configuration', DeletionProtection: 'deletion_protection', UserPoolTags: 'tags',
    },
    blocks: { AdminCreateUserConfig: ['admin_create_user_config', { AllowAdminCreateUserOnly: 'allow_admin_create_user_only' }], UsernameConfiguration: ['username_configuration', { CaseSensitive: 'case_sensitive' }] },
  },
  'AWS::Cognito::UserPoolClient': {
    type: 'aws_cognito_user_pool_client', ref: 'id', getAtt: { ClientId: 'id', ClientSecret: 'client_secret' },
    attributes: {
      ClientName: 'name', UserPoolId: 'user_pool_id', GenerateSecret: 'generate_secret', ExplicitAuthFlows: 'explicit_auth_flows',
      AccessTokenValidity: 'access_token_validity', IdTokenValidity: 'id_token_validity', RefreshTokenValidity: 'refresh_token_validity',
      CallbackURLs: 'callback_urls', LogoutURLs: 'logout_urls', AllowedOAuthFlows: 'allowed_oauth_flows', AllowedOAuthScopes: 'allowed_oauth_scopes',
      AllowedOAuthFlowsUserPoolClient: 'allowed_oauth_flows_user_pool_client', SupportedIdentityProviders: 'supported_identity_providers',
      PreventUserExistenceErrors: 'prevent_user_existence_errors', EnableTokenRevocation: 'enable_token_revocation', ReadAttributes: 'read_attributes', WriteAttributes: 'write_attributes',
    },
    blocks: { TokenValidityUnits: ['token_validity_units', { AccessToken: 'access_token', IdToken: 'id_token', RefreshToken: 'refresh_token' }] },
  },
}

/** `UploadFunction` to `upload_function`. */
export function snake(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2').toLowerCase()
}
