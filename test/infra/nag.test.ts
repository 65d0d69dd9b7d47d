import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { stageConfig } from '../../infra/config.ts';
import { acknowledge } from '../../infra/constructs/acknowledge.ts';
import { addStacks } from '../../infra/stacks/stacks.ts';
import { FLAGS } from './synthesized.ts';

interface Report {
  readonly pluginReports: readonly {
    readonly pluginName: string;
    readonly conclusion: string;
    readonly violations: readonly { readonly ruleName: string }[];
    readonly suppressedViolations?: readonly Acknowledged[];
  }[];
}

interface Acknowledged {
  readonly ruleName: string;
  readonly description: string;
  readonly acknowledgedId: string;
  readonly acknowledgedAt: string;
  readonly reason: string;
}

/** Fewer cannot name the rule's worry and what is there instead. */
const MIN_WORDS = 12;

const outdir = mkdtempSync(join(tmpdir(), 'keizoku-nag-'));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

/** Synthesizes as a deployment does, with both packs asked; an open finding stops it. */
const audited = (name: string, build: (app: App) => void, stage?: string) => {
  const folder = join(outdir, name);
  const app = new App({
    outdir: folder,
    context: { ...FLAGS, ...(stage !== undefined && { stage }), 'aws:cdk:bundling-stacks': [] },
    // The library's own look at a template takes seconds, and samples do not need it.
    builtinCloudFormationValidation: stage !== undefined,
  });
  build(app);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  app.synth();
  const { pluginReports }: Report = JSON.parse(readFileSync(join(folder, 'validation-report.json'), 'utf8'));
  const answers = app.node.findAll().flatMap(({ node }) =>
    node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.entries<string>(data))
      .map(([id, reason]) => ({ at: node.path, id, reason })),
  );
  return { pluginReports, answers, answered: pluginReports.flatMap((each) => each.suppressedViolations ?? []) };
};

const stages = ['prod', 'local'].map((stage) => {
  const build = (app: App) =>
    addStacks(
      app,
      stageConfig((key) => app.node.tryGetContext(key)),
    );
  return [stage, audited(stage, build, stage)] as const;
});

describe.each(stages)('the template of %s before the rules of AWS Solutions and Serverless', (_stage, found) => {
  test('both packs were asked, and neither has an open finding, not even a warning', () => {
    expect(found.pluginReports).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ pluginName: 'AwsSolutions', conclusion: 'success', violations: [] }),
        expect.objectContaining({ pluginName: 'Serverless', conclusion: 'success', violations: [] }),
      ]),
    );
    expect(found.answered.length).toBeGreaterThan(0);
  });

  test("the library's own look at the template finds nothing either", () => {
    expect(found.pluginReports.flatMap(({ violations }) => violations)).toEqual([]);
  });

  test('every answer has a reason of substance, in words of its own', () => {
    for (const { ruleName, description, reason } of found.answered) {
      expect([ruleName, reason.split(/\s+/).length >= MIN_WORDS]).toEqual([ruleName, true]);
      expect(reason).toMatch(/^[A-Z].*\.$/);
      expect(reason).not.toMatch(/todo|tbd|fixme|for now|later/i);
      expect(reason).not.toContain(description);
    }
  });

  test('no answer stands for a whole stack, and none is given where the report does not show it', () => {
    for (const { at, id } of found.answers) {
      expect(at).toMatch(/^keizoku-\w+-(data|service)\/.+/);
      expect(id).toMatch(/^(AwsSolutions|Serverless)::\1-/);
    }
  });

  test('every answer still answers a finding', () => {
    const given = new Set(found.answered.map(({ acknowledgedId, reason }) => `${acknowledgedId}: ${reason}`));
    const stale = found.answers.map(({ id, reason }) => `${id}: ${reason}`).filter((answer) => !given.has(answer));
    expect(stale).toEqual([]);
  });
});

describe('a finding that nobody has answered', () => {
  const REASON = 'The queue of this sample, of which nothing hangs that anybody would have to read here.';
  const sample = (answer: (queue: Queue) => void) => (app: App) =>
    answer(new Queue(new Stack(app, 'sample'), 'queue', { enforceSSL: true }));

  test('stops the synthesis and is named', () => {
    const none = sample(() => undefined);
    expect(() => audited('none', none)).toThrow(/AwsSolutions-SQS3.*Serverless-SQSRedrivePolicy/s);
  });

  test('stops it when another rule or another place is answered', () => {
    const half = sample((queue) => acknowledge(queue, 'AwsSolutions-SQS3', REASON));
    expect(() => audited('half', half)).toThrow('Serverless-SQSRedrivePolicy');
    const elsewhere = sample((queue) => {
      acknowledge(queue, 'Serverless-SQSRedrivePolicy', REASON);
      acknowledge(new Stack(queue.node.root, 'other'), 'AwsSolutions-SQS3', REASON);
    });
    expect(() => audited('elsewhere', elsewhere)).toThrow('AwsSolutions-SQS3');
  });

  test('is let through once it is answered where it is, and stands in the report with the reason', () => {
    const both = sample((queue) => {
      acknowledge(queue, 'AwsSolutions-SQS3', REASON);
      acknowledge(queue, 'Serverless-SQSRedrivePolicy', REASON);
    });
    expect(audited('both', both).answered.map(({ acknowledgedAt, reason }) => [acknowledgedAt, reason])).toEqual([
      ['sample/queue', REASON],
      ['sample/queue', REASON],
    ]);
  });
});
