/** Resource types that mean nothing on one machine, each with the reason. Everything else must be understood. */
export const MEANINGLESS: ReadonlyMap<string, string> = new Map([
  ['AWS::CDK::Metadata', 'tells AWS which constructs were used'],
  ['AWS::CloudWatch::Alarm', 'nobody is called at night by a laptop; what alarms watch is shown by the control routes'],
  ['AWS::CloudWatch::Dashboard', 'shows metrics that only AWS collects'],
  ['AWS::Events::Archive', 'replays events of the past; the local bus delivers before it accepts'],
  ['AWS::KMS::Alias', 'nothing is encrypted at rest on a developer machine'],
  ['AWS::KMS::Key', 'nothing is encrypted at rest on a developer machine'],
  ['AWS::Lambda::EventInvokeConfig', 'the retries of asynchronous calls are the same for all functions here'],
  ['AWS::Lambda::Permission', 'only what functions may call is enforced here, not who may call them'],
  ['AWS::Logs::MetricFilter', 'counts log lines for alarms; nobody is called at night by a laptop'],
  ['AWS::Logs::ResourcePolicy', 'only what functions may call is enforced here, not what a resource lets in'],
  ['AWS::SNS::TopicPolicy', 'only what functions may call is enforced here, not what a resource lets in'],
  ['AWS::SQS::QueuePolicy', 'only what functions may call is enforced here, not what a resource lets in'],
]);
