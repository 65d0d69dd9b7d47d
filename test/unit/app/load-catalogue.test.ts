import { describe, expect, test } from '@jest/globals';
import { catalogueLoader } from '../../../functions/catalogue-loader/handler.ts';
import { loadCatalogue } from '../../../shared/app/load-catalogue.ts';
import { memoryStore } from '../../fakes/memory-store.ts';
import { aPlan, yen } from '../domain/given.ts';
import { memoryLog } from '../http/http-event.ts';

const [SHORT, LONG] = [aPlan({ planId: 'short' }), aPlan({ planId: 'long' })];

describe('loading the catalogue', () => {
  test('given another one, then exactly its plans are on sale, and what was sold stays', async () => {
    const store = memoryStore();
    const load = loadCatalogue({ store });
    expect(await load([SHORT, LONG])).toEqual({ onSale: 2, takenOff: [] });
    const dearer = { ...SHORT, version: 2, prices: [yen(2_500)] as const };
    expect(await load([dearer])).toEqual({ onSale: 1, takenOff: ['long'] });
    expect(await load([dearer])).toEqual({ onSale: 1, takenOff: [] });
    expect(await store.plansOnSale()).toEqual([dearer]);
    for (const plan of [SHORT, LONG]) expect(await store.plan(plan)).toEqual(plan);
  });

  test('given a version with other terms than were sold, then nothing changes and each is named', async () => {
    const store = memoryStore();
    const load = loadCatalogue({ store });
    await load([SHORT]);
    const changed = { ...SHORT, graceMs: SHORT.graceMs + 1 };
    await expect(load([changed, LONG])).rejects.toThrow(/short version 1$/);
    expect(await store.plansOnSale()).toEqual([SHORT]);
  });
});

describe('the loader, as CloudFormation calls it', () => {
  const EVENT = {
    RequestType: 'Update',
    ResponseURL: 'https://cloudformation.example.com/answer',
    StackId: 'stack',
    RequestId: 'request',
    LogicalResourceId: 'catalogue',
  };
  const called = async (load: () => Promise<{ onSale: number; takenOff: readonly string[] }>, change = {}) => {
    const answers: unknown[] = [];
    const log = memoryLog();
    await catalogueLoader({ load, answer: async (url, answer) => void answers.push([url, answer]), log })({
      ...EVENT,
      ...change,
    });
    return answers;
  };

  test('given that it is loaded, then the deployment goes on', async () => {
    expect(await called(async () => ({ onSale: 3, takenOff: [] }))).toEqual([
      [EVENT.ResponseURL, expect.objectContaining({ Status: 'SUCCESS', PhysicalResourceId: 'catalogue' })],
    ]);
  });

  test('given that it cannot be, then the deployment goes back, with the reason', async () => {
    const failing = async () => {
      throw new Error('sold with other terms already');
    };
    expect(await called(failing)).toEqual([
      [EVENT.ResponseURL, expect.objectContaining({ Status: 'FAILED', Reason: 'sold with other terms already' })],
    ]);
  });

  test('given that the stack is taken away, then nothing is loaded', async () => {
    const never = async () => {
      throw new Error('loaded');
    };
    expect(await called(never, { RequestType: 'Delete' })).toEqual([
      [EVENT.ResponseURL, expect.objectContaining({ Status: 'SUCCESS' })],
    ]);
  });
});
