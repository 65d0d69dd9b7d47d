import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type App, CfnResource, RemovalPolicy, TagManager } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { checkedStage, deployable } from '../../infra/checked-stage.ts';
import { stageConfig } from '../../infra/config.ts';
import { isInvoiceNumber } from '../../infra/seller.ts';
import type { StageConfig } from '../../infra/stage.ts';
import { FLAGS, ofType, synthesized } from './synthesized.ts';

const PROJECT = join(import.meta.dirname, '../..');
const of = (stage: string): StageConfig => stageConfig((key) => (key === 'stage' ? stage : undefined));
const prod = of('prod');
const OWN: StageConfig = {
  ...prod,
  publicUrl: 'https://renew.brand.jp',
  token: { ...prod.token, issuer: 'https://login.brand.jp', keySetUrl: 'https://login.brand.jp/keys' },
  emailFrom: 'sim@brand.jp',
  seller: { ...prod.seller, name: 'Brand Mobile K.K.' },
};

describe('what a stage is told', () => {
  test.each<[string, RegExp, Partial<StageConfig>]>([
    [
      'a site without TLS',
      /stage prod: publicUrl: an address that begins with https/,
      { publicUrl: 'http://brand.jp' },
    ],
    ['a site with a slash at its end', /publicUrl: without a slash/, { publicUrl: 'https://brand.jp/' }],
    ['tokens for nobody', /token.audience: whom the tokens are for/, { token: { ...prod.token, audience: '' } }],
    ['keys without TLS', /token.keySetUrl: /, { token: { ...prod.token, keySetUrl: 'http://brand.jp/keys' } }],
    ['a sender that is no address', /emailFrom: an e-mail address/, { emailFrom: 'brand.jp' }],
    [
      'China without registered texts',
      /sms\.countries\.0: China takes registered texts only/,
      { sms: { ...prod.sms, countries: [{ callingCode: '+86', segmentPriceE4: 300 }] } },
    ],
    [
      'a country without a plus',
      /sms\.countries\.0\.callingCode: /,
      { sms: { ...prod.sms, countries: [{ callingCode: '81', segmentPriceE4: 1 }] } },
    ],
    ['no cap of SMS', /sms\.dailyUsdCents: at least 1/, { sms: { ...prod.sms, dailyUsdCents: 0 } }],
    ['a seller without a name', /seller.name: the name/, { seller: { ...prod.seller, name: ' ' } }],
    ...['9000000000000', 'T900000000000', 'T8000000000000', 'T9000000000001', 'T9000000000000 '].map(
      (invoiceNumber): [string, RegExp, Partial<StageConfig>] => [
        `the invoice number ${invoiceNumber}`,
        /seller.invoiceNumber: T and 13 digits/,
        { seller: { ...prod.seller, invoiceNumber } },
      ],
    ),
    [
      'a tax rate without an offset',
      /seller.taxRates.0.from: an instant with an offset/,
      { seller: { ...prod.seller, taxRates: [{ from: '2019-10-01T00:00:00', percent: 10 }] } },
    ],
    [
      'a tax rate of a part of a hundredth',
      /seller.taxRates.0.percent: a whole number/,
      { seller: { ...prod.seller, taxRates: [{ from: '2019-10-01T00:00:00Z', percent: 10.5 }] } },
    ],
    ['no SMS identity', /smsOriginationIdentity: /, { smsOriginationIdentity: '' }],
    ['a region that is none', /region: a region of AWS/, { region: 'tokyo' }],
    ['a tick of no minutes', /tickMinutes: at least 1/, { tickMinutes: 0 }],
    ['a tick of a day', /tickMinutes: at most 60/, { tickMinutes: 1_440 }],
    ['one worker, which SQS cannot be told', /workerConcurrency: at least 2/, { workerConcurrency: 1 }],
    ['a rate of nothing', /apiRateLimit: at least 1/, { apiRateLimit: 0 }],
    ['a table that goes with its stack', /removalPolicy: /, { removalPolicy: RemovalPolicy.DESTROY }],
    ['no protection', /protectFromDeletion: /, { protectFromDeletion: false }],
    ['logs of a week', /logRetention: at least 90 days/, { logRetention: RetentionDays.ONE_WEEK }],
    ['logs of everything', /logLevel: /, { logLevel: 'DEBUG' }],
  ])('given %s, then it is refused and named', (_name, why, wrong) => {
    expect(() => checkedStage({ ...OWN, ...wrong })).toThrow(why);
  });

  test('given several that are wrong, then each of them is named', () => {
    const wrong = { ...OWN, tickMinutes: 0, workerConcurrency: 1 };
    expect(() => checkedStage(wrong)).toThrow(/tickMinutes: .*\nstage prod: workerConcurrency: /);
  });

  test('the local stage may be without TLS, and dev may lose what it has', () => {
    expect(of('local').publicUrl).toMatch(/^http:/);
    expect(of('dev').removalPolicy).toBe(RemovalPolicy.DESTROY);
  });
});

describe('the number of a qualified invoice issuer', () => {
  // The National Tax Agency's own, and two whose digits add up by hand: no remainder, and the largest.
  test.each(['T7000012050002', 'T9000000000000', 'T1000000000008'])('%s checks', (number) => {
    expect(isInvoiceNumber(number)).toBe(true);
  });

  test('with any one digit changed for another it does not, but for 0 and 9', () => {
    const number = 'T7000012050002';
    for (let place = 1; place < number.length; place += 1)
      for (const digit of '0123456789') {
        if (digit === number[place] || (place > 1 && /[09]/.test(digit) && /[09]/.test(number[place] ?? ''))) continue;
        expect(isInvoiceNumber(number.slice(0, place) + digit + number.slice(place + 1))).toBe(false);
      }
  });
});

describe('deploying prod', () => {
  test('with addresses of its own is let through', () => {
    expect(deployable(OWN)).toBe(OWN);
  });

  test.each<[string, Partial<StageConfig>]>([
    ['publicUrl: sim.example.com', { publicUrl: 'https://sim.example.com' }],
    ['publicUrl: brand.test', { publicUrl: 'https://brand.test' }],
    ['publicUrl: 10.0.0.1', { publicUrl: 'https://10.0.0.1' }],
    ['publicUrl: [::1]', { publicUrl: 'https://[::1]' }],
    ['token.issuer: localhost', { token: { ...OWN.token, issuer: 'https://localhost:4243' } }],
    ['token.keySetUrl: login.example.org', { token: { ...OWN.token, keySetUrl: 'https://login.example.org/keys' } }],
    ['seller.name: Example SIM K.K.', { seller: { ...OWN.seller, name: 'Example SIM K.K.' } }],
    ['emailFrom: brand.example', { emailFrom: 'sim@brand.example' }],
  ])('with %s is refused and names it', (named, example) => {
    expect(() => deployable({ ...OWN, ...example })).toThrow(`infra/config.ts:\n  ${named}`);
  });

  test.each(['https://example.jp', 'https://myexample.com', 'https://test.brand.jp'])(
    'with %s is let through',
    (url) => {
      expect(() => deployable({ ...OWN, publicUrl: url })).not.toThrow();
    },
  );

  test('the app itself refuses the examples that stand in the repository, and dev does not', () => {
    const { status, stderr } = spawnSync(process.execPath, ['infra/app.ts'], {
      cwd: PROJECT,
      env: { ...process.env, NODE_OPTIONS: '', CDK_CONTEXT_JSON: JSON.stringify({ ...FLAGS, stage: 'prod' }) },
      encoding: 'utf8',
    });
    expect(status).not.toBe(0);
    for (const field of ['publicUrl', 'token.issuer', 'token.keySetUrl', 'emailFrom', 'seller.name'])
      expect(stderr).toContain(`  ${field}: `);
    expect(() => deployable(of('dev'))).not.toThrow();
  });
});

describe.each(['prod', 'dev', 'local'])('what %s has', (stage) => {
  const config = of(stage);
  const { all, dataStack } = synthesized(stage);

  test('everything that can have tags says whose it is and which stage', () => {
    const tags = { application: 'keizoku', stage };
    const untagged = (dataStack.node.root as App).node
      .findAll()
      .filter((each) => CfnResource.isCfnResource(each))
      .filter(
        (each) => TagManager.of(each) && JSON.stringify(TagManager.of(each)?.tagValues()) !== JSON.stringify(tags),
      );
    expect(untagged.map(({ node }) => node.path)).toEqual([]);
    const pairs = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    const [[, table] = []] = ofType(all, 'AWS::DynamoDB::GlobalTable');
    expect(table?.Properties.Replicas.map(({ Tags }: { Tags: unknown }) => Tags)).toEqual([pairs]);
    for (const type of ['AWS::Lambda::Function', 'AWS::SQS::Queue', 'AWS::Logs::LogGroup', 'AWS::CloudWatch::Alarm'])
      for (const [id, { Properties }] of ofType(all, type)) expect([id, Properties.Tags]).toEqual([id, pairs]);
  });

  test('every log group is kept for as long as the stage says, and goes or stays as the stage says', () => {
    const groups = ofType(all, 'AWS::Logs::LogGroup');
    expect(groups.length).toBeGreaterThan(ofType(all, 'AWS::Lambda::Function').length);
    const policy = config.removalPolicy === RemovalPolicy.RETAIN ? 'Retain' : 'Delete';
    for (const [id, { Properties, DeletionPolicy }] of groups)
      expect([id, Properties.RetentionInDays, DeletionPolicy]).toEqual([id, config.logRetention, policy]);
  });

  test('the table can be taken back to any second of the last weeks', () => {
    const [[, table] = []] = ofType(all, 'AWS::DynamoDB::GlobalTable');
    expect(table?.Properties.Replicas[0].PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled).toBe(true);
  });
});
